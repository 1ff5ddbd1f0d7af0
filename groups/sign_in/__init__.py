"""Accounts, two-factor authentication and outside accounts (django-allauth)."""
