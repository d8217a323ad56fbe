"""Addresses of the public pages about mail, below "email/"."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from ..guardians.letter import views as letter
from . import family_page as family_page
from . import views
from .own_data import views as own_data
from .preferences import views as preferences


class ScopeConverter(StringConverter):
    regex = "class|activity|teacher|school|notices"


register_converter(ScopeConverter, "mail_scope")

app_name = "notifications"
urlpatterns = [
    path("subscribe/<mail_scope:scope>/<uuid:page>/", views.subscribe_to, name="subscribe"),
    path("subscribe/<mail_scope:scope>/<uuid:page>/sent/", views.sent, name="sent"),
    path("confirm/<str:token>/", views.confirm, name="confirm"),
    path("choose/", views.request_link, name="request_link"),
    path("choose/sent/", views.link_sent, name="link_sent"),
    path("choose/<str:token>/", preferences.choose, name="preferences"),
    path("choose/<str:token>/add/", preferences.add, name="add"),
    path("choose/<str:token>/pause/", preferences.pause, name="pause"),
    path("choose/<str:token>/new-links/", preferences.renew_links, name="renew_links"),
    path("choose/<str:token>/data/", own_data.own_data, name="own_data"),
    path("family/<str:token>/", family_page.family_page, name="family_page"),
    path("calendar/<str:token>/classes.ics", family_page.calendar, name="calendar"),
    path("letter/<str:token>/", letter.letter, name="letter"),
    path("letter/<str:token>/never/", letter.never, name="never_invite"),
    # One-click requests follow no redirect.
    path("letter/<str:token>/never", letter.never),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("stop/<str:token>", views.stop_without_slash),
]
