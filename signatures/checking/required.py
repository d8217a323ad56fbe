"""Checks the parts of a signature that the procedure requires. Pure.

A preferred first name is as good as the one in the record: a line names a person by the last name
beside another word, or by two words of the full name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set
from district_cms.procedure.active import in_force

from ..policy import Record
from .contacts import has_contact
from .findings import Finding, Rule, Strength
from .source import Source, plain_words, without_addresses

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
RULES: Final = (NO_NAME, RENAMED, NO_TITLE, TITLE_DIFFERS, NO_CONTACT)

_LONGEST_NAME: Final = 100
# Words without meaning in titles and in the names of schools and offices.
_SMALL_WORDS: Final = word_set(
    "a an and at de del des el for in la las los of the to y "
    "district elementary high middle office public school schools"
)
_AFTER_NAMES: Final = word_set("jr sr ii iii iv phd edd med ma ms mr mrs dr mx miss nbct")
_OCCUPATIONS: Final = word_set(
    "accountant administrator advisor aide analyst assistant associate bookkeeper chair clerk "
    "coach consejera consejero consultant controller cook coordinador coordinadora coordinator "
    "counsellor counselor custodian dean deputy designer developer director directora "
    "dispatcher driver educator engineer executive facilitator foreman instructor intern "
    "interpreter interventionist janitor liaison librarian maestra maestro manager mechanic "
    "mentor nurse officer paraeducator paraprofessional pathologist principal profesor "
    "profesora professor programmer psychologist receptionist rector registrar secretaria "
    "secretario secretary sergeant slp specialist substitute superintendent supervisor teacher "
    "technician technologist therapist trainer translator treasurer trustee tutor webmaster "
    "worker"
)
_NOT_IN_NAMES: Final = word_set(
    "school schools public district elementary middle office department county avenue road room "
    "best regards thank thanks kind go sincerely building"
)
_LAST_NAMES: Final = word_set("chair clerk cook dean foreman mechanic worker")


def check(source: Source, record: Record | None) -> Iterator[Finding]:
    """Yields the parts that are missing or differ from the record. Without a record, any name and
    any title are accepted."""
    required = in_force().signature.required
    if record is None:
        if "name" in required and not any(map(looks_like_a_name, (*source.lines, *_pairs(source)))):
            yield NO_NAME.finding()
        if "title" in required and not any(
            not _OCCUPATIONS.isdisjoint(words) for words in source.words.values()
        ):
            yield NO_TITLE.finding()
    else:
        yield from _name(source, record.name) if "name" in required else ()
        yield from _title(source, record) if "title" in required else ()
    if {"contact", "phone", "email"} & {*required} and not has_contact(source):
        yield NO_CONTACT.finding()


def name_words(text: str) -> tuple[str, ...]:
    """Returns the words of a name without degrees and forms of address."""
    words = plain_words(text)
    return tuple([word for word in words if word not in _AFTER_NAMES] or words)


def names(line: str, name: Sequence[str]) -> bool:
    """Returns True if a line names the person with these `name_words`."""
    words = plain_words(without_addresses(line))
    if not name or not words:
        return False
    if len(name) == 1:
        return name[0] in words
    if sum(word in words for word in dict.fromkeys(name)) > 1:
        return True
    if name[-1] not in words:
        return False
    # "Liz Rivera", "Ms. Rivera", "Rivera, Liz"; not "Rivera Elementary".
    return words.index(name[-1]) > 0 or re.match(r"[^,]*,\s*[^\W\d_]", line) is not None


def looks_like_a_name(line: str) -> bool:
    """Returns True for two to five capitalized words, none of them an occupation or a place."""
    before = re.split(r"[,|(–—]", without_addresses(line))[0]
    words = re.findall(r"[^\W\d_]+(?:['\u2018\u2019-][^\W\d_]+)*", before)
    if not 2 <= len(words) <= 5 or re.search(r"\d", before):
        return False
    if ((_OCCUPATIONS | _NOT_IN_NAMES) - _LAST_NAMES) & {word.lower() for word in words}:
        return False
    return all(word[0] == word[0].upper() for word in words if len(word) > 3)


def _pairs(source: Source) -> Iterator[str]:
    """Yields neighboring lines of one word each, joined: each part of a name may have its own table
    cell."""
    for first, second in pairwise(source.lines):
        if len(first) + len(second) <= _LONGEST_NAME and " " not in first and " " not in second:
            yield f"{first} {second}"


def _name(source: Source, written: str) -> Iterator[Finding]:
    name = name_words(written)
    if any(names(line, name) for line in (*source.lines, *_pairs(source))):
        return
    for line, words in source.words.items():
        if len(name) > 1 and 2 <= len(words) <= 5 and words[0] == name[0]:
            yield RENAMED.finding(line)
            return
    yield NO_NAME.finding()


def _title(source: Source, record: Record) -> Iterator[Finding]:
    own = {*plain_words(record.name)}  # a last name like "Cook" is no title
    wanted = {*plain_words(record.title)} - _SMALL_WORDS
    if not wanted or any(_has_title(wanted - own, words) for words in source.words.values()):
        return
    occupations = _OCCUPATIONS - own
    for line, words in source.words.items():
        if not occupations.isdisjoint(words):
            yield TITLE_DIFFERS.finding(line, title=record.title)
            return
    yield NO_TITLE.finding()


def _has_title(wanted: set[str], words: Sequence[str]) -> bool:
    """Returns True for at least half of the words, or the occupation: "Teacher" for "Grade 3
    Teacher"."""
    both = wanted.intersection(words)
    return 2 * len(both) >= len(wanted) or bool(both & _OCCUPATIONS)
