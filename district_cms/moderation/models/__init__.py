"""The approval step, its stand-ins, which notices about reviews were sent, what principals read
later, and what was taken down at once."""

from .notices import ReviewNotice
from .reading import ReadLater, ReviewSettings
from .standing_in import PassedOn, StandIn
from .take_down import TakeDown
from .task import SchoolApprovalTask

__all__ = [
    "PassedOn",
    "ReadLater",
    "ReviewNotice",
    "ReviewSettings",
    "SchoolApprovalTask",
    "StandIn",
    "TakeDown",
]
