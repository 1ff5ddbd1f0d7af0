"""Addresses of a person's own account and of sessions."""

from django.urls import path

from groups.views import account, sessions

urlpatterns = [
    path("account/", account.account_page, name="account"),
    path("sessions/<slug:slug>/", sessions.session_page, name="session"),
]
