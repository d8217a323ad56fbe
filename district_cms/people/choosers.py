"""Choosers and report filters for people. They search by a typed name, because a district has
thousands of people."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.views.pages.listing import GenericPageFilterSet, PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from district_cms.schools.search.words import words
from district_cms.web.accounts import AnyAccount
from district_cms.web.keys import key_in

from .models import Staff, User
from .permissions import unmanageable_accounts

EDIT = "wagtail.edit"
MOST_WORDS = 6

type Narrow = Callable[[Any, QuerySet[Any]], Any]


def accounts_named(query: str) -> QuerySet[Any]:
    """Returns the accounts whose name or address contains each of these words."""
    accounts = get_user_model()._default_manager.all()
    return _with_each(query, accounts, ("first_name", "last_name", "email"))


def staff_named(query: str) -> QuerySet[Staff]:
    """Returns the staff records whose name or job title contains each of these words."""
    return _with_each(query, Staff.objects.all(), ("given_name", "family_name", "title"))


def _with_each(query: str, rows: QuerySet[Any], columns: Iterable[str]) -> QuerySet[Any]:
    """Returns the rows that contain each of these words in one of the columns, whatever the accents
    and apostrophes. Compares in Python: SQLite folds no accents and PostgreSQL only some."""
    if not query.strip():
        return rows
    wanted = words(query)[:MOST_WORDS]
    if not wanted:
        return rows.none()
    folded = {
        key: " ".join(words(" ".join(texts))) for key, *texts in rows.values_list("pk", *columns)
    }
    matches = [key for key, text in folded.items() if all(word in text for word in wanted)]
    return rows.filter(pk__in=matches)


class PersonFilter(django_filters.CharFilter):
    """Filters rows by a person whose name is typed. `narrow` takes the rows and the matching
    accounts, and returns the rows of these accounts."""

    def __init__(self, *, label: Any, narrow: Narrow) -> None:
        super().__init__(label=label)
        self.narrow = narrow

    @property
    def field(self) -> Any:
        # Wagtail passes a queryset of accounts to any filter of this name.
        self.extra.pop("queryset", None)
        return super().field

    def filter(self, qs: Any, value: str) -> Any:
        return self.narrow(qs, accounts_named(value).values("pk")) if value else qs


def _owned_by(pages: Any, accounts: QuerySet[Any]) -> Any:
    return pages.filter(owner__in=accounts)


def _edited_by(pages: Any, accounts: QuerySet[Any]) -> Any:
    edits = PageLogEntry.objects.filter(action=EDIT, user__in=accounts).order_by()
    return pages.filter(pk__in=edits.values("page_id"))


def _requested_by(reviews: Any, accounts: QuerySet[Any]) -> Any:
    return reviews.filter(requested_by__in=accounts)


def _done_by(entries: Any, accounts: QuerySet[Any]) -> Any:
    return entries.filter(user__in=accounts)


def ask_for_names() -> None:
    """Replaces Wagtail's filters for people by ours."""
    pages = {
        "owner": (_("Owner"), _owned_by),
        "edited_by": (_("Edited by"), _edited_by),
    }
    _replace(pages, (PageFilterSet, GenericPageFilterSet))
    _replace({"requested_by": (_("Requested by"), _requested_by)}, (WorkflowReportFilterSet,))
    _replace({"user": (_("User"), _done_by)}, (SiteHistoryReportFilterSet,))
    # Lists no accounts, so no query is needed. The filter is there whether or not anyone did
    # anything.
    SiteHistoryReportFilterSet.get_users_queryset = _everyone


def _everyone(filterset: Any) -> QuerySet[Any]:
    return get_user_model()._default_manager.all()


def _replace(filters: Mapping[str, tuple[Any, Narrow]], sets: Iterable[Any]) -> None:
    for name, (label, narrow) in filters.items():
        for filterset in sets:
            # A subclass starts from the declared filters.
            for known in (filterset.base_filters, filterset.declared_filters):
                if name not in known:
                    raise LookupError(f"{filterset.__name__} has no filter {name}.")
                ours = PersonFilter(label=label, narrow=narrow)
                ours.field_name = name
                known[name] = ours


