"""What is counted, and how: in time, days ahead, the updates of a month, a term beside the last.

Pure. Days are days in the district's zone; `today` is an argument.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from notifications.rules.small_numbers import is_few


@dataclass(frozen=True, slots=True)
class Line:
    """So many classes of a school that stand alike for a posting day that is over. `handed_in` is
    the day of the first submission of what fills it, or of the hour that its teacher chose; None
    where nothing does. What waits for its principal counts by that day too."""

    school: str
    day: dt.date
    handed_in: dt.date | None
    number: int


@dataclass(frozen=True, slots=True)
class Explained:
    """Of so many classes of a school someone said why there was no update in time for a posting
    day that is over; `late` where there is one since. It stands beside, and changes no count."""

    school: str
    day: dt.date
    late: bool
    number: int


@dataclass(slots=True)
class Tally:
    """Classes and posting days, each pair counted once; `ahead` are the days between handing in
    and the posting day, below 0 for what came after it. The explained ones are among the late and
    the not posted, which count them as before."""

    in_time: int = 0
    late: int = 0
    not_posted: int = 0
    late_explained: int = 0
    not_posted_explained: int = 0
    ahead: Counter[int] = field(default_factory=Counter)

    def add(self, line: Line) -> None:
        if line.handed_in is None:
            self.not_posted += line.number
            return
        days = (line.day - line.handed_in).days
        self.ahead[days] += line.number
        if days >= 0:
            self.in_time += line.number
        else:
            self.late += line.number

    def set_beside(self, explained: Explained) -> None:
        if explained.late:
            self.late_explained += explained.number
        else:
            self.not_posted_explained += explained.number

    @property
    def asked(self) -> int:
        return self.in_time + self.late + self.not_posted

    @property
    def percent(self) -> int | None:
        """Handed in by the end of the posting day, of all that were asked."""
        return percent(self.in_time, self.asked)

    @property
    def median(self) -> float | None:
        return median(self.ahead)


def percent(part: int, whole: int) -> int | None:
    """A whole number, None of nothing. 100 means all and 0 none, whatever rounding would say."""
    if not whole:
        return None
    if part in (0, whole):
        return 100 * part // whole
    return min(99, max(1, (200 * part + whole) // (2 * whole)))


def median(numbers: Mapping[int, int]) -> float | None:
    """Of values and how often each occurs; the mean of the two in the middle of an even number."""
    values = sorted(value for value, times in numbers.items() if times > 0)
    ends, total = [], 0
    for value in values:
        total += numbers[value]
        ends.append(total)
    if not total:
        return None
    low, high = (values[bisect_right(ends, place)] for place in ((total - 1) // 2, total // 2))
    return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are compared with others: a term, a month, or a school year without terms."""

    name: str
    first: dt.date
    last: dt.date

    def includes(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def this_and_last(spans: Iterable[Span], until: dt.date) -> tuple[Span | None, Span | None]:
    """The newest that has begun by `until`, and the one before it."""
    begun = sorted((span for span in spans if span.first <= until), key=lambda span: span.first)
    last_two = [*[None] * 2, *begun][-2:]
    return last_two[1], last_two[0]


def tally(lines: Iterable[Line], span: Span | None = None) -> Tally:
    found = Tally()
    for line in lines:
        if span is None or span.includes(line.day):
            found.add(line)
    return found


def by_day(lines: Iterable[Line], explained: Iterable[Explained] = ()) -> dict[dt.date, Tally]:
    """Oldest first. What was explained of a day that is not counted is left out."""
    found: dict[dt.date, Tally] = {}
    for line in sorted(lines, key=lambda each: each.day):
        found.setdefault(line.day, Tally()).add(line)
    for each in explained:
        if each.day in found:
            found[each.day].set_beside(each)
    return found


def by_school(lines: Iterable[Line], span: Span | None) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for line in lines:
        if span is not None and span.includes(line.day):
            found.setdefault(line.school, Tally()).add(line)
    return found


# ---------------------------------------------------------------- families
def told_schools(by_school: Mapping[str, int]) -> frozenset[str]:
    """The schools whose number is shown. What the district's number counts, it counts of these
    alone: from one that counts all, whoever takes the others away has what is not shown."""
    return frozenset(school for school, number in by_school.items() if not is_few(number))


# ---------------------------------------------------------------- the updates of a month
@dataclass(frozen=True, slots=True)
class Running:
    """So many classes of a school that run on the same days; None for the school year's own."""

    school: str
    first: dt.date | None
    last: dt.date | None
    number: int


@dataclass(frozen=True, slots=True)
class Posted:
    """So many of those classes with `updates` live updates that count for a month."""

    school: str
    first: dt.date | None
    last: dt.date | None
    month: dt.date
    updates: int
    number: int


@dataclass(slots=True)
class Month:
    """Of how many classes a month asks something, and how many have posted that much."""

    asked: int = 0
    met: int = 0

    @property
    def percent(self) -> int | None:
        return percent(self.met, self.asked)


Days = tuple[dt.date | None, dt.date | None]


def by_month(
    running: Iterable[Running],
    posted: Iterable[Posted],
    needed: Mapping[Days, Mapping[dt.date, int]],
    until: dt.date,
) -> dict[dt.date, Month]:
    """{first day of a month: its count}, oldest first, without months that ask nothing or begin
    after `until`. `needed` says for each span of days what each month asks of such a class."""
    found: dict[dt.date, Month] = {}
    for each in running:
        for month, number in needed[each.first, each.last].items():
            if number and month <= until:
                found.setdefault(month, Month()).asked += each.number
    for row in posted:
        wanted = needed.get((row.first, row.last), {}).get(row.month, 0)
        if wanted and row.updates >= wanted and row.month in found:
            found[row.month].met += row.number
    return dict(sorted(found.items()))


# ---------------------------------------------------------------- what the checks asked
@dataclass(frozen=True, slots=True)
class Seen:
    """What the check history keeps of one time that a page was let through: what was found, by
    fingerprint, with its subject; and which of that its author confirmed or was lifted."""

    page: str
    school: str
    found: Mapping[str, str]
    answered: frozenset[str]


@dataclass(slots=True)
class Asked:
    """Questions, each counted once however often its page was checked: what became of them."""

    asked: int = 0
    fixed: int = 0
    confirmed: int = 0

    @property
    def open(self) -> int:
        return self.asked - self.fixed - self.confirmed


def answers(history: Sequence[Seen]) -> dict[tuple[str, str], Asked]:
    """{(school, subject): what was asked and what became of it}; `history` is in order of time.

    What stood in an earlier version of a page, and does not in its newest, is fixed.
    """
    subjects: dict[tuple[str, str], str] = {}
    newest: dict[str, Seen] = {}
    for seen in history:
        newest[seen.page] = seen
        for fingerprint, subject in seen.found.items():
            subjects.setdefault((seen.page, fingerprint), subject)
    counts: dict[tuple[str, str], Asked] = {}
    for (page, fingerprint), subject in subjects.items():
        last = newest[page]
        count = counts.setdefault((last.school, subject), Asked())
        count.asked += 1
        if fingerprint not in last.found:
            count.fixed += 1
        elif fingerprint in last.answered:
            count.confirmed += 1
    return counts
