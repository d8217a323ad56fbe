"""Parses dates and times as people in the district type them, with one grammar (docs/adr/0010)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from .text_folding import folded
from .times import date_text, day_text, time_text

LONGEST: Final = 60
"""Characters. No day and time that people type is longer."""

Kind = Literal["day", "time", "moment", "moment_named"]
"""`moment_named` is a weekday and a time. It has a rule of its own, because in `moment` a number
after a weekday begins a date."""


class NotRead(ValueError):
    """Raised for text that does not fit the grammar; `rest` is the folded text from the point of
    failure."""

    def __init__(self, rest: str) -> None:
        super().__init__(rest)
        self.rest = rest


def fold(text: str) -> str:
    """Returns `text` in lower case, without accents, full-width forms and doubled spaces."""
    return " ".join(folded(text).split())


def parse(text: str, kind: Kind) -> Tree:
    """Returns the syntax tree of a typed day, time, or day with a time. Raises `NotRead`."""
    folded = fold(text)
    if len(folded) > LONGEST:
        raise NotRead(folded[LONGEST:])
    try:
        return _parser().parse(folded, start=kind)
    except UnexpectedInput as error:
        place: int | None = error.pos_in_stream  # None if the text ended too early
        raise NotRead("" if place is None else folded[place:]) from error


def can_parse(text: str, kind: Kind) -> bool:
    try:
        parse(text, kind)
    except NotRead:
        return False
    return True


@cache
def _parser() -> Lark:
    text = Path(__file__).with_name("typed_dates.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start=[*get_args(Kind)], maybe_placeholders=False)


FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099

# The first letters, which are unique in both languages: English first, then Spanish.
_WEEKDAYS: Final = {
    start: number
    for number, starts in enumerate(
        ("mon lun", "tue mart", "wed mie", "thu jue", "fri vie", "sat sab", "sun dom")
    )
    for start in starts.split()
}
_MONTHS: Final = {
    start: number
    for number, starts in enumerate(
        (
            *("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago"),
            *("sep set", "oct", "nov", "dec dic"),
        ),
        start=1,
    )
    for start in starts.split()
}
_EXAMPLES: Final = {
    "day": _("Write a day like 12/4/2026, Dec 4, or Friday, December 4."),
    "time": _("Write a time like 1:00 pm or 13:00."),
    "moment": _("Write a day and a time like 12/4/2026 1:00 pm."),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A school year: its first and last day, both included."""

    first_day: dt.date
    last_day: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first_day <= day <= self.last_day


SchoolYearOf = Callable[[], Span | None]
"""Returns the current or next school year. Called only if the typed text has no year."""


def no_school_year() -> Span | None:
    return None


class TypedDateError(ValueError):
    """Raised if the typed text is no day or time; `sentence` explains to people what is wrong and
    where."""

    def __init__(self, sentence: Any, **params: Any) -> None:
        super().__init__(sentence)
        self._sentence = sentence
        self._params = params

    @property
    def sentence(self) -> str:
        return str(self._sentence) % self._params if self._params else str(self._sentence)

    def __str__(self) -> str:
        return self.sentence


def read_day(
    text: str, *, today: dt.date, school_year: SchoolYearOf = no_school_year, over: bool = False
) -> dt.date:
    """Returns the day that `text` means. Raises `TypedDateError`.

    With `over`, "Friday" is the last Friday, today included. A day without a year is in
    `school_year`; if several fit, the nearest to today. A day outside the school year, or without a
    school year, is the next one from today.
    """
    return _day(_tree(text, "day"), text, today, school_year, over=over)


def read_time(text: str) -> dt.time:
    """Returns the time of day that `text` means. Raises `TypedDateError`."""
    return _time(_tree(text, "time"), text)


def read_moment(
    text: str, *, today: dt.date, school_year: SchoolYearOf = no_school_year
) -> dt.datetime:
    """Returns the moment in the district's local time, naive. Raises `TypedDateError`."""
    try:
        tree = _tree(text, "moment_named" if can_parse(text, "moment_named") else "moment")
    except TypedDateError:
        for half, sentence in _HALVES.items():
            if can_parse(text, half):
                raise TypedDateError(sentence, text=text.strip()) from None
        raise
    day = next(tree.find_pred(lambda part: part.data in {"day", "day_named"}))
    return dt.datetime.combine(_day(day, text, today, school_year), _time(tree, text))


