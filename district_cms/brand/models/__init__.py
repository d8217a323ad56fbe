"""Organizations and their logos."""

from .logo import Logo
from .organization import Organization

__all__ = ["Logo", "Organization"]
