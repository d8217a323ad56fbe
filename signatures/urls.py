"""Addresses of the staff area's signature pages."""

from django.urls import include, path

from . import views

app_name = "signatures"

urlpatterns = [
    path("signature/", views.my_signature, name="my_signature"),
    path("signature/preview/", views.preview, name="preview"),
    path("memberships/", include("signatures.entitlements.urls")),
    path("quotes/", include("signatures.quotes.urls")),
]
