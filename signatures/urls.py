"""Addresses of the staff area's signature pages."""

from django.urls import include, path

app_name = "signatures"

urlpatterns = [
    path("signature/", include("signatures.mine.urls")),
    path("memberships/", include("signatures.entitlements.urls")),
    path("quotes/", include("signatures.quotes.urls")),
    path("", include("signatures.checking.urls")),
]
