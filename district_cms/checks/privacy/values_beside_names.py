"""Values that are private by their form, right beside a name: birth dates, numbers, grades."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from . import birth_dates, grades, other_meanings
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import Mention
from .normalizing import folded

# "92 A" at the end of a line, and numbers recognized by their form.
_SCORE_ENDS: Final = re.compile(r"[0-9] [A-DF][+-]?(?= ?(?:\n|\Z))")
_OWN_NUMBER: Final = re.compile(
    r"[#0-9](?:(?<=\#)[0-9]{5,12}(?!\w)|(?<![\d-].)[0-9]{2}-[0-9]{2}-[0-9]{4}(?![\d-]))"
)
_WHOLE_DATE: Final = re.compile(r"[0-9][/.-][0-9]{1,2}[/.-](?:20)?[0-2][0-9](?![0-9/])")
_WRITTEN_DATE: Final = re.compile(r"20[0-2][0-9](?<=[ ,]....)(?![0-9/-])")
# "has an A except for Preston": only the capital makes a grade of the letter.
_AN_A: Final = re.compile(
    r"an A(?<!\w.{4})[+-]?(?= (?:in|on|for|and|but|except|so|this|now|again)\b|[.,;!?)]|$)",
    re.MULTILINE,
)
# "N. Yellowhorse, per. 2: 61%" and "Kiersten: kwhite09".
_PERCENT: Final = re.compile(r"[A-Z](?<![\w.].)\. ?[A-Z][a-z'-]{2,20}[^%\n]{0,40}[0-9] ?%")
_TOKEN: Final = re.compile(
    r"[ :](?=[a-z.@_]{0,20}+[0-9])[a-z][a-z.@_]{2,20}[0-9]{1,6}(?![\w%])"
    r"|[ :][A-Z][a-z]{2,15}[0-9]{2,4}(?![\w%])"
)
LOGINS: Final = re.compile(
    r"\b(?:log-?ins?|log in|sign in|passwords?|usernames?|accounts?|pw|clever|chromebooks?|canvas"
    r"|zearn|contrasenas?"
    r"|claves?|usuarios?|cuentas?|email|correo|codes?|cards?)\b",
    re.IGNORECASE,
)
# "Jolina - jbautista31 / Taco2291": a password follows a login.
_PASSWORD: Final = re.compile(
    r"(?:@[\w.-]{3,40})?\s*[/,|\u00b7-]?\s+(?=[^\s\d]{0,20}[0-9])(?=\S{0,17}[A-Za-z]{3})"
    r"[\w!@#$%^&*.-]{6,20}(?!\S)"
)
_LOGIN_REACH: Final = 4
# "Maria Lopez got a 58."
_GOT: Final = re.compile(
    r" (?:got|has|had|earned|scored|sac[oó]|tiene) (?:an?|una?) (?:[4-9][0-9]|100)(?=[.!;]|$)"
)
_A_NUMBER: Final = re.compile(r"[0-9](?<= a [4-9].)(?=[.!;]|$)", re.MULTILINE)
# "K. Tso B→C".
_CHANGED: Final = re.compile(r"[A-DF](?<![\w+-].)[+-]? ?(?:→|->|=>|a|to) ?[A-DF][+-]?(?![\w'+-])")
# "rank 3 of 412", "a 3.2 GPA": searched where a phrase about grades matches.
_RANK: Final = re.compile(
    r"\b(?:[Rr]ank(?:s|ed|ing)?:? (?:is |was |number |#)?[0-9]{1,3}(?:st|nd|rd|th)?"
    r"|(?:lugar|puesto) [0-9]{1,3}) (?:of|out of|in a class of|de|entre) [0-9]{2,4}\b"
    r"|\b(?:GPA|gpa)\b[^.!?\n0-9]{0,12}[0-5]\.[0-9]|\b[0-5]\.[0-9]{1,3} (?:\w{2,12} )?(?:GPA|gpa)\b"
)
_RANK_REACH: Final = 60
# Requirements for an award, a team or a list, and averages of a group.
_CRITERION: Final = re.compile(
    r"\b(?:minimum|at least|or (?:higher|above|better|more)|and (?:higher|above|up)|above [0-9]"
    r"|requir\w{1,8}|(?:must|needs?) (?:to )?(?:have|keep|hold|maintain|earn|an?)|carry|average gpa"
    r"|(?:for|to) an? (?:senior|junior|sophomore|student|athlete|graduate) (?:with|who|whose)"
    r"|minimo|al menos|o mas)\b"
    r"|\b(?:students|seniors|juniors|athletes|players|graduates|members|those|anyone|quienes)"
    r" (?:with|who|whose|tienen)\b[^.!?:\n]{0,40}gpa(?![^.!?\n]{0,12}:)"
    r"|\b(?:awards?|medals?|scholars|scholarships?|honors|honor roll|society|prize|list|team"
    r"|diploma),? \(?(?:[0-5]\.[0-9]{1,3} )?gpa\b"
)
_BEFORE_GPA: Final = 60
_BEHIND_GPA: Final = 30
PATTERNS: Final = (
    _CHANGED,
    _A_NUMBER,
    _PERCENT,
    _TOKEN,
    _SCORE_ENDS,
    _OWN_NUMBER,
    _WHOLE_DATE,
    _WRITTEN_DATE,
    _AN_A,
)
"""A line with a match of one of these may be private by form alone."""
_DATE_REACH: Final = 35
# "nació en 2014": a year alone is enough for a student's birth.
_BIRTH_YEAR: Final = re.compile(
    r"\b(?:born|naci[oó]|nacid[oa]) (?:back )?(?:on|in|at|en|el)\b[^.!?;\n]{0,30}? "
    r"(?P<year>20[0-2][0-9])(?![0-9/-])"
)
_BIRTH_REACH: Final = 60
_DIGIT: Final = re.compile(r"[0-9]")
# "Grades: Ellie A, Omar B" and "Resultados: Iván 6, Abril 9".
RESULTS: Final = re.compile(
    r"\b(?:[Gg]rades|[Gg]radebook|[Ss]cores|[Rr]esults?|[Mm]arks|[Cc]alificaciones|[Rr]esultados|[Nn]otas"
    r"|[Pp]untajes|[Aa]verages?|[Qq]uiz|[Tt]est|[Ee]xam\w*|[Pp]romedios?|[Pp]rueba"
    r"|[Cc]onduct[ao]?|[Bb]ehavior|[Ee]ffort|[Ll]evels?|[Pp]oints|[Nn]iveles)\b"
)
_MARKED: Final = re.compile(r" ?[:,(-]? ?(?:[0-9]{1,3}(?![\w:/.-])|[A-DF][+-]?(?![\w'.]))")
_ENDS_MARKED: Final = re.compile(r" [A-DF]$")
# "D. Featherstone 61, P. Okoro 58, J. Lamb 49".
_INITIALS_MARKED: Final = re.compile(
    r"([A-Z](?<![\w.].)(?:\. ?[A-Z][a-z'-]{2,20}|\.(?:[A-Z]\.){1,2}"
    r"|[A-Z]{1,2}\.)):? [1-9][0-9]{0,2}(?:/[0-9]{1,3})?(?=[,;/]| and\b| y\b|\.?$)"
)
_LEAST_MARKED: Final = 3
_MARK_REACH: Final = 45


def may_tell(piece: str) -> bool:
    """False if nothing here can be private by its form, whoever is named."""
    return any(
        pattern.search(piece) for pattern in (*PATTERNS, RESULTS, _BIRTH_YEAR, _INITIALS_MARKED)
    )


def find(piece: str, named: list[Mention], today: date | None) -> Iterator[Fault]:
    """Yield faults for values that are private by form, right beside a name: dates, numbers,
    marks."""
    # Most values need a digit.
    numbers = piece if _DIGIT.search(piece) else ""
    dates = list(birth_dates.school_age_dates(numbers, today)) if today else []
    marked = [
        mention
        for mention in named
        if _MARKED.match(piece, mention.end) or _ENDS_MARKED.search(mention.name)
    ]
    if len(marked) > 1 and RESULTS.search(piece) and not _has_other_topic(piece):
        yield Fault("grade-maybe-beside-name", clip(f"{mask_name(marked[0].name)} … {DOT}"))
    yield from _an_a(piece, named)
    if (percent := _PERCENT.search(numbers)) and not _has_other_topic(piece):
        graded = [mention for mention in named if mention.start == percent.start()]
        if graded:
            yield Fault("grade-maybe-beside-name", clip(f"{mask_name(graded[0].name)} … {DOT}"))
    if (changed := _CHANGED.search(piece)) and any(
        mention.start < changed.start() <= mention.end + _MARK_REACH for mention in named
    ):
        yield Fault("grade-maybe-beside-name", clip(f"{mask_name(named[0].name)} … {DOT}"))
    token = _TOKEN.search(numbers)
    if token and (LOGINS.search(piece) or _is_login(piece, named, token)):
        excerpt = mask_digits(token[0].strip(" :"))
        yield Fault("number-maybe-beside-name", clip(f"{mask_name(named[0].name)} … {excerpt}"))
    if today:
        yield from _birth_year(numbers, named, today)
    if len(listed := _INITIALS_MARKED.findall(numbers)) >= _LEAST_MARKED and not _has_other_topic(
        piece
    ):
        yield Fault("grade-maybe-beside-name", clip(f"{mask_name(listed[0])} … {DOT}"))
    if rank := _RANK.search(numbers):
        yield from _ranked(piece, named, rank)
    number = _OWN_NUMBER.search(numbers)
    mark = _SCORE_ENDS.search(numbers)
    for mention in named:
        name = mask_name(mention.name)
        for start, end in dates:
            if 0 <= start - mention.end <= _DATE_REACH and (mention.full or mention.known):
                yield Fault("birth-date-maybe", clip(f"{name} … {mask_digits(piece[start:end])}"))
                break
        if (
            mention.full
            and mention.known
            and _GOT.match(piece, mention.end)
            and not _has_other_topic(piece)
        ):
            yield Fault("grade-maybe-beside-name", clip(f"{name} … {DOT}"))
        if number and mention.full:
            excerpt = f"{name} … {mask_digits(number[0])}"
            yield Fault("number-maybe-beside-name", clip(excerpt))
        if mark and mention.full and mention.end <= mark.start() <= mention.end + _MARK_REACH:
            yield Fault("grade-maybe-beside-name", clip(f"{name} … {DOT}"))


def _is_login(piece: str, named: list[Mention], token: re.Match[str]) -> bool:
    """True if a name stands right before a token, and a password right after it."""
    near = range(_LOGIN_REACH)
    has_name = any(
        (mention.known or mention.full) and token.start() - mention.end in near for mention in named
    )
    return has_name and _PASSWORD.match(piece, token.end()) is not None


def states_criterion(plain: str, start: int, end: int) -> bool:
    """True if a grade point average in a folded text is required for an award or a team."""
    return _CRITERION.search(plain[max(0, start - _BEFORE_GPA) : end + _BEHIND_GPA]) is not None


def _ranked(piece: str, named: list[Mention], rank: re.Match[str]) -> Iterator[Fault]:
    ranked = [
        mention
        for mention in named
        if (mention.known or mention.full) and 0 <= rank.start() - mention.end <= _RANK_REACH
    ]
    if ranked and not states_criterion(folded(piece), rank.start(), rank.end()):
        yield Fault("grade-maybe-beside-name", clip(f"{mask_name(ranked[-1].name)} … {DOT}"))


def _an_a(piece: str, named: list[Mention]) -> Iterator[Fault]:
    for letter in islice(_AN_A.finditer(piece), 1):
        at = letter.start()
        nearest = min(named, key=lambda mention: abs(mention.start - at))
        if abs(nearest.start - at) <= _MARK_REACH and not _has_other_topic(piece):
            yield Fault("grade-maybe-beside-name", clip(f"{mask_name(nearest.name)} … {DOT}"))


def _birth_year(piece: str, named: list[Mention], today: date) -> Iterator[Fault]:
    born = _BIRTH_YEAR.search(piece)
    if not born or not birth_dates.YOUNGEST <= today.year - int(born["year"]) <= birth_dates.OLDEST:
        return
    for mention in named:
        if 0 <= born.start() - mention.end <= _BIRTH_REACH:
            excerpt = f"{mask_name(mention.name)} … {mask_digits(born[0])}"
            yield Fault("birth-date-maybe", clip(excerpt))
            return


def _has_other_topic(piece: str) -> bool:
    return grades.mentions_other_topics(piece) or other_meanings.is_game(folded(piece))
