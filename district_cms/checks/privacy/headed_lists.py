"""Names on lines of their own below a heading: what the heading says, it says of each of them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from . import kinds, other_meanings
from .lines import Lines
from .masking import mask_digits, mask_name
from .naming.mentions import Mention, mentions
from .naming.people import key
from .normalizing import folded
from .scorer import HEADING_TELLS, weigh_words

# A line that is a name and perhaps an amount: "Ezra -$14.50".
_NAMED: Final = re.compile(
    r"^[ *-]?[A-Z\u00c0-\u00de][\w'.-]{1,20}(?: [A-Z\u00c0-\u00de][\w'.-]{0,20}){0,3}"
    r"(?: ?[-:,(]? ?[-$0-9.)]{1,8})?$",
    re.MULTILINE,
)
_AMOUNT: Final = re.compile(r"-? ?\$ ?-?[0-9.]{1,8}")
_MOST: Final = 200
_LEAST: Final = 2
_LONGEST: Final = 80
# Harmless reasons to list names.
_HARMLESS_HEADING: Final = re.compile(
    r"\b(?:groups?|roster|line-?up|order|schedule|parts|authors?|autor\w*|composers?"
    r"|compositor\w*|readers?|artists?"
    r"|officers?|names?|nombres|vocabulary|vocabulario|words|palabras|teachers?|maestr\w*"
    r"|chaperones?|drivers?|guests?"
    r"|characters?|personajes|people|personas|players?|presenters?|presenting|members?|miembros"
    r"|winners?|staff|pages?"
    r"|books|libros|cities|states|countries|places|schools|seats|seating|bios?|contacts?"
    r"|reporters?|writers?|photos?|budd(?:y|ies)|partners?|pairs|ensemble|solos?|duets?|parejas"
    r"|companer[oa]s"
    r"|by|with|con|por|de)$"
    r"|\b(?:groups?|cast|roster|staff|authors?|teachers?|grupos?|menu|schedule|calendar|thank"
    r"|gracias|meet|our)\b"
    r"|^(?:find|compare|graph|plot|solve|halle|encuentre|compare|resuelva) (?:the|el|la)\b"
)


def find(lines: Lines, staff: frozenset[str] = frozenset()) -> Iterator[tuple[int, Fault]]:
    """Yield a question for the first list of names below a heading that may be private, with the
    start of the list.

    `staff` is that of `PrivacyRules`.
    """
    for start, listed in _lists(lines):
        heading = lines.before(start)
        if len(listed) < _LEAST or not _may_be_private(heading):
            continue
        group = [
            mention
            for line in listed
            if (mention := _only_name(line)) and key(mention.name) not in staff
        ]
        if len(group) >= _LEAST and any(mention.known for mention in group):
            masked = mask_digits(heading)
            who = mask_name(group[0].name)
            yield start, Fault(kinds.PERSONAL_QUESTION.id, clip(f"{masked} … {who}"))
            return


def _lists(lines: Lines) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of consecutive lines that are names, with the start of each run."""
    first, listed, following = 0, list[str](), -1
    for match in islice(_NAMED.finditer(lines.text), _MOST):
        start = lines.start_of(match.start())
        if start != following:
            yield first, listed
            first, listed = start, []
        following = _after_amounts(lines, start)
        listed.append(match[0])
    yield first, listed


def _after_amounts(lines: Lines, start: int) -> int:
    """Return the start of the next line, after one that is only an amount, or -1."""
    following = lines.after(start)
    if following is not None and _AMOUNT.fullmatch(lines.line(following)):
        following = lines.after(following)
    return -1 if following is None else following


def _only_name(line: str) -> Mention | None:
    named = mentions(line)
    return named[0] if len(named) == 1 and (named[0].known or named[0].full) else None


def _may_be_private(heading: str) -> bool:
    plain = folded(heading).rstrip(" :.")
    return (
        0 < len(heading) <= _LONGEST
        and not mentions(heading)
        and _HARMLESS_HEADING.search(plain) is None
        and kinds.PRAISE.search(plain) is None
        and not (other_meanings.is_game(plain))
        and not other_meanings.have_other_meaning("grown-ups", heading, plain)
        and weigh_words(plain) >= HEADING_TELLS
    )
