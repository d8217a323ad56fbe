"""The filters of lists by a person: their name is typed.

Wagtail shows everyone who owns or changed a page as a check box each: half a megabyte in a large
district, on every screen that lists pages.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import PageLogEntry

from district_cms.schools.search.words import words

from ..models import Staff

EDIT = "wagtail.edit"
MOST_WORDS = 6

type Narrow = Callable[[Any, QuerySet[Any]], Any]


def accounts_named(asked: str) -> QuerySet[Any]:
    """The accounts whose name or address has each of these words."""
    accounts = get_user_model()._default_manager.all()
    return _with_each(asked, accounts, ("first_name", "last_name", "email"))


def staff_named(asked: str) -> QuerySet[Staff]:
    """The staff records whose name or job title has each of these words."""
    return _with_each(asked, Staff.objects.all(), ("given_name", "family_name", "title"))


def _with_each(asked: str, rows: QuerySet[Any], columns: Iterable[str]) -> QuerySet[Any]:
    """Those that have each of these words in one of the columns, with accents and apostrophes or
    without. Read here: of the databases one folds no accents and the other only some."""
    if not asked.strip():
        return rows
    wanted = words(asked)[:MOST_WORDS]
    if not wanted:
        return rows.none()
    folded = {
        key: " ".join(words(" ".join(texts))) for key, *texts in rows.values_list("pk", *columns)
    }
    found = [key for key, said in folded.items() if all(word in said for word in wanted)]
    return rows.filter(pk__in=found)


class PersonFilter(django_filters.CharFilter):
    """Someone by what is typed of their name. `narrow` takes the rows and the accounts, and gives
    the rows of these accounts."""

    def __init__(self, *, label: Any, narrow: Narrow) -> None:
        super().__init__(label=label)
        self.narrow = narrow

    @property
    def field(self) -> Any:
        # Wagtail gives the accounts to choose from to whatever filter stands here.
        self.extra.pop("queryset", None)
        return super().field

    def filter(self, qs: Any, value: str) -> Any:
        return self.narrow(qs, accounts_named(value).values("pk")) if value else qs


def _owned_by(pages: Any, accounts: QuerySet[Any]) -> Any:
    return pages.filter(owner__in=accounts)


def _edited_by(pages: Any, accounts: QuerySet[Any]) -> Any:
    edits = PageLogEntry.objects.filter(action=EDIT, user__in=accounts).order_by()
    return pages.filter(pk__in=edits.values("page_id"))


def _asked_by(reviews: Any, accounts: QuerySet[Any]) -> Any:
    return reviews.filter(requested_by__in=accounts)


def _done_by(entries: Any, accounts: QuerySet[Any]) -> Any:
    return entries.filter(user__in=accounts)


def ask_for_names() -> None:
    """Put our filters in the place of Wagtail's."""
    pages = {
        "owner": (_("Owner"), _owned_by),
        "edited_by": (_("Edited by"), _edited_by),
    }
    _replace(pages, (PageFilterSet, GenericPageFilterSet))
    _replace({"requested_by": (_("Requested by"), _asked_by)}, (WorkflowReportFilterSet,))
    _replace({"user": (_("User"), _done_by)}, (SiteHistoryReportFilterSet,))
    # Nobody is to be listed for it. The filter is there whether or not anyone did anything.
    SiteHistoryReportFilterSet.get_users_queryset = _everyone


def _everyone(filterset: Any) -> QuerySet[Any]:
    return get_user_model()._default_manager.all()


def _replace(filters: Mapping[str, tuple[Any, Narrow]], sets: Iterable[Any]) -> None:
    for name, (label, narrow) in filters.items():
        for filterset in sets:
            # The second is what a class made of this one begins with.
            for known in (filterset.base_filters, filterset.declared_filters):
                if name not in known:
                    raise LookupError(f"{filterset.__name__} has no filter {name}.")
                ours = PersonFilter(label=label, narrow=narrow)
                ours.field_name = name
                known[name] = ours
