"""The report “Pages in Spanish”: how each of the district's own pages stands."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from district_cms.web.accounts import Account, SignedInRequest

from ..models.translated import TranslatedPage

NAME = "pages_in_spanish"


def can_see_report(user: Account) -> bool:
    """Whoever looks after the district's own pages: the office."""
    return bool(user.has_perm("schools.change_districtsettings"))


def standing(page: Any) -> str:
    return str(TranslatedPage.Spanish(page.spanish).label)


class StandingFilterSet(WagtailFilterSet):
    spanish = django_filters.ChoiceFilter(label=_("Spanish"), choices=TranslatedPage.Spanish)

    class Meta:
        model = Page
        fields: list[str] = []


class PagesInSpanish(ReportView):
    """The live pages, those first whose Spanish may be out of date."""

    model = Page
    page_title = _("Pages in Spanish")
    header_icon = "globe"
    index_url_name = NAME
    index_results_url_name = f"{NAME}_results"
    filterset_class = StandingFilterSet
    is_searchable = False
    export_filename = "pages-in-spanish"
    columns = [
        TitleColumn("title", label=_("Page"), url_name="wagtailadmin_pages:edit"),
        Column("kind", label=_("Type"), accessor="content_type.name"),
        Column("spanish", label=_("Spanish"), accessor=standing),
    ]
    list_export = ["title", "content_type.name", "spanish", "full_url"]
    export_headings = {
        "title": _("Page"),
        "content_type.name": _("Type"),
        "spanish": _("Spanish"),
        "full_url": _("Address"),
    }

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_see_report(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> Any:
        types = TranslatedPage.__subclasses__()
        kinds = ContentType.objects.get_for_models(*types).values()
        return (
            Page.objects.filter(live=True, content_type__in=kinds)
            .select_related("content_type")
            .annotate(spanish=Coalesce(*(f"{each._meta.model_name}__spanish" for each in types)))
            .annotate(is_current=Case(When(spanish="behind", then=Value(0)), default=Value(1)))
            .order_by(F("is_current"), "path")
        )


class PagesInSpanishItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return can_see_report(request.user)


def report_item() -> MenuItem:
    return PagesInSpanishItem(
        _("Pages in Spanish"), reverse_lazy(NAME), icon_name="globe", order=300
    )


def report_urls() -> list[Any]:
    return [
        path("reports/spanish/", PagesInSpanish.as_view(), name=NAME),
        path(
            "reports/spanish/results/",
            PagesInSpanish.as_view(results_only=True),
            name=f"{NAME}_results",
        ),
    ]
