"""Numbers by which a student is known: to the school, to the state, at the lunch counter."""

import re
from collections.abc import Iterator
from typing import Final

from ...schools.findings import Fault
from ..accessibility.words import clip
from .masking import mask_digits
from .rules import PrivacyRules, compiled

# A district's own pattern is let loose on this much at a time, so that it cannot stall the gate;
# the overlap, longer than any number with its words, finds what a cut would divide.
_PIECE: Final = 200
_OVERLAP: Final = 150
# Enough of a number to find it by.
_DIGITS_SHOWN: Final = 2

# What follows the words "student ID" and is written like none.
_SOMETHING_ELSE: Final = re.compile(
    r"""\d{3}[ -]\d{3}[ -]\d{4}          # a telephone number
      | \d{3}-\d{4}
      | (?:19|20)\d\d-\d\d(?:-\d\d)?     # a day, or a school year
      | \d{1,2}-\d{1,2}-(?:\d\d|\d{4})
      | (?:19|20)\d\d[ -]+(?:19|20)\d\d  # years
    """,
    re.VERBOSE,
)
_ADDRESS_REACH: Final = 40
_ADDRESS_GOES_ON: Final = re.compile(
    r" (?:[NSEW]\.? )?[A-Z][\w'-]{0,20} (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|"
    r"Boulevard|Way|Ct|Court|Hwy|Highway)\b"
)


def find(line: str, rules: PrivacyRules) -> Iterator[Fault]:
    """Yield a fault for each student's number in one undisguised line."""
    seen: set[int] = set()
    for pattern in compiled(rules.student_numbers):
        for start in range(0, max(len(line), 1), _PIECE):
            end = min(start + _PIECE + _OVERLAP, len(line))
            for match in pattern.finditer(line, start, end):
                if match.end() == end < len(line):
                    continue  # cut off; the next piece has it whole
                group = "number" if "number" in pattern.groupindex else 0
                at = match.start(group)
                after = line[match.end(group) : match.end(group) + _ADDRESS_REACH]
                if at in seen or _is_something_else(match[group], after):
                    continue
                seen.add(at)
                yield Fault("student-number", _excerpt(match, group))


def is_number(cell: str) -> bool:
    """True if a table cell under the heading "Student ID" holds such a number."""
    return bool(re.fullmatch(r"[#\w]{0,2}?\d(?:[ -]?\d){3,9}", cell)) and not (
        _SOMETHING_ELSE.fullmatch(cell)
    )


def _is_something_else(number: str, after: str) -> bool:
    return bool(_SOMETHING_ELSE.fullmatch(number) or _ADDRESS_GOES_ON.match(after))


def _excerpt(match: re.Match[str], group: str | int) -> str:
    whole, start = match[0], match.start(group) - match.start()
    end = match.end(group) - match.start()
    hidden = mask_digits(whole[start:end], keep=_DIGITS_SHOWN)
    return clip(whole[:start] + hidden + whole[end:])
