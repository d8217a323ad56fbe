"""Where the editor leads to exceptions from the gate and to its record."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.web.accounts import Account, SignedInRequest

from . import record_views
from .exceptions import views as exception_views
from .exceptions.services import can_make_exceptions
from .exceptions.views import may_see_exceptions
from .mechanism import PublishGateMixin
from .record_views import may_read_record


class ExceptionsMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return may_see_exceptions(request.user)


class RecordMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return may_read_record(request.user)


def exceptions_item() -> MenuItem:
    return ExceptionsMenuItem(
        gettext_lazy("Exceptions"),
        reverse_lazy("publishing_exceptions"),
        name="gate-exceptions",
        icon_name="warning",
        order=310,
    )


def record_item() -> MenuItem:
    return RecordMenuItem(
        gettext_lazy("Check history"),
        reverse_lazy("publishing_record"),
        name="gate-record",
        icon_name="history",
        order=320,
    )


def page_buttons(
    page: Page, user: Account, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In a page's "More" menu. Permissions are kept on the account: no query a page."""
    if not issubclass(page.specific_class or type(page), PublishGateMixin):
        return
    if may_read_record(user):
        yield Button(
            _("Check history"),
            reverse("publishing_page_record", args=[page.translation_key]),
            icon_name="history",
            priority=66,
        )
    if can_make_exceptions(user):
        yield Button(
            _("Make an exception"),
            reverse("publishing_make_exception", args=[page.pk]),
            icon_name="warning",
            priority=67,
        )


def urls() -> list[Any]:
    return [
        path(
            "accessibility/exceptions/",
            exception_views.ExceptionsView.as_view(),
            name="publishing_exceptions",
        ),
        path(
            "accessibility/exceptions/new/<int:page_id>/",
            exception_views.MakeExceptionView.as_view(),
            name="publishing_make_exception",
        ),
        path(
            "accessibility/exceptions/<int:exception_id>/end/",
            exception_views.end,
            name="publishing_end_exception",
        ),
        path("accessibility/record/", record_views.GateRecord.as_view(), name="publishing_record"),
        path(
            "accessibility/record/<uuid:page_uuid>/",
            record_views.GateRecordOfPage.as_view(),
            name="publishing_page_record",
        ),
    ]
