"""Addresses of the public pages about text messages, below "texts/"."""

from django.urls import path

from . import views

app_name = "texts"
urlpatterns = [
    path("", views.about, name="about"),
    path("subscribe/<slug:scope>/<uuid:page>/", views.subscribe_to, name="subscribe"),
    path("family/", views.subscribe_to, name="family"),
    path("number/<str:token>/", views.add_number, name="add_number"),
    path("number/<str:token>/remove/", views.remove_number, name="remove_number"),
    path("code/<str:token>/", views.code, name="code"),
]
