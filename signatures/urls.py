"""Addresses of the staff area's signature pages."""

from django.urls import include, path
from django.views.generic import RedirectView

from .checking.views import check_signature

app_name = "signatures"

urlpatterns = [
    # Whoever types the beginning of an address of the staff area comes to its first page.
    path("", RedirectView.as_view(pattern_name="signatures:my_signature"), name="staff_area"),
    path("signature/", include("signatures.mine.urls")),
    path("memberships/", include("signatures.entitlements.urls")),
    path("quotes/", include("signatures.quotes.urls")),
    path("signature/check/", check_signature, name="check"),
]
