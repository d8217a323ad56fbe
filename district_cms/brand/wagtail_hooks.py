"""Registers the room's addresses and scripts in the editor."""

from typing import Any

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from .views import proof


@hooks.register("register_admin_urls")
def color_proof_url() -> list[Any]:
    return [path("color-proof/", proof, name="brand_color_proof")]


@hooks.register("insert_editor_js")
def color_proof_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/color_proof.js"))
