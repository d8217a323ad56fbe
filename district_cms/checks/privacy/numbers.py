"""Numbers by which a student is known: to the school, to the state, at the lunch counter."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .lines import Lines
from .masking import mask_digits
from .normalizing import lowered
from .patterns import PrivacyRules, compiled

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "student-number",
        "",
        "error",
        _("This looks like a student's number: “%(excerpt)s”."),
        _("With the number, someone could get at the student's records or lunch account."),
        _("Remove the number, and give it to the family in person."),
        clause="ferpa",
    ),
)


# A district's own pattern is let loose on this much at a time, so that it cannot stall the gate;
# the overlap, longer than any number with its words, finds what a cut would divide.
_PIECE: Final = 200
_OVERLAP: Final = 150
# No usual number is shorter.
_FOUR_DIGITS: Final = re.compile(r"[0-9](?:[ -]?[0-9]){3}")
# Enough of a number to find it by.
_DIGITS_SHOWN: Final = 2

# What follows the words "student ID" and is written like none.
_SOMETHING_ELSE: Final = re.compile(
    r"""\d{3}[ -]\d{3}[ -]\d{4}          # a phone number
      | \d{3}-\d{4}
      | (?:19|20)\d\d-\d\d(?:-\d\d)?     # a day, or a school year
      | \d{1,2}-\d{1,2}-(?:\d\d|\d{4})
      | (?:19|20)\d\d[ -]+(?:19|20)\d\d  # years
    """,
    re.VERBOSE,
)
_SAMPLE: Final = re.compile(
    r"\b(?:samples?|for example|an example|to practice|ejemplos?)\b", re.IGNORECASE
)
_NUMBER_CELL: Final = re.compile(r"[#\w]{0,2}?\d(?:[ -]?\d){3,9}")
_ADDRESS_REACH: Final = 40
_ADDRESS_GOES_ON: Final = re.compile(
    r" (?:[NSEW]\.? )?[A-Z][\w'-]{0,20} (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|"
    r"Boulevard|Way|Ct|Court|Hwy|Highway)\b"
)


def need_digits(rules: PrivacyRules) -> bool:
    """True if only the usual patterns are searched for, each of which has a digit.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    return all(search.words for search in compiled(rules.student_numbers))


def places(lines: Lines, rules: PrivacyRules) -> Iterable[int]:
    """Return the lines in which a student's number may stand.

    Raises ValueError if one of the district's own patterns is not safe to search with.
    """
    if not need_digits(rules):
        return lines.all()
    searches = compiled(rules.student_numbers)
    numbered = list(lines.matching(_FOUR_DIGITS))
    words = (word for search in searches for word in search.words)
    return numbered if numbered and lines.hold_any(words) else ()


def find(line: str, rules: PrivacyRules) -> Iterator[Fault]:
    """Yield a fault for each student's number in one undisguised line."""
    is_sample = _SAMPLE.search(line) is not None
    seen: set[int] = set()
    pieces = [
        (start, min(start + _PIECE + _OVERLAP, len(line)))
        for start in range(0, max(len(line), 1), _PIECE)
    ]
    promising = [
        (start, end, lowered(line[start:end]))
        for start, end in pieces
        if _FOUR_DIGITS.search(line, start, end)
    ]
    for search in compiled(rules.student_numbers):
        if search.words:
            read = [
                (start, end)
                for start, end, piece in promising
                if any(word in piece for word in search.words)
            ]
        else:
            read = pieces
        for start, end in read:
            for match in search.pattern.finditer(line, start, end):
                if match.end() == end < len(line):
                    continue  # cut off; the next piece has it whole
                at = match.start(search.group)
                after = line[match.end(search.group) : match.end(search.group) + _ADDRESS_REACH]
                if at in seen or _is_something_else(match[search.group], after) or is_sample:
                    continue
                seen.add(at)
                yield Fault("student-number", _excerpt(match, search.group))


def is_number(cell: str) -> bool:
    """True if a table cell under the heading "Student ID" holds such a number."""
    return bool(_NUMBER_CELL.fullmatch(cell)) and not (_SOMETHING_ELSE.fullmatch(cell))


def _is_something_else(number: str, after: str) -> bool:
    return bool(_SOMETHING_ELSE.fullmatch(number) or _ADDRESS_GOES_ON.match(after))


def _excerpt(match: re.Match[str], group: str | int) -> str:
    whole, start = match[0], match.start(group) - match.start()
    end = match.end(group) - match.start()
    hidden = mask_digits(whole[start:end], keep=_DIGITS_SHOWN)
    return clip(whole[:start] + hidden + whole[end:])
