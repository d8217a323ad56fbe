"""The district's choices about the gate, and the gate's records: answers, exceptions, evidence."""

from .records import Confirmation, GateException, RevisionFindings, StatedFile, subject_of
from .settings import AccessibilitySettings, ProcedureSettings
from .snapshots import ProcedureSnapshot

__all__ = [
    "AccessibilitySettings",
    "Confirmation",
    "GateException",
    "ProcedureSettings",
    "ProcedureSnapshot",
    "RevisionFindings",
    "StatedFile",
    "subject_of",
]
