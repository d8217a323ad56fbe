"""The gate record: what was found, confirmed and excepted when something went through."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from district_cms.web.accounts import Account, SignedInRequest

from .models import RevisionFindings

VIEW = "audit_log.view_auditentry"
_ON_A_SCREEN = 25


def may_read_record(user: Account) -> bool:
    return bool(user.has_perm(VIEW))


class GateRecord(WagtailAdminTemplateMixin, TemplateView):
    """The newest entries of all pages."""

    template_name = "publishing/admin/gate_record.html"
    page_title = gettext_lazy("Check history")
    header_icon = "history"
    of_one_page = False
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_record(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

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
            "told": list(_told(shown)),
            "of_one_page": self.of_one_page,
        }


class GateRecordOfPage(GateRecord):
    """The entries of one page; they are there when the page is gone."""

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


def _told(entries: Iterable[RevisionFindings]) -> Iterator[tuple[RevisionFindings, list[Any]]]:
    """Each entry with its findings. One query."""
    entries = list(entries)
    pages = Page.objects.filter(translation_key__in={entry.page_uuid for entry in entries})
    kinds = dict(pages.values_list("translation_key", "content_type"))
    for entry in entries:
        kind = kinds.get(entry.page_uuid)
        model = ContentType.objects.get_for_id(kind).model_class() if kind else None
        yield (
            entry,
            [{**_with_moments(found), "place": _place(found, model)} for found in entry.findings],
        )


def _place(found: dict[str, Any], model: Any) -> str:
    """ "Accessibility: must · WCAG 1.1.1 · Lesson content", as far as it is known."""
    parts = [found["basis"], f"WCAG {found['wcag']}" if found["wcag"] else ""]
    # Of a page that is gone nobody knows what its fields were called.
    fields = model._meta.concrete_fields if model is not None else ()
    parts += [capfirst(str(each.verbose_name)) for each in fields if each.name == found["field"]]
    return " · ".join(part for part in parts if part)


def _with_moments(found: dict[str, Any]) -> dict[str, Any]:
    """A finding as it was kept, its moments as such again, so that templates write them out."""
    confirmed, excepted = found.get("confirmed"), found.get("excepted")
    if confirmed:
        confirmed = {**confirmed, "at": parse_datetime(confirmed["at"])}
    if excepted:
        excepted = {**excepted, "until": parse_datetime(excepted["until"])}
    return {**found, "confirmed": confirmed, "excepted": excepted}
