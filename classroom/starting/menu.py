"""The way to the screens of class page templates: addresses, the office's list, a button."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.people.models import User

from ..models import ClassroomPage
from .office import NAME, ClassTemplateViewSet
from .views import ClassTemplateScreen


def urls() -> list[Any]:
    """The addresses of a class's template in the editor."""
    base = "classes/<int:classroom_id>/template/"
    return [
        path(base, ClassTemplateScreen.as_view(), name="classroom_template"),
    ]


def viewset() -> ClassTemplateViewSet:
    return ClassTemplateViewSet(NAME, url_prefix="class-page-templates")


def template_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """On a class page, for whoever may edit it."""
    if page.specific_class is ClassroomPage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Class page template"),
            reverse("classroom_template", args=[page.pk]),
            icon_name="doc-full",
            priority=25,
        )
