"""How the words of an accessibility rule are written down."""

from typing import Any

from ...accessibility import RULES
from ..rule import RuleWording


def words(rule: str, message: Any, why: Any, fix: Any) -> tuple[str, RuleWording]:
    """Return a rule's id and its words; whether it blocks follows from its severity.

    Raises KeyError for a rule that the checks do not know.
    """
    return rule, RuleWording(message, why, fix, "accessibility", RULES[rule].blocks)
