"""Text that the procedure does not name. It is left in peace unless the office asks about it. Pure.

A machine cannot say whether a quote connects to someone's role, or whose slogan a line is. So what
is left when everything known is taken away becomes a question, quoted or not.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from ..policy import Record
from .contacts import without_contacts
from .findings import Finding, Rule, Strength
from .people import looks_like_a_name, name_of, names, plain_words, without_addresses
from .registry import Registry
from .source import Source

QUOTE: Final = Rule(
    "quote-unlisted",
    "signature-quotes",
    Strength.QUESTION,
    _("This quote is not among yours: “%(excerpt)s”"),
    _("Add it under “Quotes” with its author and how it connects to your role."),
)
OTHER: Final = Rule(
    "text-unlisted",
    "signature-text",
    Strength.QUESTION,
    _("The procedure does not name this kind of text: “%(excerpt)s”"),
    _("The communications office asks about it. It will tell you whether it may stay."),
)
RULES: Final = (QUOTE, OTHER)

_QUOTED: Final = re.compile(r"^[\s*]*[\"“”«„‟'\u2018].{8,}|[\"“«„].{8,}[\"”»“]")
_AUTHOR: Final = re.compile(r"^\s*[-–—~]{1,2}\s*[^\W\d_]|\s[-–—~]{1,2}\s*[^\W\d_][^–—]{2,40}$")
_SITE: Final = re.compile(r"\b[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?:/\S*)?")
_POSTAL: Final = re.compile(
    r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\bP\.?\s?O\.? Box\b|^\d{1,6}\s+\w|\b(?:room|rm|suite|ext)\b",
    re.IGNORECASE,
)
_LABELS: Final = word_set(
    "phone tel telephone fax email e mail office direct main cell mobile work web website room ext "
    "extension p f t c o m w thanks thank you best regards sincerely prep period hours dial call "
    "map address school district the of and at in for"
)
_MANY_WORDS: Final = 4


def check(source: Source, record: Record | None, registry: Registry) -> Iterator[Finding]:
    """Yield each line of which nothing is known, where the office asks for that."""
    if not registry.asks_about_other_text:
        return
    known = _known_words(record, registry)
    approved = " ".join(" ".join(plain_words(text)) for text in registry.texts)
    lines = source.plain_lines
    words = dict(zip(lines, source.plain_words, strict=True))
    name = name_of(record.name) if record else None

    def says_a_name(line: str) -> bool:
        return names(line, name, words[line]) if name else looks_like_a_name(line)

    for at, line in enumerate(lines):
        if not _is_known(line, says_a_name, known, approved):
            following = lines[at + 1] if at + 1 < len(lines) else ""
            yield (QUOTE if _is_quote(line, following) else OTHER).found(line)


def _is_known(
    line: str, says_a_name: Callable[[str], bool], known: frozenset[str], approved: str
) -> bool:
    named = without_addresses(without_contacts(line))
    words = plain_words(_SITE.sub(" ", named) if "." in named else named)
    rest = [word for word in words if word not in known and word not in _LABELS]
    if not rest or _POSTAL.search(line):
        return True
    if " ".join(words) in approved:
        return True
    if len(rest) <= _MANY_WORDS and says_a_name(line):
        return True
    return 2 * len(rest) < len(words) and len(rest) <= _MANY_WORDS


def _known_words(record: Record | None, registry: Registry) -> frozenset[str]:
    given = (record.name, record.title, record.organization) if record else ()
    return frozenset(word for text in (*given, *registry.places) for word in plain_words(text))


def _is_quote(line: str, following: str) -> bool:
    return bool(
        _QUOTED.search(line)
        or _AUTHOR.search(line)
        or re.match(r"\s*[-–—~]{1,2}\s*[^\W\d_]", following)
    )
