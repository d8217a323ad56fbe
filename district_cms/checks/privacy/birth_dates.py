"""Birth dates of school-age children."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from .kinds import PUBLIC
from .lines import Lines
from .masking import mask_digits

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "birth-date",
        "",
        "error",
        _("This looks like a student's date of birth: “%(excerpt)s”."),
        PUBLIC,
        _("Remove the date. A birthday without its year may stay."),
        clause="ferpa",
    ),
    Rule(
        "birth-date-maybe",
        "",
        "warning",
        _("This may be a student's date of birth: “%(excerpt)s”."),
        PUBLIC,
        _("Remove the date, or confirm that it is something else."),
        clause="ferpa",
    ),
)


# Public school serves children from preschool to, with special education, the year they turn 22.
YOUNGEST: Final = 3
OLDEST: Final = 22

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MES: Final = (
    r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE: Final = re.compile(
    rf"""(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\ )?(?:the\ )?(?:
        \d{{1,2}}\ ?(?P<sign>[/.-])\ ?\d{{1,2}}\ ?(?P=sign)\ ?(?P<y1>\d{{4}}|\d\d)(?!\d|/)
      | (?P<y2>\d{{4}})(?P<mark>[/.-])\d{{1,2}}(?P=mark)\d{{1,2}}(?!\d)
      | {_MONTH}\ {_DAY},?\ (?P<y3>\d{{4}})(?!\d)
      | {_DAY}(?:(?:\ of)?\ {_MONTH},?\ |-{_MONTH}-)(?P<y4>\d{{4}})(?!\d)
      | (?:el\ )?\d{{1,2}}\ de\ {_MES}(?:,|\ del?)?\ (?P<y5>\d{{4}})(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Every whole date matches this.
_DATE_HINT: Final = re.compile(r"[0-9](?:[0-9]{3}| ?[/.-] ?[0-9])")
_WORDS: Final = re.compile(
    r"""\b(?:
        (?P<record>d\.?o\.?b\b\.?|date\ of\ birth|birth\ ?date
          |(?:fecha\ (?:de\ )?)?nacimiento\b|(?:fecha\ (?:de\ )?|f\.\ ?)?nac\.)
      | (?P<birthday>birthday|cumplea[nñ]os)
      | (?P<born>born|naci[oó]|nacid[oa]|(?<=\()b\.)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINS: Final = {
    "record": re.compile(r"(?: ?(?:is|was|es|[:=#(-]))* ?"),
    # Not "birthday on": that announces a celebration.
    "birthday": re.compile(r" ?(?:is|was|es|:|=|,|\() ?(?:el )?"),
    "born": re.compile(
        r"(?: (?:in|at|en) [^.!?;:\n]{1,30}?)?,?(?: ?(?:on|el|:|\())? ?", re.IGNORECASE
    ),
}
_AFTER: Final = re.compile(
    r" ?(?:\(|is (?:his|her|their|my) )(?:d\.?o\.?b\b|date of birth|birth ?date|birthday)",
    re.IGNORECASE,
)
_REACH: Final = 45
TRIGGERS: Final = (
    "birth",
    "born",
    "naci",
    "nac.",
    "cumplea",
    "dob",
    "d.ob",
    "do.b",
    "d.o.b",
    "(b.",
)
"""Every label of a birth date contains one of these, in lower case."""
_YEAR: Final = re.compile(r"[0-9]{2}")
# Others whose birth a school's page mentions.
_NO_STUDENT: Final = re.compile(
    r"""\b(?:animals?|bears?|bison|calf|calves|cats?|chicks?|colts?|cubs?|dogs?|elephants?|foals?
      |frogs?|geckos?|giraffes?|gorillas?|guinea\ pigs?|hamsters?|horses?|kids?\ \(goats\)|kittens?
      |lambs?|lions?|otters?|pandas?|penguins?|pigs?|piglets?|pony|ponies|pup|pups|puppy|puppies
      |rabbits?|snakes?|tigers?|turtles?|wolf|wolves|zoo|idea|tradition|nation|country|band|company
      |program|prince|princess|mascot|mascota|building|museum|edificio|perr[oa]s?|gat[oa]s?|caballos?|ternero|cachorr[oa]s?|animal(?:es)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Rules for admission: "children born on September 1, 2021 or earlier".
_ADMISSION: Final = re.compile(
    r"\b(?:children|child|kids|students?|anyone|those|babies|families|ni[nñ][oa]s|alumn[oa]s"
    r"|menores"
    r"|beb[eé]s)(?: (?:who|that|que))?(?: (?:were|was|are|is|hayan|han))? $",
    re.IGNORECASE,
)
_OR_EARLIER: Final = re.compile(
    r",? (?:or|and|o|y) (?:earlier|later|before|after|antes|despu[eé]s)\b", re.IGNORECASE
)
_NO_PERSON_BEFORE: Final = re.compile(
    r"\b(?:ciudad|club|distrito|equipo|escuela|idea|museo|naci[oó]n|pa[ií]s|programa|proyecto"
    r"|pueblo|tradici[oó]n) $",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?] |\n")


def places(lines: Lines) -> Iterator[int]:
    """Yield the starts of lines that may contain a birth date, some of them twice."""
    return lines.holding(TRIGGERS) if _YEAR.search(lines.text) else iter(())


def find(line: str, today: date) -> Iterator[Fault]:
    """Yield a fault for each birth date in one undisguised line.

    `today` decides whether the year can be a student's.
    """
    if not _YEAR.search(line):
        return
    for words in _WORDS.finditer(line):
        window = line[words.end() : words.end() + _REACH + 40]
        if not _YEAR.search(window):
            continue
        kind = str(words.lastgroup)
        day = _DATE.search(window)
        if not day or day.start() > _REACH or not _is_school_age(day, today):
            continue
        if not _JOINS[kind].fullmatch(window[: day.start()]):
            continue
        if kind != "record" and _is_about_no_student(line, words.start(), words.end() + day.end()):
            continue
        yield Fault("birth-date", clip(mask_digits(line[words.start() : words.end() + day.end()])))
    if not _AFTER.search(line):
        return
    for day in _DATE.finditer(line):
        after = _AFTER.match(line, day.end())
        if after and _is_school_age(day, today):
            yield Fault("birth-date", clip(mask_digits(line[day.start() : after.end()])))


def is_birth_date(cell: str, today: date) -> bool:
    """True if a cell below the heading "Date of birth" contains a student's."""
    day = _DATE.fullmatch(cell.strip())
    return day is not None and _is_school_age(day, today)


def school_age_dates(line: str, today: date) -> Iterator[tuple[int, int]]:
    """Yield the spans of whole dates that may be a student's birth dates."""
    for day in _DATE.finditer(line) if _DATE_HINT.search(line) else ():
        if _is_school_age(day, today):
            yield day.span()


def _is_school_age(day: re.Match[str], today: date) -> bool:
    digits = next(day[name] for name in ("y1", "y2", "y3", "y4", "y5") if day[name])
    year = int(digits)
    if len(digits) == len("15"):
        century = today.year // 100 * 100
        year += century if century + year <= today.year else century - 100
    return today.year - OLDEST <= year <= today.year - YOUNGEST


def _is_about_no_student(line: str, start: int, end: int) -> bool:
    before = line[max(0, start - 150) : start]
    if _NO_PERSON_BEFORE.search(before) or _ADMISSION.search(before):
        return True
    if _OR_EARLIER.match(line, end):
        return True
    begins = [match.end() for match in _SENTENCE_END.finditer(before)]
    sentence = before[begins[-1] if begins else 0 :] + line[start : end + 60]
    return _NO_STUDENT.search(sentence) is not None
