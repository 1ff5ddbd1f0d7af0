"""Addresses."""

from allauth.socialaccount.views import login_cancelled, login_error
from django.conf import settings
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from wco_tracker import health
from wco_tracker.views.home import home
from wco_tracker.views.language import language
from wco_tracker.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("programmes/", include("programmes.urls")),
    path("search/", search, name="search"),
    path("", include("groups.urls")),
    path("", include("tracking.urls")),
    # An address is a login, and logins are the administrator's business.
    path("accounts/email/", RedirectView.as_view(pattern_name="account")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("language/", language, name="language"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/work", health.work, name="health-work"),
    path("admin/", admin.site.urls),
    # Browsers ask for it where a page names no icon: the administration, a downloaded file.
    path("favicon.ico", RedirectView.as_view(url=lazy(static, str)("img/favicon.svg")), name="favicon"),
]
if settings.OIDC:
    urlpatterns += [
        path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("accounts/outside/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
        path("accounts/outside/error/", login_error, name="socialaccount_login_error"),
    ]

handler400 = "wco_tracker.errors.bad_request"
handler403 = "wco_tracker.errors.permission_denied"
handler404 = "wco_tracker.errors.page_not_found"
handler500 = "wco_tracker.errors.server_error"
