"""URLs of the calendar, below "calendar/"."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .feeds import PAGES


class ScopeConverter(StringConverter):
    regex = "|".join(PAGES)


register_converter(ScopeConverter, "calendar_scope")

app_name = "calendars"
urlpatterns = [
    path("", views.district, name="district"),
    path("add/", views.district_add, name="district_add"),
    path("add/<calendar_scope:scope>/<uuid:page>/", views.add, name="add"),
    path("files/<str:language>.ics", views.district_file, name="district_file"),
    path("files/<calendar_scope:scope>/<uuid:page>/<str:language>.ics", views.file, name="file"),
    path("schools/", views.schools, name="schools"),
    path("<slug:slug>/", views.school, name="school"),
]
