"""`manage.py check_privacy`: HTML in, JSON out, and what it finds of the project's own corpora."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.measured import Tell
from tests.unit.checks.privacy.corpora import LEARNED, SETS, Example, examples, measure

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


def test_the_server_measures_the_corpora(monkeypatch: pytest.MonkeyPatch, tell: Tell) -> None:
    # The unit tests count the largest corpora: here it would tell nothing more.
    sets = [half for half in SETS if half not in LEARNED]
    read = [each for each in (*examples("never"), *examples("ordinary")) if each.set in sets]
    answers = served(monkeypatch, [json.dumps({"html": example.html}) for example in read])
    found = {example.id: answer["findings"] for example, answer in zip(read, answers, strict=True)}

    def is_told(example: Example) -> bool:
        return bool(found[example.id])

    for half in sets:
        never = measure("never", half, is_told)
        ordinary = measure("ordinary", half, is_told)
        tell(
            f"check_privacy --server, {half}: {never.found} of {never.total} found or "
            f"asked ({never.share:.1%}), {ordinary.found} false alarms of "
            f"{ordinary.total} ordinary ones"
        )
        assert never.share >= 0.9
        assert ordinary.share <= 1 / 40


def test_a_finding_says_which_words_and_what_to_make_of_them(
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


def test_it_needs_no_database() -> None:
    asked = json.dumps({"html": FACT}) + "\n"
    done = subprocess.run(
        [sys.executable, "manage.py", "check_privacy", "--server"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "postgres://nobody:x@127.0.0.1:9/nothing"},
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["findings"]
