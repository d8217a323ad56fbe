"""The account screens: what they show, and what their forms offer.

Roles come from the staff record and from nowhere else, so the forms offer no groups. Nobody
becomes a superuser in a browser: that is done on the server, by `createsuperuser`.
"""

from typing import Any

from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.permissions import policy_registry
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as wagtail_views
from wagtail.users.views.users import UserViewSet

from district_cms.web.permissions import AskedPerObject

from .models import User

ORDER = ["first_name", "last_name", "email", "password1", "password2", "is_active"]


class AccountCreationForm(UserCreationForm):
    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["groups"], self.fields["is_superuser"]


class AccountEditForm(UserEditForm):
    field_order = ORDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("groups")
        self.fields.pop("is_superuser", None)


class AccountIndexView(wagtail_views.IndexView):
    """The accounts that one may manage. Nothing is done to several at once: roles come from staff
    records, and an account is deactivated, not deleted."""

    FORMATS = ()  # the list of staff is the one that leaves as a file

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(User)
        return policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )

    @property
    def columns(self) -> Any:
        return [
            column
            for column in super().columns
            if not isinstance(column, BulkActionsCheckboxColumn)
        ]


class AccountEditView(AskedPerObject, wagtail_views.EditView):
    pass


class AccountDeleteView(AskedPerObject, wagtail_views.DeleteView):
    pass


class AccountHistoryView(AskedPerObject, wagtail_views.HistoryView):
    pass


class AccountUsageView(AskedPerObject, UserViewSet.usage_view_class):
    pass


class DistrictUserViewSet(UserViewSet):
    index_view_class = AccountIndexView
    edit_view_class = AccountEditView
    delete_view_class = AccountDeleteView
    history_view_class = AccountHistoryView
    usage_view_class = AccountUsageView
    # An account is one person's: there is nothing to copy.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm
