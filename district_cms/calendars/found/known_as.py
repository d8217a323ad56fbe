"""What families call days without school, whatever the office named them: "winter break" for a
"Long break" over New Year. Pure."""

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

_DAY: Final = dt.timedelta(days=1)
_LONGEST: Final = 120
"""Days that are looked at: more than any break has."""
# Days without school in a row, the weekend among them, from which on they are a break.
_BREAK: Final = 3
_SEASONS: Final = {
    **dict.fromkeys((3, 4), "spring break vacaciones de primavera"),
    **dict.fromkeys((6, 7, 8), "summer break vacaciones de verano"),
    **dict.fromkeys((9, 10, 11), "fall break vacaciones de otoño"),
}
_WINTER: Final = "winter break Christmas vacation vacaciones de invierno Navidad"
_CHRISTMAS, _NEW_YEAR = (12, 25), (1, 1)
_OF_EACH_YEAR: Final = {
    _NEW_YEAR: "New Year Año Nuevo",
    (6, 19): "Juneteenth",
    (7, 4): "Independence Day Día de la Independencia",
    (11, 11): "Veterans Day Día de los Veteranos",
    _CHRISTMAS: "Christmas Navidad",
}
# {(month, weekday, which of them): name}; -1 is the last of its month.
_BY_WEEKDAY: Final[Mapping[tuple[int, int, int], str]] = {
    (1, calendar.MONDAY, 3): "Martin Luther King MLK Day",
    (2, calendar.MONDAY, 3): "Presidents Day Día de los Presidentes",
    (5, calendar.MONDAY, -1): "Memorial Day Día de los Caídos",
    (9, calendar.MONDAY, 1): "Labor Day Día del Trabajo",
    (10, calendar.MONDAY, 2): "Indigenous Peoples Day Columbus Day",
    (11, calendar.THURSDAY, 4): "Thanksgiving break vacaciones de Acción de Gracias",
}


def known_as(first: dt.date, last: dt.date) -> list[str]:
    """What days without school from `first` to `last` are called in the United States, in English
    and Spanish; nothing of days that are no holiday and no break."""
    days = list(_each(first, last))
    found = [name for day in days for name in _holidays(day)]
    if any((day.month, day.day) in (_CHRISTMAS, _NEW_YEAR) for day in days):
        found.append(_WINTER)
    elif len(days) >= _BREAK:
        found.append(_SEASONS.get(days[len(days) // 2].month, ""))
    return [name for name in dict.fromkeys(found) if name]


def _holidays(day: dt.date) -> Iterator[str]:
    if name := _OF_EACH_YEAR.get((day.month, day.day)):
        yield name
    which = (day.day - 1) // 7 + 1
    is_last = (day + 7 * _DAY).month != day.month
    for each in (which, *([-1] if is_last else [])):
        if name := _BY_WEEKDAY.get((day.month, day.weekday(), each)):
            yield name


def _each(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range(min((last - first).days + 1, _LONGEST)):
        yield first + number * _DAY
