"""Forms that ask the gate: of pages, and of objects that have no page."""

from .objects import CheckedForm
from .page import PublishGateForm

__all__ = ["CheckedForm", "PublishGateForm"]
