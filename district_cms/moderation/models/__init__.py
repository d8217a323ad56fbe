"""The approval step, which notices about reviews were sent, and what was taken down at once."""

from .notices import ReviewNotice
from .take_down import TakeDown
from .task import SchoolApprovalTask

__all__ = ["ReviewNotice", "SchoolApprovalTask", "TakeDown"]
