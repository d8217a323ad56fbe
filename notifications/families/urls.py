"""Addresses of the public pages around mail; below "email/"."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class ScopeConverter(StringConverter):
    regex = "class|teacher|school|notices"


register_converter(ScopeConverter, "mail_scope")

app_name = "notifications"
urlpatterns = [
    path("subscribe/<mail_scope:scope>/<uuid:page>/", views.subscribe_to, name="subscribe"),
    path("subscribe/<mail_scope:scope>/<uuid:page>/sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("choose/", views.request_link, name="request_link"),
    path("choose/sent/", views.link_sent, name="link_sent"),
    path("choose/<str:token>/", views.choose, name="preferences"),
    path("stop/<str:token>/", views.stop, name="stop"),
]
