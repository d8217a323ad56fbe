"""Tables: headers, empty headers, titles; from block values and from HTML."""

import pytest

from district_cms.checks.accessibility import check_html, check_table
from district_cms.checks.accessibility.tables import headers

OWN = {rule.id for rule in headers.RULES}

FACTS = [["Day", "List"], ["Monday", "3"], ["Tuesday", "4"]]


def table_rules(data: object, row: bool, column: bool, caption: str = "Lists") -> list[str]:
    return [fault.rule for fault in check_table(data, row, column, caption)]  # type: ignore[arg-type]


def html_rules(html: str) -> list[str]:
    """Returns the broken rules of this subject only."""
    return [fault.rule for fault in check_html(html) if fault.rule in OWN]


@pytest.mark.parametrize(
    "row, column, rules",
    [
        (False, False, ["table-no-headers"]),
        (True, False, []),
        (False, True, []),
    ],
)
def test_a_data_table_has_a_heading_row_or_column(
    row: bool, column: bool, rules: list[str]
) -> None:
    assert table_rules(FACTS, row, column) == rules


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        [[]],
        [[None, None], [None, None]],
        [["", "\u00a0"], [" ", None]],
        [None, None],
    ],
)
def test_an_empty_table_is_not_checked(data: object) -> None:
    assert table_rules(data, False, False, caption="") == []


@pytest.mark.parametrize(
    "data",
    [
        [["Monday", "Tuesday"]],
        [["Monday"], ["Tuesday"]],
    ],
)
def test_a_single_row_or_column_is_a_list_and_needs_no_headers(data: object) -> None:
    assert table_rules(data, False, False) == []


@pytest.mark.parametrize(
    "data, row, column, places",
    [
        # An empty corner is allowed.
        ([["", "Mon"], ["Math", "1"]], True, True, []),
        ([["", "Mon"], ["Math", "1"]], False, True, []),
        # An empty heading above data is not.
        ([["Day", ""], ["Mon", "1"]], True, False, [(1, 2)]),
        ([["Day", None, " "], ["Mon", "1", "2"]], True, False, [(1, 2), (1, 3)]),
        ([["Day", "List"], ["", "1"]], True, True, [(2, 1)]),
        ([["Day", "1"], ["", "1"]], False, True, [(2, 1)]),
        # An empty column or row needs no heading.
        ([["Day", ""], ["Mon", ""]], True, False, []),
        # Numbers count as words, zero too.
        ([["Day", 0], ["Mon", 1]], True, False, []),
        # Rows may differ in length.
        ([["Day"], ["Mon", "1"]], True, False, []),
    ],
)
def test_an_empty_heading_cell_is_found_if_data_depends_on_it(
    data: object, row: bool, column: bool, places: list[tuple[int, int]]
) -> None:
    faults = check_table(data, row, column, "Lists")  # type: ignore[arg-type]
    found = [(dict(fault.params)["row"], dict(fault.params)["column"]) for fault in faults]
    assert found == [(str(row), str(column)) for row, column in places]
    assert {fault.rule for fault in faults} <= {"table-empty-header"}


@pytest.mark.parametrize(
    "data, row, column, expected",
    [
        ([["", "Mon"], ["Math", "1"]], True, False, ["table-column-unnamed"]),
        ([["", "Mon"], ["Math", "1"]], True, True, []),
        ([["", "Mon"], ["", "1"]], True, False, []),
        ([["Day", "List"], ["", ""], ["Mon", "1"]], True, False, ["table-blank-row"]),
        ([["Day", "List"], ["", ""], ["Mon", "1"]], True, True, ["table-blank-row"]),
        # Rows to fill in by hand at the end.
        ([["Day", "List"], ["Mon", "1"], ["", ""], ["", ""]], True, False, []),
    ],
)
def test_a_column_without_a_name_and_a_blank_row_are_asked_about(
    data: list[list[str]], row: bool, column: bool, expected: list[str]
) -> None:
    assert table_rules(data, row, column, "Lists") == expected
    tag = "th" if row else "td"
    first = "th" if column else "td"
    lines = "".join(
        "<tr>"
        + "".join(
            f"<{kind}>{cell}</{kind}>"
            for place, cell in enumerate(cells)
            for kind in (tag if not number else "td" if place else first,)
        )
        + "</tr>"
        for number, cells in enumerate(data)
    )
    html = f"<table><caption>Lists</caption>{lines}</table>"
    assert [fault.rule for fault in check_html(html)] == expected


