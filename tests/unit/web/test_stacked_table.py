"""A list that is read on a phone: each cell says its column, and stays a cell."""

from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn

from district_cms.web.tables import StackedTable


@dataclass
class Message:
    subject: str
    state: str


def drawn(*columns: BaseColumn) -> Any:
    table = StackedTable(columns, [Message("Hello <b>", "sent"), Message("Again", "")])
    return BeautifulSoup(table.render_html({"request": None}), "html.parser")


def test_each_cell_carries_the_name_of_its_column_and_its_role() -> None:
    found = drawn(TitleColumn("subject", label="Subject"), Column("state", label='Status "now"'))
    table = found.table
    assert table["role"] == "table"
    assert [row["role"] for row in table.tbody.find_all("tr")] == ["row", "row"]
    cells = table.tbody.find_all("td")
    assert {cell["role"] for cell in cells} == {"cell"}
    assert [cell["data-label"] for cell in cells] == ["Subject", 'Status "now"'] * 2
    assert [" ".join(cell.text.split()) for cell in cells] == ["Hello <b>", "sent", "Again", ""]


def test_a_cell_with_nothing_in_it_is_marked_so_that_no_card_shows_its_name_alone() -> None:
    found = drawn(TitleColumn("subject", label="Subject"), Column("state", label="Status"))
    cells = found.tbody.find_all("td", attrs={"data-label": "Status"})
    assert [cell.has_attr("data-empty") for cell in cells] == [False, True]


def test_a_heading_of_a_row_stays_one() -> None:
    class Heading(Column):
        def render_cell_html(self, instance: Any, parent_context: Any) -> str:
            return f'\n<th scope="row">{instance.state}</th>'

    found = drawn(Heading("state", label="Status"))
    assert [cell["role"] for cell in found.tbody.find_all("th")] == ["rowheader", "rowheader"]


def test_a_column_that_renders_no_cell_is_refused() -> None:
    class Loose(Column):
        def render_cell_html(self, instance: Any, parent_context: Any) -> str:
            return "loose words"

    with pytest.raises(ValueError, match="draws no table cell"):
        drawn(Loose("state", label="Status"))
