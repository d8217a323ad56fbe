"""The names of weekdays and months as people shorten them, in English and Spanish. Pure."""

from typing import Final

# By the first letters, which are enough in both languages; Spanish ones after the English.
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


def weekday_of(name: str) -> int:
    """0 for Monday to 6 for Sunday, of a name that the grammar has read."""
    return next(number for start, number in _WEEKDAYS.items() if name.startswith(start))


def month_of(name: str) -> int:
    """1 to 12, of a name that the grammar has read."""
    return next(number for start, number in _MONTHS.items() if name.startswith(start))
