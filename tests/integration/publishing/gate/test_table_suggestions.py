"""What one press can do for a table in the page editor."""

from typing import Any

import pytest

from classroom.models import UpdatePage
from district_cms.publishing.editor.live_check import check_response

FACTS = [["Day", "Pages"], ["Monday", "12"], ["Tuesday", "13"]]
TITLED = [["Pages to read", ""], *FACTS]


def offered(rows: list[list[str]], **more: Any) -> dict[str, dict[str, str] | None]:
    value = {
        "data": rows,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "",
    } | more
    page = UpdatePage(title="Reading", slug="reading", lesson=[("table", value)])
    found = [each for each in page.publish_findings() if each.rule.startswith("table-")]
    told = check_response(page, found, {}, {})["findings"]
    return {each["rule"]: each["suggestion"] for each in told}


TITLE = {"of": "table", "label": "Make the first row the title", "title": "Pages to read"}
HEADINGS = {"of": "table", "label": "Make the first row the headings"}


@pytest.mark.parametrize(
    ("rows", "more", "expected"),
    [
        (TITLED, {}, {"table-caption": TITLE, "table-empty-header": TITLE}),
        (FACTS, {}, {"table-caption": None}),
        (
            FACTS,
            {"first_row_is_table_header": False},
            {"table-caption": None, "table-no-headers": HEADINGS},
        ),
        (
            [["Day", "Book"], ["Monday", "Frogs"]],
            {"first_row_is_table_header": False, "table_caption": "Books"},
            {"table-no-headers": None},
        ),
        # A cell that reaches over others is counted by its row: it would move.
        (
            TITLED,
            {"mergeCells": [{"row": 1, "col": 0, "rowspan": 1, "colspan": 2}]},
            {"table-caption": None, "table-empty-header": None},
        ),
        # It has a title: the first row is something else.
        (TITLED, {"table_caption": "Books"}, {"table-empty-header": None}),
    ],
)
def test_a_table_is_put_right_where_its_rows_leave_no_other_reading(
    db: None, rows: list[list[str]], more: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert offered(rows, **more) == expected
