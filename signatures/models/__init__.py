"""What a person may show in a signature, what was taken, and the district's choices about it."""

from .asked import AskedAgain
from .choice import SignatureChoice
from .decision import Decision
from .entitlement import Entitlement
from .issue import Issue
from .leaver import Leaver
from .quote import Quote
from .settings import SignatureSettings
from .template import SignatureTemplate, TemplateVersion

__all__ = [
    "AskedAgain",
    "Decision",
    "Entitlement",
    "Issue",
    "Leaver",
    "Quote",
    "SignatureChoice",
    "SignatureSettings",
    "SignatureTemplate",
    "TemplateVersion",
]
