"""Models of the procedure: approval, the district's choices, the record of what happened."""

from .audit import AuditEntry
from .moderation import SchoolApprovalTask
from .notices import ReviewNotice
from .settings import ProcedureSettings

__all__ = ["AuditEntry", "ProcedureSettings", "ReviewNotice", "SchoolApprovalTask"]
