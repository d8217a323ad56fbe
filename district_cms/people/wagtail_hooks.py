"""Registers the room's screens."""

from wagtail import hooks

from .viewsets import StaffViewSet, staff_viewset


@hooks.register("register_admin_viewset")
def register_staff_viewset() -> StaffViewSet:
    return staff_viewset
