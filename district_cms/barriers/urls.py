"""URLs of the public pages about accessibility, below "accessibility/"."""

from django.urls import path

from . import views

app_name = "barriers"
urlpatterns = [
    path("", views.statement, name="statement"),
    path("report/", views.report, name="report"),
    path("report/<slug:reference>/", views.sent, name="sent"),
]
