"""A district's procedure as its file describes it, with the versions that held one after another.

Plain immutable values, compared by identity: a process reads the file once (see `active`), and
`loading` makes them from a file's text. Nothing here reads a clock: the day is an argument, in the
district's time zone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

from dateutil.rrule import rruleset, rrulestr

from .strength import Strength

Source = Literal["procedure", "law", "district"]
_YEAR: Final = timedelta(days=366)


class NoSchoolRule(StrEnum):
    """What happens to a named day without school. Where the procedure has no rule for it, the
    district's setting decides."""

    NEXT = "next"
    PREVIOUS = "previous"
    DROP = "drop"


class PartKind(StrEnum):
    """The kinds of parts that an update can have."""

    TEXT = "rich text"
    CURRICULUM = "curriculum link"
    DATED = "dated events"


class Review(StrEnum):
    """When the principal reads an update."""

    BEFORE = "before"  # before it goes live; the office may choose schools that read it later
    AFTER = "after"  # in every school after it went live


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence or title that families or staff read, in both languages."""

    en: str
    es: str

    def in_language(self, language: str | None) -> str:
        """Returns the words in the language with this tag ("es-mx"), in English for any other."""
        return self.es if (language or "").split("-")[0] == "es" else self.en


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule, in the words of its source.

    ``where`` is the heading above the sentence, or for ``source="law"`` the citation. A sentence of
    the law or the district is our summary, not a quotation. ``note`` explains it to staff.
    """

    id: str
    strength: Strength
    sentence: str
    where: str
    source: Source = "procedure"
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an update. ``has_column`` ones are stored in columns of their own; the others
    together as further parts. ``clause`` is the id of the clause that names the part."""

    id: str
    kind: PartKind
    title: Words
    help: Words
    clause: str
    required: bool = True
    none_because: bool = True

    @property
    def has_column(self) -> bool:
        return self.id in COLUMNS


COLUMNS: Final[Mapping[str, PartKind]] = {
    "lesson": PartKind.TEXT,
    "assignments": PartKind.DATED,
    "curriculum": PartKind.CURRICULUM,
    "events": PartKind.DATED,
}
"""The parts that have columns of their own, with their kinds, if the procedure names them."""

SIGNATURE_CONTACTS: Final = frozenset({"name", "title", "contact", "place", "phone", "email"})
SIGNATURE_EXTRAS: Final = frozenset({"address", "credentials", "statements", "quote", "logos"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What an email signature must and may contain: ids of `SIGNATURE_CONTACTS` and
    `SIGNATURE_EXTRAS`. "contact" is the email address or a phone number."""

    required: tuple[str, ...]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """When updates are due. ``rules`` are RFC 5545 recurrence rules; ``says`` names the days in
    words. ``short_month`` is the number of school days below which a month needs only as many
    updates as it has posting days. None leaves a decision to the district's setting."""

    rules: tuple[str, ...]
    says: Words
    minimum_a_month: int
    no_school: NoSchoolRule | None = None
    short_month: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """The procedure as it holds from the day ``since``. ``decision`` cites who put it in force."""

    since: date
    clauses: Mapping[str, Clause]
    posting: Posting
    parts: tuple[Part, ...]
    signature: Signature
    smallest_number: int
    review: Review
    decision: str = ""

    def nominal_dates(self, first: date, last: date) -> tuple[date, ...]:
        """Returns the days that the rhythm names from ``first`` to ``last``, both included, whether
        or not there is school, and whether or not this version is in force then."""
        return named_days(self.posting.rules, self.since, first, last)

    def part(self, part_id: str) -> Part | None:
        """Returns the part with this id, None if updates have no such part."""
        return next((part for part in self.parts if part.id == part_id), None)

    @property
    def further_parts(self) -> tuple[Part, ...]:
        """Returns the parts without columns of their own."""
        return tuple(part for part in self.parts if not part.has_column)


@dataclass(frozen=True, slots=True, eq=False)
class Procedure:
    """The procedure of a district: its name (the folder's), its title, and its versions in order.
    There is at least one."""

    name: str
    title: str
    versions: tuple[Version, ...]

    def in_force_on(self, day: date) -> Version:
        """Returns the version that holds on this day. Days before the first version are judged by
        the first."""
        held = [version for version in self.versions if version.since <= day]
        return held[-1] if held else self.versions[0]

    def nominal_dates(self, first: date, last: date) -> tuple[date, ...]:
        """Returns the days that the rhythm names from ``first`` to ``last``, both included, each
        named by the version in force on it."""
        return tuple(
            day
            for version, start, end in self._spans(first, last)
            for day in version.nominal_dates(start, end)
        )

    def nominal_after(self, day: date) -> date:
        """Returns the first day after ``day`` that the rhythm names."""
        later = self.nominal_dates(day + timedelta(days=1), day + 2 * _YEAR)
        return later[0]

    def _spans(self, first: date, last: date) -> Iterator[tuple[Version, date, date]]:
        """Yields each version that holds between these days, with its first and last day there."""
        for version, following in zip(self.versions, (*self.versions[1:], None), strict=True):
            start = first if version is self.versions[0] else max(first, version.since)
            end = min(last, following.since - timedelta(days=1)) if following else last
            if start <= end:
                yield version, start, end


@lru_cache(maxsize=512)
def named_days(rules: tuple[str, ...], since: date, first: date, last: date) -> tuple[date, ...]:
    """Returns the days that RFC 5545 rules name from ``first`` to ``last``, both included.

    An interval above 1 is counted from ``since``, and names no day before it. Raises ValueError for
    a rule that is not one."""
    start = since if any("INTERVAL" in rule for rule in rules) else first
    days = rruleset()
    for rule in rules:
        ending = f"{rule};UNTIL={last:%Y%m%d}T000000"  # else a rule that never happens runs on
        days.rrule(rrulestr(ending, dtstart=_midnight(start)))
    return tuple(
        moment.date() for moment in days.between(_midnight(first), _midnight(last), inc=True)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
