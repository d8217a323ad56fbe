"""Addresses below "staff/authorizations/"."""

from django.urls import path

from . import views

app_name = "authorizations"

urlpatterns = [
    path("", views.overview, name="own"),
    path("new/", views.new, name="new"),
    path("others/", views.others, name="others"),
    path("others/new/", views.grant, name="grant"),
    path("<uuid:number>/", views.one, name="one"),
]
