"""What a short line by itself is: a headline, or a greeting, a date, a name, a sentence. Pure.

In English and Spanish. It rests on a convention: a sentence ends with a mark; a headline ends with
none, or with a question mark or a colon. An exclamation mark may end either, and then the words
decide. What may well be no headline is called none.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from .phrases import (
    ADDRESSED,
    ANSWER,
    ASKS,
    BEGINS_SENTENCE,
    BETWEEN_NAMES,
    CLOSING,
    COMMANDS,
    DATE_NUMBER,
    GREETING,
    IN_PLACE,
    LATER_SUBJECT,
    NAMED_DAYS,
    NO_NAME,
    OF_DATES,
    PLEASE,
    RANK_OR_PLACE,
    REFERENCE,
    TITLED,
    VERB,
    WELCOME,
    WHEN,
)


class Kind(StrEnum):
    """`HEADLINE` is one over any text; `OPENING` only over a list, which it may as well lead into;
    `DATE` only as one of several."""

    NONE = ""
    HEADLINE = "headline"
    OPENING = "opening"
    DATE = "date"


_LONGEST: Final = 70
_MOST_WORDS: Final = 10
_MOST_WORDS_OF_COMMAND: Final = 5
_MOST_WORDS_OF_OPENING: Final = 3
_MOST_WORDS_IN_LOWERCASE: Final = 5
_MOST_WORDS_WITH_VERB: Final = 5
_MOST_NAMES: Final = 4

_LETTERS: Final = re.compile(r"[^\W\d_]{2}")
_END: Final = re.compile(r"[.!?:;,…‼⁉\s]*$")
_QUOTED: Final = re.compile(r"[\"“”«'].*[\"“”»’']")
_WORDS: Final = re.compile(r"[^\W_]+(?:['’.:/-][^\W_]+)*")
_ORNAMENTS: Final = " *~=_#|\u200d\ufe0f\u20e3"


def kind(line: str) -> Kind:
    """Return what a line is. A line is squeezed, and without markup."""
    words = _bare(line)
    said = _END.sub("", words)
    end = words[len(said) :]
    tokens = _WORDS.findall(said) if len(words) <= _LONGEST else []
    if not 0 < len(tokens) <= _MOST_WORDS or not _LETTERS.search(said):
        return Kind.NONE
    if set(end) & set(".,;…") or _QUOTED.fullmatch(words):
        return Kind.NONE
    said = said.lstrip("¡¿(-=–— ")
    if _is_addressed_or_signed(said, end) or REFERENCE.search(said) or ANSWER.match(said):
        return Kind.NONE
    if is_date(said) or _is_date_and_place(said):
        return Kind.DATE
    if said[:1].islower():
        return Kind.OPENING if len(tokens) <= _MOST_WORDS_IN_LOWERCASE else Kind.NONE
    return _by_its_end(said, end, tokens)


def is_date(said: str) -> bool:
    """True if a line names a day or a time, and nothing else: "Friday, December 4, 9 am"."""
    tokens = [token.lower() for token in _WORDS.findall(said)]
    return any(token in NAMED_DAYS or "/" in token for token in tokens) and all(
        token in OF_DATES or DATE_NUMBER.fullmatch(token) for token in tokens
    )


def _by_its_end(said: str, end: str, tokens: list[str]) -> Kind:
    count = len(tokens)
    if "?" in end or "⁉" in end:
        return Kind.HEADLINE
    is_cry = "!" in end or "‼" in end
    if CLOSING.match(said) or (is_cry and WELCOME.match(said)):
        return Kind.OPENING
    is_command = tokens[0].lower() in COMMANDS
    is_message = _is_sentence(said, count) or PLEASE.search(said) is not None
    if is_cry:
        tells_when = WHEN.search(said) is not None and (is_command or VERB.search(said) is not None)
        is_long = is_command and count > _MOST_WORDS_OF_COMMAND
        return Kind.NONE if is_message or tells_when or is_long else Kind.HEADLINE
    if is_message or (":" in end and is_command):
        return Kind.OPENING if count <= _MOST_WORDS_OF_OPENING else Kind.NONE
    return Kind.HEADLINE


def _bare(line: str) -> str:
    """Return the line without the symbols and emoji at its ends."""
    start, end = 0, len(line)
    while start < end and _is_ornament(line[start]):
        start += 1
    while end > start and _is_ornament(line[end - 1]):
        end -= 1
    return line[start:end]


def _is_ornament(char: str) -> bool:
    return char in _ORNAMENTS or unicodedata.category(char) in ("So", "Sk", "Cn")


def _is_addressed_or_signed(said: str, end: str) -> bool:
    if GREETING.match(said) or _is_name(said):
        return True
    return end != "" and ADDRESSED.fullmatch(said) is not None


def _is_name(said: str) -> bool:
    """True for "Ms. Rivera" and "Coach Lee, Room 12"; not for "Ms. Rivera's class"."""
    titled = TITLED.match(said)
    if titled is None:
        return False
    rest = RANK_OR_PLACE.sub("", said[titled.end() :])
    names = [word for word in BETWEEN_NAMES.split(rest) if not TITLED.match(f"{word} ")]
    return (
        0 < len(names) <= _MOST_NAMES
        and all(name[:1].isupper() and not name.endswith(("'s", "’s")) for name in names)
        and names[-1].lower() not in NO_NAME
    )


def _is_date_and_place(said: str) -> bool:
    """True for "Friday, December 4, 6 pm, in the gym"; not for "Friday, December 4: Concert"."""
    before, *places = IN_PLACE.split(said, 1)
    return bool(places) and is_date(before)


def _is_sentence(said: str, count: int) -> bool:
    if ASKS.match(said):
        return False
    if BEGINS_SENTENCE.match(said) or LATER_SUBJECT.match(said):
        return True
    has_verb = VERB.search(said) is not None
    return has_verb and (count > _MOST_WORDS_WITH_VERB or WHEN.search(said) is not None)
