"""Someone stops working here: the last day, their responsibilities, the end of the account."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.db import transaction
from django.dispatch import Signal

from district_cms.audit_log.services import record
from district_cms.schools.page_cache.writers import site_changed
from district_cms.web.queue.isolation import Item, isolated, standing

from .models import Staff
from .services import account_changes, take_role_groups

# Sent inside the transaction that ends the accounts. Argument: `people`, the staff records.
accounts_ended = Signal()


Supplier = Callable[[Staff], Iterable[str]]
"""Returns texts such as "2 drafts"; none if the person holds nothing of this kind."""

_suppliers: list[Supplier] = []


def register_holdings(supplier: Supplier) -> None:
    """Registers a supplier for the screen of someone who leaves. It may make a few queries,
    independent of the number of its rows."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)


def holdings_of(staff: Staff) -> Iterator[str]:
    for supplier in _suppliers:
        yield from supplier(staff)


LOOP: Final = "last days"
"""The name under which failures of this nightly loop are recorded."""


@transaction.atomic
def set_last_day(*, staff: Staff, last_day: dt.date, actor: object) -> None:
    """Ends each role on this day if it would last longer. Replaces an earlier last day."""
    with account_changes(actor=actor, accounts=[staff.user_id]):
        for row in staff.roles.all():
            row.end_with(last_day, before=staff.last_day)
    Staff.objects.filter(pk=staff.pk).update(last_day=last_day)
    site_changed()
    staff.last_day = last_day


@transaction.atomic
def take_last_day_back(*, staff: Staff, actor: object) -> None:
    """Removes the last day; each role lasts as it did before."""
    with account_changes(actor=actor, accounts=[staff.user_id]):
        for row in staff.roles.all():
            row.go_on(before=staff.last_day)
    Staff.objects.filter(pk=staff.pk).update(last_day=None)
    site_changed()
    staff.last_day = None


@transaction.atomic
def end_account(*, staff: Staff, actor: object) -> None:
    """Records that the person no longer works here. The record stays; its account cannot sign in
    and has no groups."""
    last_day = staff.last_day
    Staff.objects.filter(pk=staff.pk).update(active=False, last_day=None)
    site_changed()
    staff.active, staff.last_day = False, None
    if staff.user is not None:
        staff.user.is_active = False
        staff.user.save(update_fields=["is_active"])
        take_role_groups(user=staff.user)
    accounts_ended.send(sender=Staff, people=[staff])
    record(action="people.left", actor=actor, name=staff.full_name, last_day=str(last_day))


def end_accounts_due(*, today: dt.date) -> int:
    """Ends the accounts whose last day has passed, as part of the nightly run. Returns their
    number."""
    over = Staff.objects.active().filter(last_day__lt=today).select_related("user")
    ended, known = 0, standing(LOOP)
    for staff in over:
        with isolated(Item(LOOP, str(staff.pk), title=staff.full_name), failed_before=known):
            end_account(staff=staff, actor="nightly")
            ended += 1
    return ended
