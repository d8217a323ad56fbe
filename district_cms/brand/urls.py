"""Public addresses of the registry."""

from django.urls import re_path

from . import views

app_name = "brand"

# The pattern allows only names that the registry gives, so that no other name causes a query.
urlpatterns = [
    re_path(r"^colors-(?P<digest>[0-9a-f]{16})\.css$", views.colors, name="colors"),
    re_path(r"^(?P<name>[a-z0-9_-]{1,80}\.png)$", views.logo, name="logo"),
]
