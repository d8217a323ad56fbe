"""Addresses below "staff/classes/"."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.overview, name="caseload"),
    path("choose/", views.choose, name="caseload_choose"),
    path("follow/<int:pk>/", views.follow_class, name="caseload_follow"),
    path("stop/<int:pk>/", views.stop_following, name="caseload_stop"),
]
