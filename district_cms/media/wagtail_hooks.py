"""Registers the check of who may open a document."""

from wagtail import hooks

from .views import check_reader

hooks.register("before_serve_document", check_reader, order=100)  # after private collections
