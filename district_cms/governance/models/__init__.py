"""Models of the procedure: approval, the district's choices, the record of what happened."""

from .accessibility_settings import AccessibilitySettings
from .audit import AuditEntry
from .moderation import SchoolApprovalTask
from .notices import ReviewNotice
from .settings import ProcedureSettings

__all__ = [
    "AccessibilitySettings",
    "AuditEntry",
    "ProcedureSettings",
    "ReviewNotice",
    "SchoolApprovalTask",
]
