"""The student-privacy checks of the publish gate: what FERPA protects is not published.

Pure: texts and values go in, `Fault`s come out with private values masked; words for people are in
`governance.wording`. Precision comes before recall. No roster is read here: students are seen by
what is written about them.
"""

from collections.abc import Sequence

from ...schools.findings import Fault
from . import births, grades, numbers, tables
from .markup import rows_of, text_of
from .normalising import undisguise
from .pictures import check_picture
from .rules import RULE_IDS, STUDENT_NUMBER_PATTERNS, PrivacyRules, check_pattern

__all__ = [
    "RULE_IDS",
    "STUDENT_NUMBER_PATTERNS",
    "PrivacyRules",
    "check_html",
    "check_pattern",
    "check_picture",
    "check_table",
    "check_text",
]


def check_text(text: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in a plain text, line by line; HTML goes to `check_html`.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    found: list[Fault] = []
    previous = ""
    for raw in undisguise(text).split("\n"):
        line = raw.strip()
        if not line:
            continue
        found.extend(numbers.find(line, rules))
        found.extend(births.find(line, rules.today))
        found.extend(grades.find(line, previous))
        previous = line
    return found


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


def check_html(html: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in a fragment of HTML: its text, hidden or not, and its tables.

    Raises ValueError as `check_text` does; no HTML raises anything.
    """
    found = check_text(text_of(html), rules=rules)
    for rows in rows_of(html):
        found.extend(tables.find(tables.as_rows(rows), rules.today))
    return found
