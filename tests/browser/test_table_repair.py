"""In the page editor one press makes a table's first row its title, or its headings."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.district import District

from .conftest import OpenPage
from .test_accessibility_editor import item, open_panel

pytestmark = pytest.mark.browser

DRAFTS = """
import datetime as dt, json
from classroom.models import ClassroomTeacher
from classroom.services.updates import add_draft
from district_cms.people.models import Staff
staff = Staff.objects.get(user__email="gideon.pruitt@larkspur.example")
classroom = ClassroomTeacher.objects.current().filter(staff=staff).order_by("pk")[0].classroom
facts = [["Day", "Pages"], ["Monday", "12"], ["Tuesday", "13"]]
made = []
for rows, choice in (([["Pages to read", ""], *facts], "row"), (facts, "neither")):
    value = dict(data=rows, table_caption="" if choice == "row" else "Pages to read",
        table_header_choice=choice, first_row_is_table_header=choice == "row",
        first_col_is_header=False)
    update = add_draft(classroom=classroom, user=staff.user, title="Reading on", content=dict(
        period_start=dt.date(2026, 11, 25), period_end=dt.date(2026, 12, 1),
        lesson=[("table", value)],
        assignments_none=True, curriculum_none=True, events_none=True))
    made.append(update.pk)
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def drafts(served: District) -> list[int]:
    found: list[int] = json.loads(served.ask(DRAFTS))
    return found


def stored(page: Page) -> dict[str, object]:
    """What the form would send of the table."""
    value: dict[str, object] = json.loads(
        page.locator("input[type=hidden][name^='lesson-'][name$='-value']").first.input_value()
    )
    return value


# The same button and script as in the test before, with one row more.
@pytest.mark.slow
def test_the_first_row_becomes_the_title_and_the_next_one_the_headings(
    open_page: OpenPage, drafts: list[int]
) -> None:
    page = open_page("gideon.pruitt")
    page.goto(f"/admin/pages/{drafts[0]}/edit/")
    open_panel(page)
    found = item(page, "Must fix", "A heading cell in the table is empty")
    found.get_by_role("button", name="Make the first row the title").click()
    expect(page.get_by_label("Table caption")).to_have_value("Pages to read")
    expect(page.locator("[data-gate-panel]")).not_to_contain_text("A heading cell in the table")
    table = stored(page)
    assert table["data"] == [["Day", "Pages"], ["Monday", "12"], ["Tuesday", "13"]]
    assert (table["table_caption"], table["table_header_choice"]) == ("Pages to read", "row")


# What the button sends, and when it is offered, is tested without a browser.
@pytest.mark.slow
def test_the_first_row_becomes_the_headings(open_page: OpenPage, drafts: list[int]) -> None:
    page = open_page("gideon.pruitt")
    page.goto(f"/admin/pages/{drafts[1]}/edit/")
    open_panel(page)
    found = item(page, "Must fix", "has no heading row or column")
    found.get_by_role("button", name="Make the first row the headings").click()
    expect(page.get_by_label("Table headers")).to_have_value("row")
    expect(page.locator("[data-gate-panel]")).not_to_contain_text("has no heading row")
    assert stored(page)["table_header_choice"] == "row"
