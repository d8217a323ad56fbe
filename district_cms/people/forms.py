"""The staff form of the editor."""

from typing import Any

from django.db import transaction

from district_cms.publishing.forms import CheckedForm

from .permissions import out_of_reach
from .services import give_account_its_groups, take_role_groups


class StaffForm(CheckedForm):
    """Saving a staff record also brings the account's groups in line with its roles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Validation writes the new account over it.
        self._account_before = self.instance.user
        accounts: Any = self.fields.get("user")
        if accounts is not None:
            # Whoever gives a record to an account gives it the record's roles, and takes others.
            beyond = out_of_reach(self.for_user).values("pk")
            accounts.queryset = accounts.queryset.exclude(pk__in=beyond)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        staff = super().save(commit=commit)
        if commit:
            if self._account_before is not None and self._account_before != staff.user:
                take_role_groups(user=self._account_before)
            give_account_its_groups(staff=staff)
        return staff
