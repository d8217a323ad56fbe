"""Statements that are written once: which of them stay."""

import pytest

from district_cms.web.statements.written import WrittenOnce


def test_a_statement_that_is_asked_for_stays_while_a_crowd_of_rare_ones_passes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("district_cms.web.statements.written.MOST", 3)
    kept, anew = WrittenOnce[str](), []

    def ask(key: str) -> None:
        def write() -> str:
            anew.append(key)
            return f"SELECT {key}"

        assert kept.get(key, write) == f"SELECT {key}"

    for number in range(9):
        ask("common")
        ask(f"rare {number}")
    assert anew.count("common") == 1
    ask("rare 8")
    ask("rare 0")
    assert anew == ["common", *(f"rare {number}" for number in range(9)), "rare 0"]
