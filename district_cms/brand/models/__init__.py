"""Organisations and their logos."""

from .logo import Logo
from .organisation import Organisation

__all__ = ["Logo", "Organisation"]
