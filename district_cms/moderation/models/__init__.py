"""The approval step, stand-ins, notices, updates to read later, and pages that were taken down."""

from .approval import PassedOn, ReadLater, ReviewNotice, ReviewSettings, SchoolApprovalTask, StandIn
from .take_down import TakeDown

__all__ = [
    "PassedOn",
    "ReadLater",
    "ReviewNotice",
    "ReviewSettings",
    "SchoolApprovalTask",
    "StandIn",
    "TakeDown",
]
