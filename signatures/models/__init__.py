"""What a person may show in a signature, and the district's choices about it."""

from .choice import SignatureChoice
from .entitlement import Entitlement
from .issue import Issue
from .quote import Quote
from .settings import SignatureSettings
from .template import SignatureTemplate, TemplateVersion

__all__ = [
    "Entitlement",
    "Issue",
    "Quote",
    "SignatureChoice",
    "SignatureSettings",
    "SignatureTemplate",
    "TemplateVersion",
]