def test_passages_side_by_side_in_a_table_are_asked_about() -> None:
    cell = "<td><p>We are learning the letters M, S and T; look for them on every sign.</p></td>"
    layout = [fault.rule for fault in check_html(f"<table><tr>{cell}{cell}</tr></table>")]
    assert layout == ["table-layout"]
    assert check_html(f'<table role="presentation"><tr>{cell}{cell}</tr></table>') == []
    assert check_html(f"<table><tr>{cell}</tr></table>") == []


@pytest.mark.parametrize("caption", ["", " ", "\u200b"])
def test_a_table_without_a_title_is_advised_to_get_one(caption: str) -> None:
    assert table_rules(FACTS, True, False, caption) == ["table-caption"]


PLAIN = "<tr><td>Day</td><td>List</td></tr><tr><td>Monday</td><td>3</td></tr>"
HEADED = "<tr><th>Day</th><th>List</th></tr><tr><td>Monday</td><td>3</td></tr>"


@pytest.mark.parametrize(
    "rows",
    [
        PLAIN,
        f"<tbody>{PLAIN}</tbody>",
        f"<thead></thead>{PLAIN}<tfoot></tfoot>",
        "<tr><td>a<td>b<tr><td>c<td>d",
        '<tr><td><img alt="a"></td><td>b</td></tr><tr><td>c</td><td>d</td></tr>',
    ],
)
def test_an_html_data_table_has_headers(rows: str) -> None:
    assert html_rules(f"<table><caption>Lists</caption>{rows}</table>") == ["table-no-headers"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table><caption>Lists</caption>{HEADED}</table>",
        f'<table aria-label="Lists">{HEADED}</table>',
        f'<table aria-labelledby="t">{HEADED}</table><p id="t">Lists</p>',
        f"<figure><table>{HEADED}</table><figcaption>Lists</figcaption></figure>",
        f'<table title="Lists">{PLAIN.replace("<td>D", "<td scope=col>D")}</table>',
        (
            '<table title="Lists"><tr><td id="a">A</td><td>B</td></tr>'
            '<tr><td headers="a">1</td><td>2</td></tr></table>'
        ),
        f'<table title="Lists">{PLAIN.replace("<td>D", "<td role=columnheader>D")}</table>',
        f'<table role="presentation">{PLAIN}</table>',
        f'<table role="none">{PLAIN}</table>',
        f"<table hidden>{PLAIN}</table>",
        f'<div aria-hidden="true"><table>{PLAIN}</table></div>',
        # A layout table, not a data table.
        (
            f"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td><table>"
            f"<caption>L</caption>{HEADED}</table></td></tr></table>"
        ),
        "<table><tr><td><h2>News</h2></td><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "<table><tr><td>Name</td><td><input></td></tr><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></tr></table>",
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        "<table></table>",
        "<table><tr><td> </td><td></td></tr><tr><td></td><td></td></tr></table>",
    ],
)
def test_a_table_with_headers_or_without_data_passes(table: str) -> None:
    assert html_rules(table) == []


def test_a_presentational_role_does_not_excuse_a_named_table() -> None:
    html = f'<table role="presentation" aria-label="Lists">{PLAIN}</table>'
    assert html_rules(html) == ["table-no-headers"]


