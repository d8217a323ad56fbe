"""What people and the software do in this room: each a function, atomic, with its audit entry."""

from .confirmations import (
    confirm_findings,
    inherit_confirmations,
    keep_answers,
    withdraw_confirmations,
)
from .evidence import is_on_record, keep_evidence, keep_passage

__all__ = [
    "confirm_findings",
    "inherit_confirmations",
    "is_on_record",
    "keep_answers",
    "keep_evidence",
    "keep_passage",
    "withdraw_confirmations",
]
