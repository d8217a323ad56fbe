"""How far a membership or credential is, read from its row."""

from django.utils import timezone

from ..models import Entitlement
from .rules import Stage


def stage_of(row: Entitlement, *, reviewed: bool) -> Stage:
    """`reviewed` says that the office reviews."""
    return Stage(
        state=row.state,
        handed_in_on=timezone.localdate(row.handed_in_at),
        reviewed_on=timezone.localdate(row.reviewed_at) if row.reviewed_at else None,
        renewing=row.renewed_until is not None,
        expires=row.last_day(reviewed=reviewed),
        reviewed=reviewed,
    )
