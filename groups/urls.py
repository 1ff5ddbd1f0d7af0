"""Addresses of a person's own account."""

from django.urls import path

from groups import views

urlpatterns = [path("", views.account_page, name="account")]
