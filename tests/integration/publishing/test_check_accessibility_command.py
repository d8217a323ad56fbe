"""`manage.py check_accessibility`: HTML in, JSON out, and no database."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

FAULTY = '<p><img src="leaf.jpg"></p>'


class Input:
    """Standard input that holds these bytes."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def run(
    monkeypatch: pytest.MonkeyPatch, content: str, *arguments: str, **options: Any
) -> tuple[int, str]:
    """Return the exit code and what was printed."""
    monkeypatch.setattr(sys, "stdin", Input(content.encode("utf-8", "surrogatepass")))
    printed = io.StringIO()
    try:
        call_command("check_accessibility", *arguments, stdout=printed, **options)
    except SystemExit as left:
        return int(str(left.code)), printed.getvalue()
    return 0, printed.getvalue()


@pytest.mark.parametrize(
    "html, code, rules",
    [
        ("", 0, []),
        ("<h2>A</h2><h4>B</h4>", 0, ["heading-skip"]),
        (FAULTY, 1, ["img-alt-missing"]),
        (f"\ufeff<!doctype html><html lang=en><title>Leaves</title>{FAULTY}", 1, None),
    ],
)
def test_standard_input_is_checked(
    monkeypatch: pytest.MonkeyPatch, html: str, code: int, rules: list[str] | None
) -> None:
    left, printed = run(monkeypatch, html)
    assert left == code
    assert [entry["rule"] for entry in json.loads(printed)] == (rules or ["img-alt-missing"] * code)


def test_a_file_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(FAULTY.encode() + b"<p>\xff not UTF-8</p>")
    code, printed = run(monkeypatch, "<p>not this</p>", str(page))
    assert code == 1
    assert len(json.loads(printed)) == 1


def test_an_unreadable_file_does_not_count_as_a_clean_page(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as caught:
        call_command("check_accessibility", str(tmp_path / "gone.html"))
    assert caught.value.returncode == 2


def test_the_server_reads_no_file() -> None:
    with pytest.raises(CommandError, match="standard input") as caught:
        call_command("check_accessibility", "page.html", "--server")
    assert caught.value.returncode == 2


def test_each_line_gets_an_answer_and_a_bad_one_does_not_stop_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = [json.dumps({"html": FAULTY}), "<p>", "[]", "{}", json.dumps({"html": "<p>\ud800é"})]
    code, printed = run(monkeypatch, "\n".join(lines), "--server")
    answers = [json.loads(line) for line in printed.splitlines()]
    assert code == 0
    assert [sorted(answer) for answer in answers] == [
        ["findings"],
        ["error"],
        ["error"],
        ["error"],
        ["findings"],
    ]
    assert answers[0]["findings"][0]["rule"] == "img-alt-missing"
