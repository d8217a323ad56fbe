"""Addresses of the staff area's signature pages."""

from django.urls import include, path

app_name = "signatures"

urlpatterns = [
    path("", include("signatures.mine.urls")),
]
