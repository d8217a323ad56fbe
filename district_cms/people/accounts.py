"""The account screens: their columns and the fields of their forms.

Roles come only from the staff record, so the forms offer no groups. Nobody becomes a superuser in a
browser: `createsuperuser` on the server does that.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserViewSet

from district_cms.web.permissions import PerObjectPermission

from .invitations.services import invite, sign_in_text
from .models import Staff, User
from .services import account_changes

ORDER = ["first_name", "last_name", "email", "password1", "password2", "is_active"]


class AccountCreationForm(UserCreationForm):
    """Creates an account without a password; its owner chooses one by the link of an invitation."""

    field_order = ORDER
    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["groups"], self.fields["is_superuser"]
        self.fields["email"].help_text = _(
            "An invitation goes to this address, with a link to choose a password. For someone who "
            "works here, add a staff member instead: the account is made there, and the name is "
            "typed once."
        )

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()
        return super().save(commit=commit)


class AccountEditForm(UserEditForm):
    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("groups")
        self.fields.pop("is_superuser", None)
        if Staff.objects.filter(user=self.instance.pk).exists():
            for name in ("first_name", "last_name"):
                self.fields[name].disabled = True
                self.fields[name].help_text = _("From the staff record: change it there.")


class AccountIndexView(wagtail_views.IndexView):
    """Lists the accounts that the user may manage. Offers no bulk actions: roles come from staff
    records, and accounts are deactivated, not deleted."""

    FORMATS = ()  # only the list of staff can be exported

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(User)
        return policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        ).select_related("invitation", "wagtail_userprofile")

    @property
    def columns(self) -> Any:
        columns = [
            column
            for column in super().columns
            if not isinstance(column, BulkActionsCheckboxColumn)
        ]
        return [*columns, Column("invitation", label=_("Invitation"), accessor=sign_in_text)]

    @property
    def header_buttons(self) -> list[Any]:
        invitations = HeaderButton(
            _now("Invitations"), reverse("invitations"), icon_name="mail", priority=20
        )
        return [*super().header_buttons, invitations]


class AccountCreateView(wagtail_views.CreateView):
    """Creates the account and invites its owner."""

    def save_instance(self) -> Any:
        with account_changes(actor=self.request.user, accounts=[]) as created:
            account = super().save_instance()
            created.append(account.pk)
            if account.is_active:
                invite(accounts=[account], actor=self.request.user)
        return account

    def get_success_message(self, instance: User) -> str:
        return _now("The account is made. %(email)s gets an email with a link to a password.") % {
            "email": instance.email
        }


class AccountEditView(PerObjectPermission, wagtail_views.EditView):
    def save_instance(self) -> Any:
        self.form.instance.password_chosen_by = self.request.user
        with account_changes(actor=self.request.user, accounts=[self.object.pk]):
            return super().save_instance()


class AccountDeleteView(PerObjectPermission, wagtail_views.DeleteView):
    pass


class AccountHistoryView(PerObjectPermission, wagtail_views.HistoryView):
    pass


class AccountUsageView(PerObjectPermission, UserViewSet.usage_view_class):
    pass


class DistrictUserViewSet(UserViewSet):
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    history_view_class = AccountHistoryView
    usage_view_class = AccountUsageView
    # An account belongs to one person, so it is never copied.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm
