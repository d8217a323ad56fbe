"""Addresses of a person's own quotes."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.quotes, name="quotes"),
    path("new/", views.write, name="quote_new"),
    path("<int:pk>/", views.change, name="quote_change"),
    path("<int:pk>/remove/", views.remove, name="quote_remove"),
]
