"""The student-privacy checks of the publish gate: they keep off the site what FERPA protects.

Pure: texts and values go in, `Fault`s with masked private values come out. Each rule stands beside
its check, with its words. Errors block, because the procedure prohibits them; warnings ask.
Precision comes before recall. The checks read no roster: they recognize students by what is written
about them. Callers may name the staff.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from lxml import etree

from ..findings import Fault
from ..rules import Rule, register_rules
from . import (
    birth_dates,
    grade_rows,
    grades,
    headed_lists,
    html_text,
    kinds,
    normalizing,
    pictures,
    records,
    student_numbers,
    tables,
    titles,
)
from .html_text import parse, tables_in, text_in, without_tags
from .lines import Lines
from .naming.people import key as name_key
from .normalizing import undisguise
from .pictures import check_picture
from .student_numbers import STUDENT_NUMBER_PATTERNS, PrivacyRules, check_pattern

__all__ = [
    "MAY_BE_OF_STAFF",
    "RULES",
    "STUDENT_NUMBER_PATTERNS",
    "PrivacyRules",
    "check_address",
    "check_file_words",
    "check_html",
    "check_pattern",
    "check_picture",
    "check_table",
    "check_text",
    "check_title",
    "name_key",
]

RULES: Final[dict[str, Rule]] = {
    rule.id: rule
    for of_subject in (
        *(subject.RULES for subject in (student_numbers, birth_dates, grades, pictures)),
        *(kind.rules for kind in kinds.ALL),
    )
    for rule in of_subject
}
"""All student-privacy rules by id."""

register_rules(RULES.values())

MAY_BE_OF_STAFF: Final[frozenset[str]] = frozenset(
    rule.id for kind in kinds.ALL if kind.of_staff for rule in kind.rules
)
"""Rules whose information may be about staff, and is then no student record."""

_COVERED_BY: Final[dict[str, tuple[str, ...]]] = {
    "grade-told-of-name": ("grade-beside-name",),
    "grade-maybe-beside-name": ("grade-beside-name", "grade-told-of-name"),
    "number-beside-name": ("student-number",),
    "number-maybe-beside-name": ("student-number", "number-beside-name"),
    "birth-date-maybe": ("birth-date",),
}
"""By rule, the rules that report the same with more certainty."""
_READ_WITHOUT_QUOTES: Final = frozenset({"student-number", "birth-date", "grade-beside-name"})
"""Rules that read text without the quotation marks put around italics, because a label may be in
italics ("<i>Student ID</i> 12345")."""
_GRADE_RULES: Final = frozenset(
    {"grade-beside-name", "grade-told-of-name", "grade-maybe-beside-name"}
)
_SPECIFIC: Final = frozenset(rule for rule in RULES if rule != kinds.PERSONAL_QUESTION.id)


def check_text(text: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in a plain text, line by line. HTML goes to `check_html`.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    lines = Lines(_plain(text))
    return _with_lists(lines, _in_lines(lines, rules), rules)


def check_title(title: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in the title of a page: those of a text, else a name after a support
    service. Raises ValueError as `check_text` does."""
    return check_text(title, rules=rules) or titles.find(_plain(title), rules.staff)


def check_table(
    data: Sequence[Sequence[object]] | None, *, rules: PrivacyRules | None = None
) -> list[Fault]:
    """Return the private facts in a table: rows of cells, each a text, a number or None.

    What rows and headings say together is reported once for each rule. With `rules`, birth dates
    are checked as well, and each cell is also checked as a text.
    """
    rows = tables.as_rows(data)
    faults = list(tables.find(rows, rules.today if rules else None))
    if rules:
        cells = "\n".join(cell for row in rows for cell in row)
        faults.extend(_in_lines(Lines(_plain(cells)), rules))
    return _without_duplicates(faults)


