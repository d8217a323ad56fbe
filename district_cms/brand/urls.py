"""Public addresses of the registry."""

from django.urls import path

from . import views

app_name = "brand"

urlpatterns = [
    path("colors-<str:digest>.css", views.colors, name="colors"),
    path("<str:name>", views.logo, name="logo"),
]
