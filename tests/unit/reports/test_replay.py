"""A replay counts what a slow reading of the rules counts, for any calendar and any updates."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from classroom.ledger.refresh import Rules
from district_cms.procedure.active import active, in_force
from district_cms.procedure.cadence import NoSchoolRule, YearCalendar
from district_cms.procedure.slots import ClassSpan, Post
from district_cms.reports.replay.drafts import read_draft
from district_cms.reports.replay.judging import as_if_always, judge
from tests.unit.procedure.school_year import DENVER

DAY = timedelta(days=1)
WEEKLY = """
[[versions]]
from = 2031-08-01
[versions.posting]
rules = ["FREQ=WEEKLY;BYDAY=TU"]
says = { en = "every Tuesday", es = "todos los martes" }
minimum_a_month = 4
"""
first_days = st.dates(date(2021, 8, 1), date(2029, 9, 30))


def in_denver(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=DENVER)


@st.composite
def school_years(draw: st.DrawFn) -> YearCalendar:
    first = draw(first_days)
    breaks = st.tuples(st.integers(0, 300), st.integers(1, 30))
    closed = {
        first + (start + number) * DAY
        for start, length in draw(st.lists(breaks, max_size=8))
        for number in range(length)
    }
    return YearCalendar(first, first + draw(st.integers(20, 320)) * DAY, frozenset(closed))


posts = st.lists(st.tuples(st.integers(-5, 340), st.integers(0, 23)), max_size=30)
spans = st.none() | st.tuples(st.integers(0, 200), st.integers(0, 330))


def oracle(
    year: YearCalendar,
    rule: NoSchoolRule,
    dates: list[date],
    span: ClassSpan,
    today: date,
    *,
    weekly: bool,
) -> Counter[tuple[str, str]]:
    """Counts day by day; `dates` are the days of updates, which were live at once."""
    all_days = [year.first_day + n * DAY for n in range((year.last_day - year.first_day).days + 1)]
    school = [day for day in all_days if day.weekday() < 5 and day not in year.no_school]
    due: dict[date, date] = {}
    found: Counter[tuple[str, str]] = Counter()

    def leave_out(day: date) -> None:
        if day < today and span.includes(day):
            found[f"{day:%Y-%m-01}", "left_out"] += 1

    for day in all_days:
        if day.weekday() != 1 or not (weekly or (day.day - 1) // 7 in (0, 3)):
            continue
        later = [each for each in school if each >= day][:1]
        earlier = [each for each in school if each <= day][-1:]
        drop = [day] if day in school else []
        at = {"next": later, "previous": earlier, "drop": drop}[rule.value]
        if not at:
            leave_out(day)
            continue
        if at[0] in due:  # two on one day: the earlier one goes
            leave_out(due[at[0]])
        due[at[0]] = day

    ends = sorted(due)
    after = [ends[-1] + n * DAY for n in range(1, 60)] if ends else []
    last_reach = next(
        (day for day in after if day.weekday() == 1 and (weekly or (day.day - 1) // 7 in (0, 3))),
        None,
    )
    counts_in = {n: f"{day:%Y-%m-01}" for n, day in enumerate(dates)}
    pools = [
        sorted(
            (day, n) for n, day in enumerate(dates) if (not before or day > before) and day <= end
        )
        for before, end in zip([None, *ends], [*ends, date.max], strict=True)
    ]
    pools[-1] = [(day, n) for day, n in pools[-1] if last_reach and day <= last_reach]
    filled: dict[date, str] = {}
    for end, pool in zip(ends, pools, strict=False):
        if pool and span.includes(end):
            _day, n = pool.pop(0)
            filled[end], counts_in[n] = "met", f"{end:%Y-%m-01}"
    for end, pool in zip(ends, pools[1:], strict=True):
        if pool and end not in filled and span.includes(end):
            filled[end], counts_in[pool[0][1]] = "late", f"{end:%Y-%m-01}"
    for end in ends:
        if end < today and span.includes(end):
            found[f"{end:%Y-%m-01}", filled.get(end, "missed")] += 1
            if end != due[end]:
                found[f"{end:%Y-%m-01}", "moved"] += 1

    posted = Counter(counts_in.values())
    for month in sorted({f"{day:%Y-%m-01}" for day in all_days}):
        first, last = (span.first_day or year.first_day), (span.last_day or year.last_day)
        if not f"{first:%Y-%m-01}" <= month <= f"{last:%Y-%m-01}" or first > last:
            continue
        days = [day for day in school if f"{day:%Y-%m-01}" == month and span.includes(day)]
        slots = sum(f"{end:%Y-%m-01}" == month and span.includes(end) for end in ends)
        minimum = 4 if weekly else 2
        needed = minimum if len(days) >= 10 else min(minimum, slots)
        if needed and month < f"{today:%Y-%m-01}":
            found[month, "enough" if posted[month] >= needed else "too_few"] += 1
    return found


@given(school_years(), st.sampled_from(NoSchoolRule), posts, spans, st.integers(0, 400))
def test_a_replay_counts_what_a_slow_reading_counts(
    year: YearCalendar,
    rule: NoSchoolRule,
    drawn: list[tuple[int, int]],
    bounds: tuple[int, int] | None,
    passed: int,
) -> None:
    now = in_denver(year.first_day + passed * DAY, 12)
    moments = [in_denver(year.first_day + day * DAY, hour) for day, hour in drawn]
    moments = [moment for moment in moments if moment <= now]
    updates = [Post(f"{number:03}", moment, moment) for number, moment in enumerate(moments)]
    first, last = [year.first_day + n * DAY for n in bounds] if bounds else (None, None)
    span = ClassSpan(first, last)
    rules, dates = Rules(year, rule, 10, DENVER), [moment.date() for moment in moments]
    given_: Any = {"rules": rules, "span": span, "now": now}

    as_drafted = judge(updates, as_if_always(in_force(), year.first_day), **given_)
    assert as_drafted == judge(updates, active(), **given_)
    today = now.date()
    assert as_drafted == oracle(year, rule, dates, span, today, weekly=False)
    weekly = as_if_always(read_draft(WEEKLY)[1].versions[-1], year.first_day)
    assert judge(updates, weekly, **given_) == oracle(year, rule, dates, span, today, weekly=True)
