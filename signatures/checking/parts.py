"""What must be there: name, title, contact information. Pure."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import Final

from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from ..policy import Record
from .contacts import has_contact
from .findings import Finding, Rule, Strength
from .people import (
    WORK,
    looks_like_a_name,
    may_be_renamed,
    name_of,
    names,
    plain_words,
    without_disguise,
)
from .source import Source

NO_NAME: Final = Rule(
    "name-missing",
    "signature-required",
    Strength.BINDS,
    _("Your name is not in it as text."),
    _("Write your first and last name. A name in a picture cannot be read aloud or searched for."),
)
RENAMED: Final = Rule(
    "name-differs",
    "signature-required",
    Strength.QUESTION,
    _("Your staff record has another last name than “%(excerpt)s”."),
    _("If your name has changed, ask your district administrator to change your staff record."),
)
LOOKALIKE: Final = Rule(
    "name-lookalike",
    "signature-required",
    Strength.ADVISES,
    _("Your name has letters that only look like the ones in it, or hidden characters."),
    _("Type your name again. As it is, screen readers cannot say it, and nobody finds it."),
)
NO_TITLE: Final = Rule(
    "title-missing",
    "signature-required",
    Strength.BINDS,
    _("Your title is not in it as text."),
    _("Add your job title on a line of its own."),
)
TITLE_DIFFERS: Final = Rule(
    "title-differs",
    "signature-required",
    Strength.QUESTION,
    _("Your staff record has the title “%(title)s”."),
    _("If your work has changed, ask your district administrator to change your staff record."),
)
NO_CONTACT: Final = Rule(
    "contact-missing",
    "signature-required",
    Strength.BINDS,
    _("There is no contact information in it."),
    _("Add your district email address or your school’s phone number."),
)
RULES: Final = (NO_NAME, RENAMED, LOOKALIKE, NO_TITLE, TITLE_DIFFERS, NO_CONTACT)

_LONGEST_NAME: Final = 100
# And what stands in the names of schools and offices.
_SMALL_WORDS: Final = word_set(
    "a an and at de del des el for in la las los of the to y "
    "district elementary high middle office public school schools"
)


def check(source: Source, record: Record | None) -> Iterator[Finding]:
    """Yield which of the three parts are missing, or are not as the record has them. Without a
    record the signature is asked for any name and any title."""
    if record is None:
        name_lines = [line for line in _name_lines(source) if looks_like_a_name(line)]
        if not name_lines:
            yield NO_NAME.found()
        elif any(word.isascii() for word in _disguised(name_lines[0])):
            yield LOOKALIKE.found(name_lines[0])
        if not any(not WORK.isdisjoint(words) for words in source.words):
            yield NO_TITLE.found()
    else:
        yield from _name(source, record.name)
        yield from _title(source, record)
    if not has_contact(source):
        yield NO_CONTACT.found()


def _name_lines(source: Source) -> list[str]:
    """The lines, then pairs of single words."""
    return [*source.lines, *_pairs(source)]


def _pairs(source: Source) -> Iterator[str]:
    """Lines of one short word each, two by two: a name may have a cell or line for each part."""
    for one, two in pairwise(source.lines):
        if len(one) + len(two) <= _LONGEST_NAME and " " not in one and " " not in two:
            yield f"{one} {two}"


def _name(source: Source, written: str) -> Iterator[Finding]:
    name = name_of(written)
    lines = zip(source.lines, source.words, strict=True)
    for line, words in chain(lines, ((pair, None) for pair in _pairs(source))):
        if names(line, name, words):
            if _disguised(line) - {*name.words}:
                yield LOOKALIKE.found(line)
            return
    undisguised = name_of(without_disguise(written))
    for line, words in zip(source.plain_lines, source.plain_words, strict=True):
        if names(line, undisguised, words):
            yield LOOKALIKE.found(line)
            return
    for line, words in zip(source.lines, source.words, strict=True):
        if may_be_renamed(words, name):
            yield RENAMED.found(line)
            return
    yield NO_NAME.found()


def _disguised(line: str) -> set[str]:
    """The words that become others without hidden characters and look-alike letters."""
    return {*plain_words(line)} - {*plain_words(without_disguise(line))}


def _title(source: Source, record: Record) -> Iterator[Finding]:
    wanted = {*plain_words(record.title)} - _SMALL_WORDS
    own = {*plain_words(record.name)}
    others = wanted - own
    if not wanted or any(_said_in(others, words) for words in dict.fromkeys(source.plain_words)):
        return
    # A last name like "Cook" does not say what someone works as.
    work = WORK - own
    lines = zip(source.plain_lines, source.plain_words, strict=True)
    there = next((line for line, words in lines if not work.isdisjoint(words)), None)
    if there is None:
        yield NO_TITLE.found()
    else:
        yield TITLE_DIFFERS.found(there, title=record.title)


def _said_in(wanted: set[str], words: Sequence[str]) -> bool:
    """True where the words of a line have at least half of those of the title, or the one that says
    what people work as: "Teacher" will do for "Grade 3 Teacher"."""
    both = wanted.intersection(words)
    return 2 * len(both) >= len(wanted) or bool(both & WORK)
