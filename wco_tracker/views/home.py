"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wco_tracker.lib.registry import home_cards, render_cards


def home(request: HttpRequest) -> HttpResponse:
    """What each app has for this reader, card after card."""
    return render(request, "home/home_page.html", {"cards": render_cards(home_cards, request)})
