"""The staff form of the editor."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.publishing.objects import CheckedForm

from .invitations.services import invite, move_to_address
from .models import StaffRole, User
from .models.contact import validate_contact_address
from .models.user import validate_district_address
from .permissions import unmanageable_accounts
from .roles import NEEDS_SCHOOL
from .services import account_changes, give_account_its_groups, name_account, take_role_groups

_ROLE_OF_ROW: Final = re.compile(r"roles-(\d+)-role")


class StaffForm(CheckedForm):
    """Saves a staff record and updates its account: the name and the groups of its roles. Creates
    the account and sends the invitation if `invite` is checked."""

    invite = forms.BooleanField(
        label=gettext_lazy("Invite this person"),
        required=False,
        help_text=gettext_lazy(
            "Makes an account for the email address above if there is none yet, and sends a link "
            "to choose a password."
        ),
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_with_the_only_school(data), *args, **kwargs)
        # Validation overwrites `instance.user`.
        self._account_before = self.instance.user
        self._worked_here = self.instance.active
        self._address_before = self.instance.email.lower()
        accounts: Any = self.fields.get("user")
        if not self.for_user.has_perm("people.add_user"):
            self.fields.pop("invite", None)
        if accounts is not None:
            # Linking a record to an account gives the account the record's roles and removes
            # others.
            beyond = unmanageable_accounts(self.for_user).values("pk")
            accounts.queryset = accounts.queryset.exclude(pk__in=beyond)

    def is_valid(self) -> bool:
        """Also reports, at its row, a role that the person already holds, for example one that
        someone else gave meanwhile; the database constraint would give only an error page."""
        return super().is_valid() and not self._has_duplicate_roles() and not self._gives_own_role()

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("invite"):
            self._check_who_is_invited(cleaned)
        if self._account_follows(cleaned):
            self._check_address(cleaned["email"])
        return cleaned

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        validate_contact_address(address)
        return address

    def _account_follows(self, cleaned: dict[str, Any]) -> bool:
        """Returns True if the account signs in with the record's address and so gets the new
        one."""
        account, address = self._account_before, (cleaned.get("email") or "").lower()
        return bool(
            account is not None
            and address
            and cleaned.get("user") == account
            and account.email.lower() == self._address_before != address
            and self.for_user.has_perm("people.change_user")
        )

    def _check_address(self, address: str) -> None:
        try:
            validate_district_address(address)
        except ValidationError as error:
            self.add_error("email", error)
        others = User.objects.filter(email__iexact=address).exclude(pk=self._account_before.pk)
        if others.exists():
            self.add_error("email", _("There is already an account with this address."))

    def _check_who_is_invited(self, cleaned: dict[str, Any]) -> None:
        account = cleaned.get("user")
        if not cleaned.get("active"):
            self.add_error("invite", _("Only people who work here are invited."))
        elif account is not None:
            if account.has_usable_password() or not account.is_active:
                self.add_error("invite", _("This account has a password already, or has ended."))
        elif User.objects.filter(email__iexact=cleaned.get("email") or "").exists():
            self.add_error("user", _("There is an account with this address: choose it here."))
        elif "email" in cleaned:
            try:
                validate_district_address(cleaned["email"])
            except ValidationError as error:
                self.add_error("email", error)

    def _has_duplicate_roles(self) -> bool:
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

    def _gives_own_role(self) -> bool:
        """Rejects giving a role to one's own account: a new or longer role, or a record with roles
        linked to the account."""
        if self.cleaned_data.get("user") != self.for_user:
            return False
        is_same = self._account_before == self.for_user and self._worked_here
        rows = [
            form
            for form in self.formsets["roles"].forms
            if not form.cleaned_data.get("DELETE")
            and (form.has_changed() or (form.instance.pk and not is_same))
        ]
        words = _("You cannot give a role to yourself. Ask another district administrator.")
        for form in rows:
            form.add_error("role", words)
        return bool(rows)

    def save(self, commit: bool = True) -> Any:
        before = self._account_before
        accounts = [before.pk if before else None, self.instance.user_id]
        with account_changes(actor=self.for_user, accounts=accounts):
            staff = self._save(commit)
            accounts.append(staff.user_id)
        return staff

    def _save(self, commit: bool) -> Any:
        invited = self.cleaned_data.get("invite", False)
        follows = self._account_follows(self.cleaned_data)
        if commit and invited and self.instance.user is None:
            self.instance.user = User.objects.create_user(self.instance.email)
        if self._worked_here != self.instance.active:
            # Someone who leaves before the last day or returns after it: that day no longer ends
            # anything.
            self.instance.last_day = None
        staff = super().save(commit=commit)
        if commit:
            if self._account_before is not None and self._account_before != staff.user:
                take_role_groups(user=self._account_before)
            if follows:
                move_to_address(account=staff.user, address=staff.email, actor=self.for_user)
            name_account(staff=staff)
            give_account_its_groups(staff=staff)
            if invited:
                invite(accounts=[staff.user], actor=self.for_user)
        return staff


def _with_the_only_school(data: Any) -> Any:
    """Returns the data with the only chosen school filled into each new role that needs a school
    and names none: someone who works at one school has the role there."""
    schools = data.getlist("schools") if data is not None else []
    if len(schools) != 1:
        return data
    completed = data.copy()
    for key, role in data.items():
        match = _ROLE_OF_ROW.fullmatch(key)
        at = f"roles-{match[1]}-school" if match else ""
        if match and role in NEEDS_SCHOOL and not data.get(at):
            completed[at] = schools[0]
    return completed