class _Named(SearchFilterMixin, BaseFilterForm):
    """Matches parts of names; the search index finds only the beginnings of words."""

    named: Callable[[str], QuerySet[Any]]

    def filter(self, objects: Any) -> Any:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return objects.filter(pk__in=self.named(self.search_query).values("pk"))


class _NamedStaff(_Named):
    named = staticmethod(staff_named)


class _NamedAccounts(_Named):
    named = staticmethod(accounts_named)


class _OfStaff:
    """Lets in users who edit staff records, assign classes, or create teachers' pages. Names of
    staff are on the public pages of classes."""

    request: HttpRequest
    filter_form_class = _NamedStaff

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_choose_staff(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_object_list(self) -> Any:
        return Staff.objects.all()

    def get_object(self, pk: Any) -> Staff:
        staff: Staff = self.get_object_list().get(pk=key_in(pk))
        return staff

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=pks)


class _OfAccounts(_OfStaff):
    """Lets in users who link staff records to accounts. Shows only the addresses of accounts that
    they may manage."""

    filter_form_class = _NamedAccounts

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_choose_accounts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self) -> Any:
        user: Any = self.request.user  # signed in: `dispatch` checks it
        return User.objects.exclude(pk__in=unmanageable_accounts(user).values("pk"))


def may_choose_accounts(user: AnyAccount) -> bool:
    return any(user.has_perm(f"people.{action}_staff") for action in ("add", "change"))


def may_choose_staff(user: AnyAccount) -> bool:
    return (
        may_choose_accounts(user)
        or user.has_perm("classroom.add_classroomteacher")
        or policy_registry.get_by_type(Page).user_has_permission(user, "publish")
    )


def _job(staff: Staff) -> str:
    return staff.title


class _StaffColumns:
    @property
    def columns(self) -> list[Column]:
        known: list[Column] = super().columns  # type: ignore[misc]
        known[0].label = _("Name")
        return [*known, Column("job", label=_("Job title"), accessor=_job)]


class ChooseStaff(_OfStaff, _StaffColumns, chooser.ChooseView):
    pass


class ChooseStaffResults(_OfStaff, _StaffColumns, chooser.ChooseResultsView):
    pass


class ChosenStaff(_OfStaff, chooser.ChosenView):
    pass


class ChosenStaffMembers(_OfStaff, chooser.ChosenMultipleView):
    pass


class ChooseAccount(_OfAccounts, chooser.ChooseView):
    pass


class ChooseAccountResults(_OfAccounts, chooser.ChooseResultsView):
    pass


class ChosenAccount(_OfAccounts, chooser.ChosenView):
    pass


class ChosenAccounts(_OfAccounts, chooser.ChosenMultipleView):
    pass


class _OnlyChoosing(ChooserViewSet):
    """Offers no "create" tab: records and accounts have screens of their own."""

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name != "create"]


class StaffChooserViewSet(_OnlyChoosing):
    model = Staff
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose someone else")
    edit_item_text = _("Edit this staff record")
    choose_view_class = ChooseStaff
    choose_results_view_class = ChooseStaffResults
    chosen_view_class = ChosenStaff
    chosen_multiple_view_class = ChosenStaffMembers


class AccountChooserViewSet(_OnlyChoosing):
    model = User
    icon = "user"
    choose_one_text = _("Choose an account")
    choose_another_text = _("Choose another account")
    edit_item_text = _("Edit this account")
    choose_view_class = ChooseAccount
    choose_results_view_class = ChooseAccountResults
    chosen_view_class = ChosenAccount
    chosen_multiple_view_class = ChosenAccounts


staff_chooser = StaffChooserViewSet("choose_staff", url_prefix="choose-staff")
account_chooser = AccountChooserViewSet("choose_account", url_prefix="choose-account")
