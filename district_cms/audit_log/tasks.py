"""Tasks of the queue for the log: seal every few minutes, verify once a week."""

import logging

from . import triggers
from .sealing import seal_log
from .services import record
from .verifying import verify_log

logger = logging.getLogger("district.audit_log")


def seal() -> str:
    """Seals new rows, and logs an error if the database would allow changes."""
    if lost := triggers.lost():
        logger.error("Triggers missing or changed: %s. Run `migrate`.", ", ".join(lost))
    return str(seal_log())


def verify() -> str:
    """Verifies the whole log and records the result in it."""
    verified = verify_log()
    record(
        action="audit_log.verified",
        actor="worker",
        sequence=verified.sequence,
        hash=verified.hash,
        broken=verified.broken,
    )
    if verified.broken:
        logger.error("The log was changed after it was sealed. %s", verified.broken)
    return verified.broken or f"{verified.sequence} rows, nothing was changed"