@pytest.mark.parametrize(
    "rows, found",
    [
        ("<tr><th></th><th>Mon</th></tr><tr><th>Math</th><td>1</td></tr>", 0),
        ("<tr><th>Day</th><th></th></tr><tr><td>Mon</td><td>1</td></tr>", 1),
        ("<tr><th>Day</th><th> &nbsp;</th></tr><tr><td>Mon</td><td>1</td></tr>", 1),
        ('<tr><th>Day</th><th><img alt=""></th></tr><tr><td>Mon</td><td>1</td></tr>', 1),
        ('<tr><th>Day</th><th><img alt="List"></th></tr><tr><td>Mon</td><td>1</td></tr>', 0),
        ('<tr><th>Day</th><th aria-label="List"></th></tr><tr><td>Mon</td><td>1</td></tr>', 0),
        ("<tr><th>Day</th><th></th></tr><tr><td>Mon</td><td></td></tr>", 0),
        ("<tr><th>Day</th><th hidden></th></tr><tr><td>Mon</td><td hidden>1</td></tr>", 0),
        ("<tr><th>Day</th><td>Mon</td></tr><tr><th></th><td>1</td></tr>", 1),
        # Two rows of headings: the second names the columns that the first leaves empty.
        (
            (
                "<thead><tr><th></th><th></th><th>Fall</th></tr>"
                "<tr><th></th><th>Day</th><th>List</th></tr></thead>"
                "<tr><th>Math</th><td>Mon</td><td>1</td></tr>"
            ),
            0,
        ),
        # A wide heading covers both columns.
        (
            "<tr><th>Day</th><th colspan=2>Lists</th></tr><tr><td>M</td><td>1</td><td>2</td></tr>",
            0,
        ),
        # The tall cell pushes the second row's first cell below the empty heading.
        (
            (
                "<tr><th>Week</th><th></th></tr><tr><td rowspan=2>1</td><td></td></tr>"
                "<tr><td>Mon</td></tr>"
            ),
            1,
        ),
        ('<tr><th>Day</th><th colspan="99999999">List</th></tr><tr><td>Mon</td><td>1</td></tr>', 0),
        ('<tr><th rowspan="0">Day</th><th colspan="x">L</th></tr><tr><td>1</td></tr>', 0),
    ],
)
def test_an_empty_html_heading_is_found_if_data_depends_on_it(rows: str, found: int) -> None:
    rules = html_rules(f"<table><caption>Lists</caption>{rows}</table>")
    assert rules == ["table-empty-header"] * found


def test_the_selector_of_a_cell_works_with_and_without_tbody() -> None:
    rows = "<tr><th>A</th><th></th></tr><tr><td>1</td><td>2</td></tr>"
    (fault,) = check_html(f"<table><caption>Lists</caption>{rows}</table>")
    assert fault.selector == "table:nth-of-type(1) tr:nth-of-type(1) > th:nth-of-type(2)"
    assert dict(fault.params) == {"row": "1", "column": "2"}


@pytest.mark.parametrize(
    "data, found",
    [
        ([["News. " * 40, "Homework. " * 40]], True),
        ([["Monday", "Read. " * 40], ["Tuesday", "Write. " * 40]], True),
        ([["News. " * 40, "short"], ["short", "short"]], False),
        ([["News. " * 40]], False),
    ],
)
def test_a_table_of_passages_is_asked_about(data: object, found: bool) -> None:
    assert ("table-layout" in table_rules(data, True, False)) is found


def named(rows: str, attributes: str = "") -> str:
    return f'<table title="Lists" {attributes}>{rows}</table>'


