"""Registers the office's list of reports, and its panel on the home screen."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from .viewsets import BarriersPanel, BarrierViewSet, barrier_viewset


@hooks.register("register_admin_viewset")
def register_barriers() -> BarrierViewSet:
    return barrier_viewset


@hooks.register("construct_homepage_panels")
def add_barriers_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(BarriersPanel())
