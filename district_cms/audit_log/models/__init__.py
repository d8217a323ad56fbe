"""What happened, and the chain that shows later that nothing of it was changed."""

from .chain import ChainHead, Seal
from .entry import AuditEntry

__all__ = ["AuditEntry", "ChainHead", "Seal"]
