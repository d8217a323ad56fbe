"""Screens of the gate in the editor: exceptions, check history, and links to them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.checks.findings import Finding
from district_cms.web.accounts import Account, SignedInRequest
from district_cms.web.times import date_text

from .answers import with_moments
from .exceptions import (
    can_lift,
    can_make_exceptions,
    check_may_make_exceptions,
    end_exception,
    make_exception,
)
from .gate import PublishGateMixin
from .models import AccessibilitySettings, GateException, RevisionFindings


class ExceptionForm(forms.Form):
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("Findings that the page may go live with"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose what the exception is for.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the page cannot wait"),
        help_text=gettext_lazy("Everyone who reads the list of exceptions reads this."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why the page cannot wait.")},
    )

    def __init__(
        self, *args: Any, findings: Iterable[Finding], longest: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_fingerprint = {finding.fingerprint: finding for finding in findings}
        choices = [(mark, _line(finding)) for mark, finding in self.by_fingerprint.items()]
        self.fields["findings"].choices = choices  # type: ignore[attr-defined]
        # The same field as for every other date in the editor.
        self.fields["last_day"] = formfield_for_dbfield(models.DateField(gettext_lazy("last day")))
        self.fields["last_day"].initial = longest
        self.fields["last_day"].help_text = gettext_lazy(
            "After this day it ends on its own. What is live stays live; the next change is "
            "checked again."
        )

    @property
    def chosen(self) -> list[Finding]:
        return [self.by_fingerprint[mark] for mark in self.cleaned_data["findings"]]


def _line(finding: Finding) -> str:
    return f"{finding.message} ({finding.basis})" if finding.basis else str(finding.message)


VIEW_EXCEPTIONS = "publishing.view_gateexception"
_PAST_ON_A_SCREEN = 50


class ExceptionsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Lists all exceptions: the valid ones, then the others, newest first."""

    permission_required = VIEW_EXCEPTIONS
    raise_exception = True
    template_name = "publishing/admin/exceptions.html"
    page_title = gettext_lazy("Exceptions")
    header_icon = "warning"
    request: SignedInRequest

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        past = Paginator(GateException.objects.over(now), _PAST_ON_A_SCREEN)
        return {
            **super().get_context_data(**kwargs),
            "in_force": GateException.objects.in_force(now),
            "past": past.get_page(self.request.GET.get("p")),
            "may_end": can_make_exceptions(self.request.user),
        }


class MakeExceptionView(WagtailAdminTemplateMixin, FormView):
    """Makes an exception for the blocking findings of a page's newest draft."""

    template_name = "publishing/admin/make_exception.html"
    form_class = ExceptionForm
    page_title = gettext_lazy("Make an exception")
    header_icon = "warning"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_make_exceptions(self.request.user)
        self.page = get_object_or_404(Page, pk=self.kwargs["page_id"])
        if not self.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        self.draft = self.page.get_latest_revision_as_object()
        if not isinstance(self.draft, PublishGateMixin):
            raise Http404
        self.blocking = self.draft.blocking_findings()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        days = AccessibilitySettings.load().exception_days
        return {
            **super().get_form_kwargs(),
            "findings": [finding for finding in self.blocking if can_lift(finding)],
            "longest": timezone.localdate() + dt.timedelta(days=days),
        }

    def form_valid(self, form: ExceptionForm) -> HttpResponse:
        try:
            exception = make_exception(
                page=self.draft,
                findings=form.chosen,
                reason=form.cleaned_data["reason"],
                last_day=form.cleaned_data["last_day"],
                user=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _(
            "“%(title)s” may go live with this exception through %(day)s. It does not go live on "
            "its own."
        )
        day = date_text(exception.last_day)
        messages.success(self.request, text % {"title": exception.title, "day": day})
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("publishing_exceptions"), "label": _("Exceptions")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "title": self.draft.get_admin_display_title(),
            "stays": [finding for finding in self.blocking if not can_lift(finding)],
        }


@require_POST
def end(request: SignedInRequest, exception_id: int) -> HttpResponse:
    """Ends an exception now."""
    exception = get_object_or_404(GateException, pk=exception_id)
    end_exception(exception=exception, user=request.user)
    messages.success(
        request,
        _("The exception for “%(title)s” is over. What is live stays live.")
        % {"title": exception.title},
    )
    return redirect("publishing_exceptions")


