"""Registering a logo, giving it another picture, ending its use."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

from ..models import Logo


@transaction.atomic
def keep_logo(*, logo: Logo, user: Account, today: dt.date) -> Logo:
    """Save a logo that passed its checks. What is said of its picture is said of the version that
    is shown today, and of any that is to come; the versions before keep their words."""
    is_new = logo._state.adding
    logo.save()
    if not is_new:
        logo.versions.filter(Q(valid_to=None) | Q(valid_to__gte=today)).update(
            description=logo.description,
            clear_space=logo.clear_space,
            smallest_height=logo.smallest_height,
        )
    _note("logo.added" if is_new else "logo.changed", logo, user)
    return logo


@transaction.atomic
def replace_picture(*, logo: Logo, valid_from: dt.date, user: Account) -> Logo:
    """Save a logo whose file is a new picture, which is shown from this day on."""
    logo.picture_from = valid_from
    logo.save()
    _note("logo.replaced", logo, user, valid_from=valid_from.isoformat())
    return logo


@transaction.atomic
def retire_logo(
    *,
    logo: Logo,
    user: Account,
    today: dt.date,
    last_day: dt.date | None = None,
    replaced_by: Logo | None = None,
) -> None:
    """End the use of a logo: with `last_day`, which is not over, after it; without one at once.

    Its files are served for ever. `replaced_by` is for a logo that goes at once.
    """
    ends = last_day or today - dt.timedelta(days=1)
    if last_day is None:
        logo.active = False
        logo.replaced_by = replaced_by
    logo.versions.filter(Q(valid_to=None) | Q(valid_to__gt=ends)).update(valid_to=ends)
    logo.save()
    other = replaced_by.name if replaced_by is not None else ""
    _note("logo.retired", logo, user, last_day=ends.isoformat(), replaced_by=other)


@transaction.atomic
def use_logo_again(*, logo: Logo, user: Account, today: dt.date) -> None:
    """Let a retired logo be used again, with the picture that it had last."""
    logo.active = True
    logo.replaced_by = None
    last = logo.versions.order_by("pk").last()
    if last is not None:
        last.pk = None
        last._state.adding = True
        last.valid_from, last.valid_to = today, None
        last.save()
        logo.versions.exclude(pk=last.pk).filter(valid_to__gte=today).update(
            valid_to=today - dt.timedelta(days=1)
        )
    logo.save()
    _note("logo.used_again", logo, user)


@transaction.atomic
def delete_logo(*, logo: Logo, user: Account) -> None:
    """Delete a logo that nobody uses, with its files. Raises `InUse` for any other."""
    addresses = sorted({each.url for each in logo.versions.all()})
    _note("logo.deleted", logo, user, addresses=addresses)
    logo.delete()


def _note(action: str, logo: Logo, user: Account, **data: Any) -> None:
    record(
        action=action,
        actor=user,
        logo=logo.name,
        organization=logo.organization.name,
        description=logo.description,
        sha256=logo.sha256,
        **data,
    )