_HALVES: Final[dict[Kind, Any]] = {
    "day": _("“%(text)s” has no time. Add one, like 1:00 pm."),
    "time": _("“%(text)s” has no day. Write it first, like 12/4 1:00 pm."),
}
"""The message for a moment of which only one half was typed."""


def _tree(text: str, kind: Kind) -> Tree:
    try:
        return parse(text, kind)
    except NotRead as error:
        whole = text.strip()
        if error.rest and len(error.rest) < len(whole):
            raise TypedDateError(
                _("We could not read “%(rest)s” in “%(text)s”. %(example)s"),
                rest=error.rest,
                text=whole,
                example=_EXAMPLES[kind],
            ) from error
        raise TypedDateError(
            _("We could not read “%(text)s”. %(example)s"), text=whole, example=_EXAMPLES[kind]
        ) from error


def _day(
    tree: Tree, text: str, today: dt.date, school_year: SchoolYearOf, *, over: bool = False
) -> dt.date:
    inner = next(child for child in tree.children if isinstance(child, Tree))
    if inner.data == "named":
        return _named(inner, text, today, over=over)
    tokens = [token for token in inner.children if isinstance(token, Token)]
    if inner.data == "relative":
        away = {"TOMORROW": 1, "YESTERDAY": -1}.get(tokens[0].type, 0)
        day = today + dt.timedelta(days=away)
    else:
        year, month, number = _parts(str(inner.data), tokens)
        _check_ordinal(tokens, number, text)
        day = _day_of(year, month, number, today, school_year)
    weekday = next((t for t in tree.children if isinstance(t, Token) and t.type == "WEEKDAY"), None)
    if weekday is not None and (wanted := _number_of(weekday)) != day.weekday():
        raise TypedDateError(
            _(
                "“%(text)s” does not fit: %(day)s is a %(weekday)s. The nearest %(wanted)s is "
                "%(nearest)s."
            ),
            text=text.strip(),
            day=date_text(day),
            weekday=WEEKDAYS[day.weekday()],
            wanted=WEEKDAYS[wanted],
            nearest=date_text(day + dt.timedelta(days=(wanted - day.weekday() + 3) % 7 - 3)),
        )
    return day


def _number_of(weekday: Token) -> int:
    return next(n for start, n in _WEEKDAYS.items() if weekday.startswith(start))


def _named(tree: Tree, text: str, today: dt.date, *, over: bool) -> dt.date:
    """Resolves a weekday: "Fri" is the next one, "this Friday" the one of this week, "next Friday"
    the one of next week; weeks begin on Monday. On a Friday, "Fri" is ambiguous and refused."""
    tokens = {token.type: token for token in tree.children if isinstance(token, Token)}
    wanted = _number_of(tokens["WEEKDAY"])
    monday = today - dt.timedelta(days=today.weekday())
    if tokens.keys() & {"NEXT", "AFTER"}:
        return monday + dt.timedelta(days=7 + wanted)
    if "THIS" in tokens:
        return monday + dt.timedelta(days=wanted)
    if over:
        return today - dt.timedelta(days=(today.weekday() - wanted) % 7)
    ahead = (wanted - today.weekday()) % 7
    if ahead == 0:
        raise TypedDateError(
            _("Is “%(text)s” today, or the %(weekday)s of next week? Write “today” or the day."),
            text=text.strip(),
            weekday=WEEKDAYS[wanted],
        )
    return today + dt.timedelta(days=ahead)


def _parts(rule: str, tokens: list[Token]) -> tuple[int | None, int, int]:
    """Returns year, month and day as typed; the year may be None."""
    numbers = [int(token) for token in tokens if token.type == "NUMBER"]
    years = [int(token[-4:]) for token in tokens if token.type in {"YEAR", "YEAR_AFTER"}]
    year = years[0] if years else None
    if rule == "iso":
        return year, numbers[0], numbers[1]
    if rule == "numbers":
        if len(numbers) == 3:
            year = _year_of_two_digits(next(t for t in reversed(tokens)))
        return year, numbers[0], numbers[1]
    name = next(token for token in tokens if token.type == "MONTH")
    month = next(number for start, number in _MONTHS.items() if name.startswith(start))
    return year, month, numbers[0] if numbers else 1


