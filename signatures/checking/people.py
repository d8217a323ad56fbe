"""Whether a line of a signature names its author. Pure.

A preferred first name is as good as the one in the record: what counts is the last name beside
another word, or two words of the whole name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from district_cms.checks.privacy.normalizing import undisguise, without_lookalikes
from district_cms.checks.word_sets import word_set
from district_cms.web.letters import without_accents

_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019\u2018-][^\W\d_]+)*")
_APOSTROPHE: Final = re.compile("['\u2018\u2019]")
# Marks of direction, which mail programs put around names, and the soft hyphen.
_DIRECTION: Final = re.compile("[\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_AFTER: Final = word_set("jr sr ii iii iv phd edd med ma ms mr mrs dr mx miss nbct")

# What people in schools are called.
WORK: Final = word_set(
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
_OF_PLACES: Final = word_set(
    "school schools public district elementary middle office department county avenue road room "
    "best regards thank thanks kind go sincerely building"
)
_LAST_NAMES: Final = word_set("chair clerk cook dean foreman mechanic worker")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the record has it, its words plain: no capitals, no accents."""

    words: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""


def name_of(text: str) -> Name:
    words = [word for word in plain_words(text) if word not in _AFTER]
    return Name(tuple(words or plain_words(text)))


def plain_words(text: str) -> list[str]:
    """Words as they are compared. Letters that only look like others stay what they are."""
    if text.isascii():
        words = _WORD.findall(text.lower())
        return [word.replace("'", "") for word in words] if "'" in text else words
    # Accents first: where they stand apart from their letters, as on a Mac, a word would break.
    words = _WORD.findall(without_accents(_DIRECTION.sub("", text)).casefold())
    return [_APOSTROPHE.sub("", word) for word in words]


def without_disguise(text: str) -> str:
    """What a reader takes a text for: no hidden characters, no letters that look like others."""
    return without_lookalikes(undisguise(text))


def without_addresses(line: str) -> str:
    """The line without the words that are addresses of mailboxes and sites."""
    words = line.split()
    if "@" in line or "://" in line or "." in line:
        words = [
            word
            for word in words
            if "@" not in word and "://" not in word and not word.lower().startswith("www.")
        ]
    return " ".join(words)


def names(line: str, name: Name, words: Sequence[str] | None = None) -> bool:
    """True if a line of a signature names this person. Addresses do not count. `words` are those
    of the line, where they are known already."""
    words = plain_words(without_addresses(line)) if words is None else words
    if not name.words or not words:
        return False
    if len(name.words) == 1:
        return name.last in words
    if sum(word in words for word in dict.fromkeys(name.words)) > 1:
        return True
    if name.last not in words:
        return False
    at = words.index(name.last)
    # "Liz Rivera", "Ms. Rivera", "Rivera, Liz"; not "Rivera Elementary".
    return at > 0 or re.match(r"[^,]*,\s*[^\W\d_]", line) is not None


def may_be_renamed(words: Sequence[str], name: Name) -> bool:
    """True for words of a line that begin with the first name, and go on with another last name."""
    return len(name.words) > 1 and 2 <= len(words) <= 5 and words[0] == name.first


def looks_like_a_name(line: str) -> bool:
    """For a signature of nobody that we know: two to five words, each with a capital, none of them
    what people work as or where."""
    before = re.split(r"[,|(–—]", without_addresses(line))[0]
    words = _WORD.findall(before)
    if not 2 <= len(words) <= 5 or re.search(r"\d", before):
        return False
    if ((WORK | _OF_PLACES) - _LAST_NAMES) & {word.lower() for word in words}:
        return False
    return all(word[0] == word[0].upper() for word in words if len(word) > 3)
