"""Addresses below "staff/explanations/"."""

from django.urls import path

from . import views

app_name = "deviations"

urlpatterns = [
    path("", views.overview, name="own"),
    path("new/", views.new, name="new"),
    path("<uuid:number>/", views.one, name="one"),
]
