"""The shape of a rule: id, criterion, severity, words and clause. Pure.

Each subject module lists its own, beside the check that finds its faults. Criteria are those of
WCAG 2.1, levels A and AA, which contain the WCAG 2.0 that the procedure names. An error blocks; a
warning is put to the teacher as a question. Where one rule would be either, depending on the case,
it is two rules: what blocks can then be read off its id.

The words are for a teacher between two lessons: the way out is always there, nobody is scolded.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from .translation import mark as _
from .translation import translated

Severity = Literal["error", "warning"]
# The buttons over a text, the fields of a block, what can be added beside it; "markup" is the
# source of a page, which no field of the editor shows.
Control = Literal[
    "heading",
    "list",
    "bold",
    "link",
    "language",
    "picture",
    "table",
    "embed",
    "recording",
    "block for recordings",
    "block for text",
    "markup",
]
"""What someone has at hand who is to fix something."""

NOT_KEPT: Final = _(
    "This field does not keep it. Open it in the editor, see that your words are all there, and "
    "save."
)
"""What to do about markup that a field does not keep: a program stored it, or it was imported."""

_CRITERION: Final = re.compile(r"\d\.\d\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``criterion`` lists WCAG success criteria, separated by a space; "advice" after them says that
    no criterion demands it.

    ``message``, ``why`` and ``fix`` are English and marked for translation; they may name
    ``%(excerpt)s`` and the fault's own params. ``clause`` is the id of the clause behind the rule.

    ``needs`` is the control that the fix tells people to use, and ``fix_without`` what to do where
    the field has no such control.
    ``names_languages`` says that ``told`` and ``found`` among the params are tags of languages, to
    be said by their names.
    """

    id: str
    criterion: str
    severity: Severity
    message: str
    why: str
    fix: str
    clause: str = "accessibility"
    needs: Control | None = None
    fix_without: str = NOT_KEPT
    names_languages: bool = False

    @property
    def blocks(self) -> bool:
        """True if a fault of this rule stops a page from going live."""
        return self.severity == "error"

    @property
    def criteria(self) -> tuple[str, ...]:
        """The success criteria alone, such as ("1.1.1", "2.4.4")."""
        return tuple(_CRITERION.findall(self.criterion))

    def fix_with(self, controls: frozenset[Control] | None) -> str:
        """What to do in a field with these controls; None for what is not written in a field."""
        lacks = controls is not None and self.needs is not None and self.needs not in controls
        return self.fix_without if lacks else self.fix

    @property
    def example(self) -> str:
        """What it says, with dots for whatever it would quote."""
        return translated(self.message) % Dots()


class Dots(dict[str, str]):
    """Stands for whatever a message names."""

    def __missing__(self, key: str) -> str:
        return "…"


_registered: dict[str, Rule] = {}

RULES: Final[Mapping[str, Rule]] = MappingProxyType(_registered)
"""Every rule that the gate knows, by its id, once its room has registered it."""


def words_of(rule: str, instead: str = "") -> str:
    """What a rule of ours says, with dots for whatever it would quote. Of one that nobody
    registered, such as a rule of axe-core alone, `instead`, or its id."""
    known = RULES.get(rule)
    return known.example if known is not None else instead or rule


def register_rules(rules: Iterable[Rule]) -> None:
    """Make rules known to `RULES`. Upper rooms, whose checks are registered with the gate, call it
    in `AppConfig.ready()`. Raises ValueError for another rule of an id that is taken."""
    for rule in rules:
        if _registered.setdefault(rule.id, rule) != rule:
            raise ValueError(f"There is a rule {rule.id!r} already.")
