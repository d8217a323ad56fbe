"""The district's choices about the gate, and what the gate keeps: answers, exceptions, evidence."""

from .accessibility_settings import AccessibilitySettings
from .confirmation import Confirmation, subject_of
from .evidence import RevisionFindings
from .exception import GateException
from .procedure_settings import ProcedureSettings
from .stated_file import StatedFile

__all__ = [
    "AccessibilitySettings",
    "Confirmation",
    "GateException",
    "ProcedureSettings",
    "RevisionFindings",
    "StatedFile",
    "subject_of",
]