@pytest.mark.parametrize(
    "html, words",
    [
        (named("<tr><th>Day<th>List<tr><td>Monday"), ["List"]),
        (named("<thead><tr><th>Day<th>List<tbody><tr><td>Monday"), ["List"]),
        (named("<tr><th>Day<tr><td>Monday<tr><th>Total"), ["Total"]),
        (
            named('<tr><th id="a">Day<th id="b">List<tr><td>Monday<td headers="a">Tuesday'),
            ["List"],
        ),
        (
            (
                '<div role="grid" aria-label="L"><div role="row"><b role="columnheader">Day</b>'
                '<b role="columnheader">List</b></div><div role="row"><b role="gridcell">1</b>'
                "</div></div>"
            ),
            ["List"],
        ),
        # Good ones
        (named("<tr><th>Day<th>List<tr><td>Monday<td>3"), []),
        (named("<tr><th>Day<th>List<tr><td colspan=2>Monday"), []),
        (named("<tr><th>Day<th>List<tr><td>Monday<td>"), []),
        (named("<tr><th>Day<td>3<tr><th>Total<td>4"), []),
        (named("<tr><th colspan=2>Fall<tr><th>Day<th>List<tr><td>Monday<td>3"), []),
        (named("<tr><th>Day<th>List<tr><th>Monday<th>3"), []),
        (named("<tr><th>Day"), []),
        (named('<tr><th id="a">Day<th id="b">List<tr><td>1<tr><td headers="b">3'), []),
        (named("<tr><th>Day<th hidden>List<tr><td>Monday"), []),
        (named("<tr><th>Day<th role=cell>List<tr><td>Monday"), []),
        (named("<tr><td>1<tfoot><tr><th>Day"), []),
        (named("<tr><th>Day<tr><td>Monday<tr><th>Day"), []),
        (named("<tr><th>Day<th>List<tr><td>Monday", "hidden"), []),
        (named("<tr><th>Day<th>List<tr><td>Monday", "role=none title=''"), []),
        ('<div><p role="columnheader">Day</p></div>', []),
    ],
)
def test_a_heading_cell_that_no_cell_uses_is_found(html: str, words: list[str]) -> None:
    faults = [fault for fault in check_html(html) if fault.rule != "aria-structure"]
    assert [fault.rule for fault in faults] == ["table-header-unused"] * len(words)
    assert [fault.excerpt for fault in faults] == words


@pytest.mark.parametrize(
    "rows, names",
    [
        ('<tr><th id="a">Day<tr><td headers="x">1', ["x"]),
        ('<tr><th id="a">Day<tr><td headers="a x">1', ["x"]),
        ('<tr><th id="a">Day<tr><td id="b" headers="b">1', ["b"]),
        ('<tr><td><b id="a">Day</b><td>2<tr><td headers="a">1<td>3', ["a"]),
        ('<tr><th id="a">Day<tr><td headers="out">1', ["out"]),
        ('<tr><th>Day<tr><td headers="in">1 <table title=I><tr><td id="in">1</table>', ["in"]),
        ('<tr><th id="a">Day<tr><td headers="a">1', []),
        ('<tr><th id="a">Day<tr><th id="b" headers="a">List<tr><td headers="a b">1', []),
        ('<tr><td role="columnheader" id="a">Day<tr><td headers="a">1', []),
        ('<tr><th>Day<tr><td headers=" ">1', []),
        ('<tr><th>Day<tr><td headers="x" hidden>1<tr><td>2', []),
    ],
)
def test_the_headers_of_a_cell_are_cells_of_its_table(rows: str, names: list[str]) -> None:
    html = f'<p id="out">Out</p>{named(rows)}'
    faults = [fault for fault in check_html(html) if fault.rule in OWN]
    assert [fault.rule for fault in faults] == ["table-bad-headers-ref"] * len(names)
    assert [fault.excerpt for fault in faults] == names


@pytest.mark.parametrize("attributes", ["hidden", 'role="region"', 'aria-hidden="true"'])
def test_headers_in_a_table_without_table_semantics_are_not_checked(attributes: str) -> None:
    table = named('<tr><th>Day<tr><td headers="x">1', attributes)
    assert "table-bad-headers-ref" not in html_rules(table)