VIEW_RECORD = "audit_log.view_auditentry"
_ON_A_SCREEN = 25


class GateRecord(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Lists the newest entries of all pages."""

    permission_required = VIEW_RECORD
    raise_exception = True
    template_name = "publishing/admin/gate_record.html"
    page_title = gettext_lazy("Check history")
    header_icon = "history"
    of_one_page = False
    request: SignedInRequest

    @cached_property
    def entries(self) -> Any:
        return RevisionFindings.objects.all()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = Paginator(self.entries, _ON_A_SCREEN).get_page(self.request.GET.get("p"))
        return {
            **super().get_context_data(**kwargs),
            "entries": shown,
            "checked": list(_with_findings(shown)),
            "of_one_page": self.of_one_page,
        }


class GateRecordOfPage(GateRecord):
    """Lists the entries of one page, even if the page was deleted."""

    of_one_page = True

    @cached_property
    def entries(self) -> Any:
        return RevisionFindings.objects.filter(page_uuid=self.kwargs["page_uuid"])

    @cached_property
    def title(self) -> str:
        latest = self.entries.values_list("title", flat=True).first()
        if not latest:
            return _("Check history")
        return _("Check history of “%(title)s”") % {"title": latest}

    def get_page_title(self) -> str:
        return self.title

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        site = {"url": reverse("publishing_record"), "label": _("Check history")}
        return [*GateRecord.breadcrumbs_items, site]


def _with_findings(
    entries: Iterable[RevisionFindings],
) -> Iterator[tuple[RevisionFindings, list[Any]]]:
    """Yields each entry with its findings. One query."""
    entries = list(entries)
    pages = Page.objects.filter(translation_key__in={entry.page_uuid for entry in entries})
    kinds = dict(pages.values_list("translation_key", "content_type"))
    for entry in entries:
        kind = kinds.get(entry.page_uuid)
        model = ContentType.objects.get_for_id(kind).model_class() if kind else None
        yield (
            entry,
            [
                {**with_moments(finding), "place": _place(finding, model)}
                for finding in entry.findings
            ],
        )


def _place(finding: dict[str, Any], model: Any) -> str:
    """Returns, for example, "Accessibility: must · WCAG 1.1.1 · Lesson content"; unknown parts are
    left out."""
    parts = [finding["basis"], f"WCAG {finding['wcag']}" if finding["wcag"] else ""]
    # The field labels of a deleted page are unknown.
    fields = model._meta.concrete_fields if model is not None else ()
    parts += [capfirst(str(each.verbose_name)) for each in fields if each.name == finding["field"]]
    return " · ".join(part for part in parts if part)


class PermittedMenuItem(MenuItem):
    """Visible to users with the permission of the screen to which it leads."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: SignedInRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


def exceptions_item() -> MenuItem:
    return PermittedMenuItem(
        gettext_lazy("Exceptions"),
        reverse_lazy("publishing_exceptions"),
        name="gate-exceptions",
        icon_name="warning",
        order=310,
        permission=VIEW_EXCEPTIONS,
    )


def record_item() -> MenuItem:
    return PermittedMenuItem(
        gettext_lazy("Check history"),
        reverse_lazy("publishing_record"),
        name="gate-record",
        icon_name="history",
        order=320,
        permission=VIEW_RECORD,
    )


def page_buttons(
    page: Page, user: Account, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Yields buttons for a page's "More" menu. Permissions are cached on the account: no query per
    page."""
    if not issubclass(page.specific_class or type(page), PublishGateMixin):
        return
    if user.has_perm(VIEW_RECORD):
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
            ExceptionsView.as_view(),
            name="publishing_exceptions",
        ),
        path(
            "accessibility/exceptions/new/<int:page_id>/",
            MakeExceptionView.as_view(),
            name="publishing_make_exception",
        ),
        path(
            "accessibility/exceptions/<int:exception_id>/end/",
            end,
            name="publishing_end_exception",
        ),
        path("accessibility/record/", GateRecord.as_view(), name="publishing_record"),
        path(
            "accessibility/record/<uuid:page_uuid>/",
            GateRecordOfPage.as_view(),
            name="publishing_page_record",
        ),
    ]
