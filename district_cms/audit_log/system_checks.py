"""Whether the database refuses changes of what is written once."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from . import triggers


def check_triggers(
    *, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A system check with the tag `database`. A warning: an error would stop `migrate`, which is
    what makes the triggers."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        if lost := triggers.lost(using=alias):
            found.append(
                checks.Warning(
                    f"The database “{alias}” would let someone change the log or the evidence: "
                    f"these triggers are missing or changed: {', '.join(lost)}.",
                    hint="Run `manage.py migrate`, which makes them, then `manage.py verify_log`.",
                    id="audit_log.W001",
                )
            )
    return found
