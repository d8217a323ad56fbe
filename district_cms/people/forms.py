"""The staff form of the editor."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district_cms.publishing.forms import CheckedForm

from .models import StaffRole
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

    def is_valid(self) -> bool:
        """A role that the person has already, given again beside it (by someone else at the same
        time, as it may be), is said at its row; the database would only refuse."""
        return super().is_valid() and not self._says_roles_held_twice()

    def _says_roles_held_twice(self) -> bool:
        rows = [
            form
            for form in self.formsets["roles"].forms
            if form.has_changed() and not form.cleaned_data.get("DELETE")
        ]
        sent = {form.instance.pk for form in self.formsets["roles"].forms if form.instance.pk}
        held = StaffRole.objects.filter(staff=self.instance.pk).exclude(pk__in=sent)
        seen = set(held.values_list("role", "school_id"))
        twice = False
        for form in rows:
            if form.instance.pk is not None:
                continue
            given = (form.instance.role, form.instance.school_id)
            if given in seen:
                form.add_error("role", _("This person already has this role there."))
                twice = True
            seen.add(given)
        return twice

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        staff = super().save(commit=commit)
        if commit:
            if self._account_before is not None and self._account_before != staff.user:
                take_role_groups(user=self._account_before)
            give_account_its_groups(staff=staff)
        return staff
