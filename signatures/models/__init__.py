"""What a person may show in a signature, what was taken, and the district's settings."""

from .choice import SignatureChoice
from .entitlement import Entitlement, State
from .issue import Issue
from .leaver import Leaver
from .reminder import AskedAgain
from .settings import SignatureSettings
from .template import SignatureTemplate, TemplateVersion

__all__ = [
    "AskedAgain",
    "Entitlement",
    "Issue",
    "Leaver",
    "SignatureChoice",
    "SignatureSettings",
    "SignatureTemplate",
    "State",
    "TemplateVersion",
]
