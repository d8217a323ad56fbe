"""The district's choices about the gate, and what the gate keeps: answers, exceptions, evidence."""

from .accessibility_settings import AccessibilitySettings
from .confirmation import Confirmation
from .evidence import RevisionFindings
from .override import GateOverride
from .procedure_settings import ProcedureSettings

__all__ = [
    "AccessibilitySettings",
    "Confirmation",
    "GateOverride",
    "ProcedureSettings",
    "RevisionFindings",
]
