"""Addresses of the public pages of text messages; below "texts/"."""

from django.urls import path

from . import own_number, views

app_name = "texts"
urlpatterns = [
    path("", views.about, name="about"),
    path("subscribe/<slug:scope>/<uuid:page>/", views.subscribe_to, name="subscribe"),
    path("number/<str:token>/", own_number.add_number, name="add_number"),
    path("number/<str:token>/remove/", own_number.remove_number, name="remove_number"),
    path("code/<str:token>/", views.code, name="code"),
]
