"""The report “Pages in Spanish”: the translation status of the district's own pages."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.models import Page

from district_cms.web.accounts import Account
from district_cms.web.tables import OwnReport, OwnReportItem, urls_of

from ..models.translated import TranslatedPage

NAME = "pages_in_spanish"


def can_see_report(user: Account) -> bool:
    """Returns True for the communications office, which maintains the district's own pages."""
    return bool(user.has_perm("schools.change_districtsettings"))


def standing(page: Any) -> str:
    return str(TranslatedPage.Spanish(page.spanish).label)


class StandingFilterSet(WagtailFilterSet):
    spanish = django_filters.ChoiceFilter(label=_("Spanish"), choices=TranslatedPage.Spanish)

    class Meta:
        model = Page
        fields: list[str] = []


class PagesInSpanish(OwnReport):
    """The live pages, first those whose Spanish may be out of date."""

    may_see = staticmethod(can_see_report)
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


def report_item() -> OwnReportItem:
    return OwnReportItem(PagesInSpanish, order=300)


def report_urls() -> list[Any]:
    return urls_of(PagesInSpanish, "reports/spanish/")
