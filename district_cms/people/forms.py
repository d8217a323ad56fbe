"""The staff form of the editor."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from .services import give_account_its_groups


class StaffForm(WagtailAdminModelForm):
    """Saving a staff record also brings the account's groups in line with its roles."""

    def save(self, commit: bool = True) -> Any:
        staff = super().save(commit=commit)
        if commit:
            give_account_its_groups(staff=staff)
        return staff
