"""The approval step, and which notices about reviews were sent."""

from .notices import ReviewNotice
from .task import SchoolApprovalTask

__all__ = ["ReviewNotice", "SchoolApprovalTask"]
