"""Models of the procedure: approval, the district's choices, the record of what happened."""

from .accessibility_settings import AccessibilitySettings
from .audit import AuditEntry
from .audits import AuditedPage, AuditFinding, AuditRun, Engine, OutstandingPage
from .barriers import BarrierReport, BarrierStep
from .confirmation import Confirmation
from .documents import DocumentExamination
from .evidence import RevisionFindings
from .moderation import SchoolApprovalTask
from .notices import ReviewNotice
from .override import GateOverride
from .settings import ProcedureSettings

__all__ = [
    "AccessibilitySettings",
    "AuditEntry",
    "AuditFinding",
    "AuditRun",
    "AuditedPage",
    "BarrierReport",
    "BarrierStep",
    "Confirmation",
    "DocumentExamination",
    "Engine",
    "GateOverride",
    "OutstandingPage",
    "ProcedureSettings",
    "ReviewNotice",
    "RevisionFindings",
    "SchoolApprovalTask",
]
