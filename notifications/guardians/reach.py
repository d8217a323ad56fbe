"""Which listed guardians may be contacted about which student."""

import datetime as dt
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import Channel, GuardianStudent

COLUMNS: Final = {Channel.EMAIL: ("email", "may_email"), Channel.TEXT: ("telephone", "may_text")}
"""Of a `Guardian`: the address on each channel, and the district's permission to use it."""


def reachable(channel: Channel, *, on: dt.date) -> QuerySet[GuardianStudent]:
    """Returns the pairs of guardian and student that may be contacted on a channel, on a day in the
    district's time zone: permission for this channel, an address, and a student who is still on the
    list.

    Exclusions win: a pair is left out if it must not be contacted, or if anyone with its email
    address or telephone must not be contacted about the student. Whether the owner of the address
    stopped our messages is not decided here.
    """
    address, permission = COLUMNS[channel]
    pairs = GuardianStudent.objects.filter(
        **{f"guardian__{permission}": True}, student__until__gte=on
    )
    return pairs.exclude(**{f"guardian__{address}": ""}).exclude(excluded())


def excluded() -> Exists:
    """Selects, from `GuardianStudent`, the pairs whose guardian must not be contacted about the
    student, under this key or another one with the same email address or telephone."""
    same = Q(guardian=OuterRef("guardian"))
    for column, _permission in COLUMNS.values():
        here = {f"guardian__{column}": OuterRef(f"guardian__{column}")}
        same |= Q(**here) & ~Q(**{f"guardian__{column}": ""})
    return Exists(
        GuardianStudent.objects.filter(same, student=OuterRef("student"), must_not_contact=True)
    )
