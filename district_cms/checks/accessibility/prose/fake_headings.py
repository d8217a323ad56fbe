"""Lines in bold or in capitals that stand where a heading should (WCAG 1.3.1).

A line is asked about where three things come together: all of it is bold or in capitals, its words
read like a headline, and it stands over something that it could be the headline of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ...word_sets import word_set
from ..dom import Document, Element
from ..names import Names
from ..words import clip
from .headlines import CLOSING, Kind, is_date, kind
from .lines import Line, Lines
from .typed_lists import is_item

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "heading-fake",
        "1.3.1",
        "warning",
        "html",
        _("The line “%(excerpt)s” looks like a heading, and is not one."),
        _(
            "Screen-reader users find their way by the headings, and bold or capitals do not make "
            "a heading."
        ),
        _(
            "If it is a heading, select it and choose “Heading 2” or “Heading 3” in the toolbar. "
            "If not, confirm."
        ),
        needs="heading",
        fix_without=_(
            "If it is a heading, begin the text below with it, such as “Homework: read chapter 4”. "
            "This field has no headings. If not, confirm."
        ),
    ),
)

_NO_HEADINGS_IN: Final = word_set(
    "address blockquote button caption dd dt figcaption label legend li nav summary table td th"
)
_LISTS: Final = word_set("dl menu ol ul")
_TITLES: Final = word_set("h1 h2 h3 h4 h5 h6 hr")

_FEWEST_CAPITALS: Final = 5
_MOST_CAPITAL_WORDS: Final = 6
_LONGEST_IN_CAPITALS: Final = 60
# A weekday over what happens on it is a heading once it is one of several; a date is none.
_FEWEST_WEEKDAYS: Final = 3
_MOST_LINES_BELOW: Final = 5
_MOST_WORDS_BEFORE_NAME: Final = 5

_LONGEST_READ: Final = 200

# What stands below the name of a person or a school: how to reach it, what someone is, who speaks.
_REACHED_BY: Final = re.compile(
    r"""[\w.+-]+@\w                                        # an address for email
      | (?:\(\d{3}\)\s?|\b\d{3}[-.\s])?\b\d{3}[-.\s]\d{4}\b      # a number to call
      | ^(?:room|rm\.?|aula|salón|office|ext\.?|oficina)\s+\w+$
      | ^\d{1,5}\s+\w.*\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|way|boulevard|blvd|court
        |place|highway|hwy)\b
      | ^\d{1,5}\s+(?:calle|avenida|camino)\b | ^(?:calle|avenida|p\.?\s?o\.?\s+box)\s
      | ^(?:[\w-]+\s+){0,3}(?:teacher|principal|counselor|coach|nurse|librarian|secretary|aide
        |director|superintendent|specialist|maestr[oa]|directora?|consejer[oa]|enfermer[oa])$
      | ^(?:she|he|my\s+name|ella|él|me\s+llamo)\b | ^p\.?s\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CALLED: Final = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){1,4}")


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A line that reads like a headline, and what stands below it (None at the very end)."""

    line: Line
    kind: Kind
    below: Line | Element | None
    is_over_list: bool = False


def check(document: Document, _names: Names) -> Iterator[Fault]:
    """Yield the lines of a document that look like headings."""
    candidates = document.once(_candidates)
    weekdays = sum(one.kind is Kind.WEEKDAY for one in candidates if one.below is not None)
    for one in candidates:
        if one.below is None:
            continue
        if (
            one.kind is Kind.HEADLINE
            or (one.kind is Kind.OPENING and one.is_over_list)
            or (one.kind is Kind.WEEKDAY and weekdays >= _FEWEST_WEEKDAYS)
        ):
            yield _fault(one, document)


def heading_left_open(document: Document) -> Fault | None:
    """Return the fault of a last line that would be a heading if something followed it."""
    candidates = document.once(_candidates)
    if not candidates or (last := candidates[-1]).below is not None:
        return None
    # Below other text it is as likely to be who wrote it.
    stands_alone = document.once(Lines).before(last.line.paragraph) is None
    leads_on = last.line.words.endswith((":", "?"))
    is_heading = last.kind is Kind.HEADLINE and (stands_alone or leads_on)
    return _fault(last, document) if is_heading else None


def begins_with_text(document: Document) -> bool:
    """True if a fragment begins with words or a list, which could belong to a line before it."""
    lines = document.once(Lines)
    body = next(document.root.iterchildren("body"), document.root)
    if (body.text or "").strip():
        return True
    for element in body.iterchildren("*"):
        if element.tag == "p":
            if found := lines.of(element):
                return not found[0].bold
        elif document.is_perceivable(element):
            return element.tag not in _TITLES
    return False


def _fault(one: _Candidate, document: Document) -> Fault:
    return Fault("heading-fake", clip(one.line.words), document.selector(one.line.paragraph))


def _candidates(document: Document) -> list[_Candidate]:
    lines = document.once(Lines)
    return [
        found
        for paragraph in document.tagged("p")
        if document.nearest(paragraph, _NO_HEADINGS_IN) is None
        for place in range(len(lines.of(paragraph)))
        if (found := _candidate(paragraph, place, lines)) is not None
    ]


def _candidate(paragraph: Element, place: int, lines: Lines) -> _Candidate | None:
    own = lines.of(paragraph)
    line = own[place]
    if line.linked or not (line.bold or _is_in_capitals(line)):
        return None
    found = kind(line.words)
    if not found:
        return None
    before = own[place - 1] if place else lines.before(paragraph)
    if _is_led_into(before):
        return None
    below: list[Line | Element] = [*own[place + 1 : place + 1 + _MOST_LINES_BELOW]]
    following = lines.after(paragraph)
    while len(below) < _MOST_LINES_BELOW and (one := next(following, None)) is not None:
        below.append(one)
    return _over(line, found, below)


def _over(line: Line, found: Kind, below: list[Line | Element]) -> _Candidate | None:
    """Return the candidate with what it stands over, None if it stands over nothing of its own."""
    # "Book fair", and below it the day, in bold as well.
    while below and found is not Kind.WEEKDAY and isinstance(below[0], Line) and _is_day(below[0]):
        below = below[1:]
    if not below:
        return _Candidate(line, found, None)
    first = below[0]
    if isinstance(first, Line):
        if first.bold or (_is_in_capitals(first) and not line.bold):
            return None
        if _is_name_over_address(line, below):
            return None
        is_over_list = is_item(first.words) and _is_item(below[1:2])
        return _Candidate(line, found, first, is_over_list)
    if first.tag in _TITLES:
        return None
    return _Candidate(line, found, first, first.tag in _LISTS)


def _is_day(line: Line) -> bool:
    return line.bold and is_date(line.words)


def _is_item(lines: list[Line | Element]) -> bool:
    return any(isinstance(line, Line) and is_item(line.words) for line in lines)


def _is_in_capitals(line: Line) -> bool:
    words = line.words
    return (
        len(words) <= _LONGEST_IN_CAPITALS
        and words.isupper()
        and len(words.split()) <= _MOST_CAPITAL_WORDS
        and sum(map(str.isalpha, words)) >= _FEWEST_CAPITALS
    )


def _is_led_into(before: Line | Element | None) -> bool:
    """True after "Sincerely," and "Thank you!", where a name follows, and after "Our word is:"."""
    if not isinstance(before, Line):
        return False
    words = before.words
    if len(words.split()) <= _MOST_WORDS_BEFORE_NAME and (
        words.endswith(",") or CLOSING.match(words.lstrip("¡"))
    ):
        return True
    return words.endswith(":")


def _is_name_over_address(line: Line, below: list[Line | Element]) -> bool:
    if not _CALLED.fullmatch(line.words):
        return False
    told = [one.words[:_LONGEST_READ] for one in below[:2] if isinstance(one, Line)]
    return any(map(_REACHED_BY.search, told))
