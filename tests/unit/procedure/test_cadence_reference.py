"""The tables of the reference page are printed from the code and compared."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from district_cms.procedure.cadence import NoSchoolRule, Slot, SlotReason, slots
from district_cms.procedure.months import monthly_counts
from district_cms.procedure.slots import Post, Standing, assign
from tests.unit.procedure.school_year import DENVER, LARKSPUR, at

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "cadence.md"


def table(*rows: Iterable[str]) -> str:
    head, *body = ["| " + " | ".join(cells) + " |" for cells in rows]
    rule = "|" + "---|" * (head.count("|") - 1)
    return "\n".join([head, rule, *body])


def said(day: date) -> str:
    return f"{day:%A}, {day:%B} {day.day}, {day.year}"


def kept_on(slot: Slot) -> str:
    if slot.day is None:
        return "left out"
    return "the same day" if slot.reason is SlotReason.ON_ITS_DAY else said(slot.day)


def table_of_dates() -> str:
    by_rule = [slots(LARKSPUR, rule) for rule in NoSchoolRule]
    rows = [
        (said(of_one[0].nominal), *(kept_on(slot) for slot in of_one))
        for of_one in zip(*by_rule, strict=True)
    ]
    return table(("the procedure's date", "next", "before", "left out"), *rows)


def table_of_posts() -> str:
    names = {"2026-10-06": "October 6", "2026-10-27": "October 27", "2026-11-03": "November 3"}
    rows = []
    for moments in (
        (("2026-10-06", "15:40"), ("2026-10-27", "23:59"), ("2026-11-02", "16:10")),
        (("2026-10-06", "15:40"), ("2026-10-28", "00:01")),
        (("2026-10-07", "07:30"),),
        (("2026-10-07", "07:30"), ("2026-10-26", "15:40")),
        (("2026-10-28", "15:40"), ("2026-10-29", "15:40"), ("2026-10-30", "15:40")),
    ):
        posts = [Post(day, at(day, clock), at(day, clock)) for day, clock in moments]
        found = assign(
            posts, calendar=LARKSPUR, rule=NoSchoolRule.NEXT, tz=DENVER, now=at("2027-07-30")
        )
        standing = {result.slot.nominal.isoformat(): result.standing for result in found}
        said_posts = "; ".join(
            f"{date.fromisoformat(day):%B} {int(day[-2:])}, {clock}" for day, clock in moments
        )
        rows.append((said_posts, *(f"`{standing[nominal]}`" for nominal in names)))
    return table(("updates", *names.values()), *rows)


def table_of_months() -> str:
    found = monthly_counts(
        (), calendar=LARKSPUR, rule=NoSchoolRule.NEXT, tz=DENVER, now=at("2026-08-01")
    )
    rows = [
        (
            f"{date(count.year, count.month, 1):%B %Y}",
            str(len(LARKSPUR.school_days_in(count.year, count.month))),
            str(count.needed),
        )
        for count in found
    ]
    return table(("month", "school days", "updates needed"), *rows)


@pytest.mark.parametrize("printed", [table_of_dates, table_of_posts, table_of_months])
def test_the_reference_pages_tables_match_the_code(printed: Callable[[], str]) -> None:
    assert printed() in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("standing", Standing)
def test_the_reference_page_explains_every_standing(standing: Standing) -> None:
    assert f"\n| `{standing}` | " in PAGE.read_text(encoding="utf-8")
