"""What the queue calls for the log: sealing every few minutes, verifying once a week."""

import logging

from . import triggers
from .sealing import seal_log
from .services import record
from .verifying import verify_log

logger = logging.getLogger("district.audit_log")


def seal() -> str:
    """Seal what is new, and say so when the database would let someone change it."""
    if lost := triggers.lost():
        logger.error("Triggers missing or changed: %s. Run `migrate`.", ", ".join(lost))
    return str(seal_log())


def verify() -> str:
    """Verify the whole log and write into it what was seen."""
    verified = verify_log()
    record(
        action="audit_log.verified",
        actor="worker",
        sequence=verified.sequence,
        hash=verified.hash,
        broken=verified.broken,
    )
    if verified.broken:
        logger.error("The log is not as it was sealed. %s", verified.broken)
    return verified.broken or f"{verified.sequence} rows, nothing was changed"
