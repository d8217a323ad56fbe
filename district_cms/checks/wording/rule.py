"""The shape of a rule's words."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleWording:
    """The words of one rule, lazily translated.

    They may name `%(excerpt)s` and the rule's own params, see `describe`. `clause` is the id of
    the clause behind the rule; `blocks` says whether a fault stops the page.
    """

    message: Any
    why: Any
    fix: Any
    clause: str
    blocks: bool = True

    @property
    def example(self) -> str:
        """What it says, with dots for whatever it would quote."""
        return str(self.message) % _Dots()


class _Dots(dict[str, str]):
    """Stands for whatever a message names."""

    def __missing__(self, key: str) -> str:
        return "…"
