"""The accessibility rules of the gate: id, success criterion, severity, and where each looks.

Criteria are those of WCAG 2.1, levels A and AA, which contain the WCAG 2.0 that the procedure
names. An error blocks; a warning is put to the teacher as a question. Where one rule would be
either, depending on the case, it is two rules: what blocks can then be read off its id.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Severity = Literal["error", "warning"]
Level = Literal["block", "html", "both"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``criterion`` lists WCAG success criteria, separated by a space; "advice" after one says that
    no criterion demands it. ``level`` says what the rule reads: the values of a block, rendered
    HTML, or both.
    """

    id: str
    criterion: str
    severity: Severity
    level: Level

    @property
    def blocks(self) -> bool:
        """True if a fault of this rule stops a page from going live."""
        return self.severity == "error"


_RULES: Final = (
    Rule("img-alt-missing", "1.1.1", "error", "both"),
    Rule("img-alt-filename", "1.1.1", "error", "both"),
    Rule("img-alt-placeholder", "1.1.1", "error", "both"),
    Rule("img-link-alt-empty", "1.1.1 2.4.4", "error", "html"),
    Rule("img-alt-long", "1.1.1 advice", "warning", "both"),
    Rule("img-alt-duplicate-caption", "1.1.1 advice", "warning", "both"),
    Rule("link-empty", "2.4.4 4.1.2", "error", "html"),
    Rule("link-generic", "2.4.4", "error", "both"),
    # The same words where the sentence, list item, cell or heading around them says where the
    # link goes: 2.4.4 is met, and a reader who jumps from link to link still hears "click here".
    Rule("link-generic-in-context", "2.4.4 advice", "warning", "both"),
    Rule("link-raw-url", "2.4.4 advice", "warning", "both"),
    Rule("heading-empty", "1.3.1 2.4.6", "error", "html"),
    Rule("heading-skip", "1.3.1 advice", "warning", "both"),
    Rule("heading-h1", "1.3.1 advice", "warning", "html"),
    Rule("table-no-headers", "1.3.1", "error", "both"),
    Rule("table-empty-header", "1.3.1", "error", "both"),
    Rule("table-caption", "1.3.1 advice", "warning", "both"),
    Rule("iframe-title", "4.1.2", "error", "both"),
    # No criterion: what cannot be read cannot be passed.
    Rule("markup-too-deep", "", "error", "html"),
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.id: rule for rule in _RULES})
"""All rules by id."""
