"""Whether the database refuses changes of what is written once."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks

from . import triggers


def check_triggers(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A system check with the tag `database`. A warning: an error would stop `migrate`, which is
    what makes the triggers."""
    if not settings.AUDIT_TRIGGERS:
        return []
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        if missing := triggers.missing(using=alias):
            found.append(
                checks.Warning(
                    f"The database “{alias}” would let someone change the log or the evidence: "
                    f"these triggers are missing or changed: {', '.join(missing)}.",
                    hint="Run `manage.py migrate`, which makes them, then `manage.py verify_log`.",
                    id="audit_log.W001",
                )
            )
    return found
