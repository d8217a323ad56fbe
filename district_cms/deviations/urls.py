"""Addresses below "staff/explanations/"."""

from django.urls import path

from . import others, views

app_name = "deviations"

urlpatterns = [
    path("", views.overview, name="own"),
    path("new/", views.new, name="new"),
    path("others/", others.overview, name="others"),
    path("others/ask/", others.ask, name="ask"),
    path("others/<uuid:number>/", others.one, name="other"),
    path("<uuid:number>/", views.one, name="one"),
]