def check_html(
    html: str, *, rules: PrivacyRules, root: etree._Element | None = None
) -> list[Fault]:
    """Return the private facts in a fragment of HTML: its text, hidden or not, and its tables.

    `root` is the tree of this HTML, if the caller has parsed it and nothing was cut off. Raises
    ValueError as `check_text` does, never because of the HTML.
    """
    if not html or html.isspace():
        return []
    truncated = False
    if root is None:
        root, truncated = parse(html)
    text, quoted = (without_tags(html), "") if truncated else text_in(root, html)
    if attribute_text := html_text.text_of_attributes(root, html):
        text = f"{text}\n{attribute_text}"
    lines = Lines(_plain(text))
    if quoted:
        faults = [fault for of_line in _proved_by_form(lines, rules).values() for fault in of_line]
        faults += [
            fault
            for fault in _in_lines(Lines(_plain(f"{quoted}\n{attribute_text}")), rules)
            if fault.rule not in _READ_WITHOUT_QUOTES
        ]
    else:
        faults = _in_lines(lines, rules)
    if next(root.iter("table"), None) is not None and tables.may_tell(lines):
        for rows in tables_in(root):
            faults.extend(tables.find(tables.as_rows(rows), rules.today))
    return _with_lists(lines, faults, rules)


def check_address(address: str, *, link_text: str = "", rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in the address of a link: its file name and its query.

    Raises ValueError as `check_text` does.
    """
    return check_text("\n".join(html_text.words_of_address(address, link_text)), rules=rules)


def check_file_words(words: str, *, rules: PrivacyRules) -> list[Fault]:
    """Return the private facts in the title and the name of a file, each on a line of `words`.

    Raises ValueError as `check_text` does.
    """
    lines = map(html_text.words_of_file, words.splitlines())
    return check_text("\n".join(lines), rules=rules)


def _without_duplicates(faults: list[Fault]) -> list[Fault]:
    """Remove findings by words, and questions, where a finding by form covers the same passage."""
    reported = {fault.rule for fault in faults}
    if reported & _SPECIFIC:
        faults = [fault for fault in faults if fault.rule in _SPECIFIC]
    return [
        fault
        for fault in faults
        if not any(rule in reported for rule in _COVERED_BY.get(fault.rule, ()))
    ]


def _with_lists(lines: Lines, faults: list[Fault], rules: PrivacyRules) -> list[Fault]:
    """Add findings about lists of names, unless another finding reports them already."""
    if _GRADE_RULES.isdisjoint(fault.rule for fault in faults):
        faults += [fault for _start, fault in grade_rows.find(lines, rules.staff)]
    return faults or [fault for _start, fault in headed_lists.find(lines, rules.staff)]


def _plain(text: str) -> str:
    return normalizing.without_lookalikes(undisguise(normalizing.joined(text)))


def _proved_by_form(lines: Lines, rules: PrivacyRules) -> dict[int, list[Fault]]:
    """Return the findings that the form of a value proves, by the start of their line."""
    of_numbers = set(student_numbers.places(lines, rules))
    of_births = set(birth_dates.places(lines))
    of_grades = set(grades.places(lines))
    by_line: dict[int, list[Fault]] = {}
    for start in sorted(of_numbers | of_births | of_grades):
        line = lines.line(start)
        faults = by_line.setdefault(start, [])
        if start in of_numbers:
            faults.extend(student_numbers.find(line, rules))
        if start in of_births:
            faults.extend(birth_dates.find(line, rules.today))
        if start in of_grades:
            faults.extend(grades.find(line, grades.Above(partial(lines.before, start))))
    return by_line


def _in_lines(lines: Lines, rules: PrivacyRules) -> list[Fault]:
    if not lines.text or lines.text.isspace():
        return []
    by_form = _proved_by_form(lines, rules)
    of_leet = set(lines.matching(normalizing.DIGIT_AS_LETTER))
    of_records: dict[int, list[Fault]] = {}
    for start, fault in records.find(lines, rules.today, rules.staff):
        of_records.setdefault(start, []).append(fault)
    all_found: list[Fault] = []
    for start in sorted(of_leet | by_form.keys() | of_records.keys()):
        faults = [*by_form.get(start, ()), *of_records.get(start, ())]
        if start in of_leet:
            without_digits = normalizing.without_digits_as_letters(lines.line(start))
            faults.extend(records.in_line(without_digits, rules.today, rules.staff))
        all_found.extend(_without_duplicates(faults))
    return all_found
