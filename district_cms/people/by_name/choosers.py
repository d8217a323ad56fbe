"""Choosing a person or an account in a form: a window with a search, instead of everyone."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.web.accounts import AnyAccount
from district_cms.web.keys import key_in

from ..models import Staff, User
from ..permissions.accounts import out_of_reach
from .filters import accounts_named, staff_named


class _Named(SearchFilterMixin, BaseFilterForm):
    """By parts of names: the index of the search finds whole beginnings only."""

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
    """Who may see the names: whoever keeps the records, assigns classes, or makes teachers' pages.
    They are on the public pages of classes."""

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
        found: Staff = self.get_object_list().get(pk=key_in(pk))
        return found

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=pks)


class _OfAccounts(_OfStaff):
    """Who may see the addresses: whoever gives records to accounts, and only of those accounts that
    they may manage."""

    filter_form_class = _NamedAccounts

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_choose_accounts(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_object_list(self) -> Any:
        asking: Any = self.request.user  # signed in, see `dispatch`
        return User.objects.exclude(pk__in=out_of_reach(asking).values("pk"))


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
    """Makes nobody: a record and an account have screens of their own."""

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