def _year_of_two_digits(token: Token) -> int:
    if len(token) != 2:
        raise TypedDateError(_("Write the year with four digits, like 2026."))
    return FIRST_YEAR + int(token)


def _check_ordinal(tokens: list[Token], number: int, text: str) -> None:
    ordinal = next((token for token in tokens if token.type == "ORDINAL"), None)
    if ordinal is None or ordinal in {"o", "er"}:
        return
    right = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    if ordinal != right:
        # A digit may be missing: "1th" may be a typo for "11th" or "1st".
        raise TypedDateError(
            _("Which day is “%(typed)s” in “%(text)s”? %(example)s"),
            typed=f"{number}{ordinal}",
            text=text.strip(),
            example=_EXAMPLES["day"],
        )


def _day_of(
    year: int | None, month: int, number: int, today: dt.date, school_year: SchoolYearOf
) -> dt.date:
    if not 1 <= month <= 12:
        raise TypedDateError(
            _("There is no month %(month)s. Write the month first: 12/4 is December 4."),
            month=month,
        )
    if year is not None:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise TypedDateError(_("Check the year: %(year)s."), year=year)
        exact = _date(year, month, number)
        if exact is None:
            raise TypedDateError(
                _("%(month)s/%(day)s/%(year)s is not in the calendar."),
                month=month,
                day=number,
                year=year,
            )
        return exact
    years = range(today.year - 1, today.year + 2)
    days = [day for y in years if (day := _date(y, month, number)) is not None]
    span = school_year() if days else None
    chosen = sorted((day for day in days if span and day in span), key=lambda day: abs(day - today))
    chosen += [day for day in days if day >= today]
    if not chosen:  # February 29 is missing in most years
        raise TypedDateError(
            _("%(month)s/%(day)s is not in the calendar."), month=month, day=number
        )
    return chosen[0]


def _date(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _time(tree: Tree, text: str) -> dt.time:
    clock = next(tree.find_data("clock"), None)
    if clock is None:
        return dt.time(12)
    tokens = [token for token in clock.children if isinstance(token, Token)]
    numbers = [token for token in tokens if token.type == "NUMBER"]
    half = next((token for token in tokens if token.type == "HALF"), None)
    hour, (minute, second) = int(numbers[0]), _minutes(numbers[1:], text)
    if half is None:
        if len(numbers) == 1 or (len(numbers[0]) == 1 and hour > 0):
            raise TypedDateError(
                _("Is “%(text)s” in the morning or in the afternoon? Add am or pm."),
                text=text.strip(),
            )
    elif not 1 <= hour <= 12:
        raise TypedDateError(_("“%(text)s” is not on the clock."), text=text.strip())
    else:
        afternoon = half.startswith("p") or half.endswith("tarde")
        hour = hour % 12 + (12 if afternoon else 0)
    try:
        return dt.time(hour, minute, second)
    except ValueError:
        raise TypedDateError(_("“%(text)s” is not on the clock."), text=text.strip()) from None


def _minutes(tokens: list[Token], text: str) -> tuple[int, int]:
    if any(len(token) != 2 for token in tokens):
        raise TypedDateError(_("Write the minutes with two digits: “%(text)s”."), text=text.strip())
    minute, second = ([int(token) for token in tokens] + [0, 0])[:2]
    return minute, second


UNDERSTOOD: Final = "understood"
PAST: Final = "past"
REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Echo:
    """A typed value repeated to the user: `text` for people; `state` is one of the three above."""

    text: str
    state: str


def echo_of(value: dt.date | dt.time, *, today: dt.date, asks: bool = True) -> Echo:
    """Returns, for example, "Friday, December 4, 2026", "1:00 pm", or both; with `asks`, asks
    whether a day in the past is right.

    A moment may be aware or naive; it is shown in the district's local time.
    """
    if isinstance(value, dt.time):
        return Echo(time_text(value), UNDERSTOOD)
    time = ""
    day = value
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        day, time = local.date(), time_text(local.time())
    words = pgettext("day and year", "%(day)s, %(year)s") % {
        "day": day_text(day),
        "year": day.year,
    }
    text = f"{words}, {time}" if time else words
    if asks and day < today:
        return Echo(_("%(day)s: this day has passed. Is it right?") % {"day": text}, PAST)
    return Echo(text, UNDERSTOOD)
