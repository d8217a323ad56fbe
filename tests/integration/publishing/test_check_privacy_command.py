"""`manage.py check_privacy`: HTML in, JSON out, and what it finds of the project's own corpora."""

import io
import json
import sys

import pytest
from django.core.management import call_command

FACT = "<p>Maria Lopez is failing math.</p>"


class Input:
    """Standard input that holds these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def served(monkeypatch: pytest.MonkeyPatch, lines: list[str]) -> list[dict[str, object]]:
    """Return what the server answers to these lines."""
    monkeypatch.setattr(sys, "stdin", Input("\n".join(lines).encode()))
    printed = io.StringIO()
    call_command("check_privacy", "--server", stdout=printed)
    return [json.loads(line) for line in printed.getvalue().splitlines()]


def test_a_finding_shows_its_excerpt_and_the_fix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", Input(FACT.encode()))
    printed = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_privacy", stdout=printed)
    assert left.value.code == 1
    (entry,) = json.loads(printed.getvalue())
    assert entry == {
        "rule": "grade-told-of-name",
        "wcag": [],
        "severity": "error",
        "selector": "",
        "excerpt": "Maria L•••• … failing math",
        "message": "This seems to tell a student's grade, score or level: "
        "“Maria L•••• … failing math”.",
    }


def test_a_bad_line_does_not_stop_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = served(monkeypatch, [json.dumps({"html": FACT}), "<p>", "[]", '{"html": ""}'])
    assert [sorted(answer) for answer in answers] == [
        ["findings"],
        ["error"],
        ["error"],
        ["findings"],
    ]
