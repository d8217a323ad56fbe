"""What a person may show in a signature, and the district's choices about it."""

from .decision import Decision
from .entitlement import Entitlement
from .quote import Quote
from .settings import SignatureSettings

__all__ = ["Decision", "Entitlement", "Quote", "SignatureSettings"]
