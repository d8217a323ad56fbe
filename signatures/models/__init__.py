"""What a person may show in a signature, and the district's choices about it."""

from .entitlement import Entitlement
from .quote import Quote
from .settings import SignatureSettings

__all__ = ["Entitlement", "Quote", "SignatureSettings"]
