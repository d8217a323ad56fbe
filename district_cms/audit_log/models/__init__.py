"""The recorded actions, and the chain that proves that none of them was changed."""

from .chain import ChainHead, Seal
from .entry import AuditEntry

__all__ = ["AuditEntry", "ChainHead", "Seal"]
