"""The definition of a rule: id, criterion, severity, sentences and clause. Pure.

Each subject module lists its rules beside the check that finds their faults. Criteria are those of
WCAG 2.1, levels A and AA, which contain the WCAG 2.0 that the procedure names. An error blocks; a
warning is a question to the teacher. If a fault may be either, it has two rules, so that the id
alone says whether it blocks.

The sentences are for a teacher between two lessons: they always say how to fix it, and never scold.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from .translation import mark as _
from .translation import translated

Severity = Literal["error", "warning"]
# The buttons above a text, the fields of a block, and the blocks that can be added. "markup" is the
# source code of a page, which no field of the editor shows.
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
"""A control that the person who fixes a fault has at hand."""

NOT_KEPT: Final = _(
    "The editor removes this when you save. Open the field, check that all your words are there, "
    "and save."
)
"""What to do about markup that a field does not store: a program or an import put it there."""

FEDERAL_RULE: Final = "law-wcag-2-1-aa"
_CRITERION: Final = re.compile(r"\d\.\d\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``criterion`` lists WCAG success criteria, separated by a space; "advice" after them means that
    no criterion demands it.

    ``message``, ``why`` and ``fix`` are English and marked for translation; they may name
    ``%(excerpt)s`` and the fault's own params. ``clause`` is the id of the clause behind the rule;
    ``also`` are clauses of the law that it serves as well.

    ``needs`` is the control that the fix uses, and ``fix_without`` the fix in a field that has no
    such control. ``names_languages`` is True if the params ``declared`` and ``detected`` are
    language tags, to be shown as names of languages.

    ``needs_answer`` is True for a warning that keeps a page down on every path, also without a
    form, until someone has answered it. ``confidential`` rules say what only the people see who
    decide about the page: never evidence, logs, mails and exports.
    ``tick`` is what the author of a page or object confirms.
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
    needs_answer: bool = False
    confidential: bool = False
    tick: str = _("It is right as it is")
    also: tuple[str, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """Returns all clauses that the rule serves. What a criterion demands, the federal rule
        demands too."""
        wcag = (FEDERAL_RULE,) if self.criteria and "advice" not in self.criterion else ()
        return (self.clause, *self.also, *wcag)

    @property
    def blocks(self) -> bool:
        """True if a fault of this rule blocks publishing."""
        return self.severity == "error"

    @property
    def criteria(self) -> tuple[str, ...]:
        """Returns the success criteria alone, such as ("1.1.1", "2.4.4")."""
        return tuple(_CRITERION.findall(self.criterion))

    def fix_with(self, controls: frozenset[Control] | None) -> str:
        """Returns the fix for a field with these controls; None means content outside any field."""
        lacks = controls is not None and self.needs is not None and self.needs not in controls
        return self.fix_without if lacks else self.fix

    @property
    def example(self) -> str:
        """Returns the translated message with "…" for each value."""
        return translated(self.message) % Dots()


class Dots(dict[str, str]):
    """Supplies "…" for every param of a message."""

    def __missing__(self, key: str) -> str:
        return "…"


_registered: dict[str, Rule] = {}

RULES: Final[Mapping[str, Rule]] = MappingProxyType(_registered)
"""All registered rules by id."""


def words_of(rule: str, instead: str = "") -> str:
    """Returns the message of a rule, with "…" for each value. For a rule that is not registered,
    such as one of axe-core alone, returns `instead` or the id."""
    known = RULES.get(rule)
    return known.example if known is not None else instead or rule


def is_confidential(rule: str) -> bool:
    return rule in RULES and RULES[rule].confidential


def register_rules(rules: Iterable[Rule]) -> None:
    """Adds rules to `RULES`. Apps above this one that register checks with the gate call it in
    `AppConfig.ready()`. Raises ValueError if another rule has the same id."""
    for rule in rules:
        if _registered.setdefault(rule.id, rule) != rule:
            raise ValueError(f"There is a rule {rule.id!r} already.")
