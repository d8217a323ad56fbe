"""The shape of an accessibility rule: id, success criterion, severity, and where it looks.

Each subject module lists its own. Criteria are those of WCAG 2.1, levels A and AA, which contain
the WCAG 2.0 that the procedure names. An error blocks; a warning is put to the teacher as a
question. Where one rule would be either, depending on the case, it is two rules: what blocks can
then be read off its id.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning"]
Level = Literal["block", "html", "both"]

_CRITERION: Final = re.compile(r"\d\.\d\.\d{1,2}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``criterion`` lists WCAG success criteria, separated by a space; "advice" after them says that
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

    @property
    def criteria(self) -> tuple[str, ...]:
        """The success criteria alone, such as ("1.1.1", "2.4.4")."""
        return tuple(_CRITERION.findall(self.criterion))
