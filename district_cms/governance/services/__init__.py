"""What people and the software do in this room: each a function, atomic, with its audit entry."""

from .confirmations import confirm_findings, inherit_confirmations, withdraw_confirmations
from .evidence import keep_evidence
from .overrides import end_override, make_override
from .set_up import set_up_district

__all__ = [
    "confirm_findings",
    "end_override",
    "inherit_confirmations",
    "keep_evidence",
    "make_override",
    "set_up_district",
    "withdraw_confirmations",
]
