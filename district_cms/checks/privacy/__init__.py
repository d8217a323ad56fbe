"""The student-privacy checks of the publish gate: what FERPA protects is not published.

Pure: texts and values go in, `Fault`s come out with private values masked. Each rule stands beside
its check, with its words, and each blocks: the procedure prohibits. Precision comes before recall.
No roster is read here: students are seen by what is written about them.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from lxml import etree

from ..findings import Fault
from ..rules import Rule, register_rules
from . import births, grades, numbers, pictures, tables
from .lines import Lines
from .markup import parse, tables_in, text_in, without_tags
from .normalizing import undisguise
from .patterns import STUDENT_NUMBER_PATTERNS, PrivacyRules, check_pattern
from .pictures import check_picture

__all__ = [
    "RULES",
    "STUDENT_NUMBER_PATTERNS",
    "PrivacyRules",
    "check_html",
    "check_pattern",
    "check_picture",
    "check_table",
    "check_text",
]

RULES: Final[dict[str, Rule]] = {
    rule.id: rule for subject in (numbers, births, grades, pictures) for rule in subject.RULES
}
"""All student-privacy rules by id."""

register_rules(RULES.values())

# Numbers and dates have a digit, and grades are digits or letters. Others than those of ASCII may
# turn out to be one of them, and so may "&#49;".
_TELLING: Final = re.compile("[0-9A-DF&\x80-\U0010ffff]")


def check_text(text: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in a plain text, line by line; HTML goes to `check_html`.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    return _in_lines(Lines(undisguise(text)), rules)


def check_table(
    data: Sequence[Sequence[object]] | None, *, rules: PrivacyRules | None = None
) -> list[Fault]:
    """Return the private facts in a table's values: rows of cells, each a text, a number or None.

    What rows and headings say together is told once for each rule. With `rules` birth dates are
    looked for as well, and each cell is read as a text of its own.
    """
    rows = tables.as_rows(data)
    found = list(tables.find(rows, rules.today if rules else None))
    if rules:
        cells = "\n".join(cell for row in rows for cell in row)
        found.extend(check_text(cells, rules=rules))
    return found


def check_html(
    html: str, *, rules: PrivacyRules, root: etree._Element | None = None
) -> list[Fault]:
    """Return the private facts in a fragment of HTML: its text, hidden or not, and its tables.

    `root` is the tree of this HTML, if someone has parsed it already and nothing was cut off.
    Raises ValueError as `check_text` does; no HTML raises anything.
    """
    if _can_tell_nothing(html, rules):
        return []
    truncated = False
    if root is None:
        root, truncated = parse(html)
    lines = Lines(undisguise(without_tags(html) if truncated else text_in(root, html)))
    found = _in_lines(lines, rules)
    if next(root.iter("table"), None) is not None and tables.may_tell(lines):
        for rows in tables_in(root):
            found.extend(tables.find(tables.as_rows(rows), rules.today))
    return found


def _in_lines(lines: Lines, rules: PrivacyRules) -> list[Fault]:
    if _can_tell_nothing(lines.text, rules):
        return []
    of_numbers = set(numbers.places(lines, rules))
    of_births = set(births.places(lines))
    of_grades = set(grades.places(lines))
    found: list[Fault] = []
    for start in sorted(of_numbers | of_births | of_grades):
        line = lines.line(start)
        if start in of_numbers:
            found.extend(numbers.find(line, rules))
        if start in of_births:
            found.extend(births.find(line, rules.today))
        if start in of_grades:
            found.extend(grades.find(line, grades.Above(partial(lines.before, start))))
    return found


def _can_tell_nothing(text: str, rules: PrivacyRules) -> bool:
    if not text or text.isspace():
        return True
    return numbers.need_digits(rules) and not _TELLING.search(text)
