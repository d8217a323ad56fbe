"""The reference pages say what the code says today."""

import pytest

from district_cms.checks.rules import RULES
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.procedure.clauses import clauses
from scripts import reference


@pytest.mark.parametrize("name", reference.PRINTED)
def test_a_page_that_is_printed_from_the_code_is_up_to_date(name: str) -> None:
    assert reference.committed(name) == reference.printed(name), (
        f"Bring it up to date: {reference.AGAIN}"
    )


def test_every_rule_of_the_gate_has_one_line() -> None:
    page = reference.gate_page()
    assert [rule for rule in RULES if page.count(f"| `{rule}` |") != 1] == []


def test_every_clause_has_one_line_with_its_whole_sentence() -> None:
    page = reference.clauses_page()
    unseen = [
        entry.id
        for entry in clauses().values()
        if page.count(f"| `{entry.id}` | {entry.strength} | {entry.sentence} |") != 1
    ]
    assert unseen == []


def test_every_role_has_one_line_among_the_pages() -> None:
    pages, _heading, _others = reference.roles_page().partition("## Everything else")
    assert [role for role in ROLE_MATRIX if pages.count(f"| {reference.ROLES[role]} |") != 1] == []


def test_a_bar_in_a_cell_does_not_begin_another() -> None:
    assert reference.table(("a",), [("one | two",)]).endswith("| one \\| two |")


def test_writing_is_not_needed_where_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert reference.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
