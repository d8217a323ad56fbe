"""The process that reads strangers' files: its bounds, and what becomes of its answers."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district_cms.checks.documents import Examination, State, isolated
from district_cms.checks.documents import __main__ as reader
from district_cms.checks.documents.isolated import examine_isolated
from district_cms.checks.documents.results import Problem
from tests.factories import files


@pytest.mark.parametrize("extension, found", [
    ("txt", Examination(kind="plain")),
    ("csv", Examination(kind="plain")),
    ("mp4", Examination(kind="recording")),
    ("m4a", Examination(kind="recording")),
    ("doc", Examination(state=State.UNKNOWN)),
    ("", Examination(state=State.UNKNOWN)),
])  # fmt: skip
def test_some_kinds_are_known_without_looking(extension: str, found: Examination) -> None:
    assert examine_isolated(io.BytesIO(b"anything"), extension) == found


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*args: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("reader", 1)

    monkeypatch.setattr(subprocess, "run", too_long)
    found = examine_isolated(io.BytesIO(files.pdf()), "pdf")
    assert found == Examination(kind="pdf", state=State.TOO_MUCH)


@pytest.mark.parametrize("end", [
    "raise SystemExit(3)",
    "import os, signal; os.kill(os.getpid(), signal.SIGXCPU)",
])  # fmt: skip
def test_a_subprocess_that_reaches_its_limits_counts_as_too_much(
    end: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, end))
    found = examine_isolated(io.BytesIO(files.pdf()), "pdf")
    assert found == Examination(kind="pdf", state=State.TOO_MUCH)


def test_a_subprocess_out_of_memory_exits_with_its_own_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def without_end(data: bytes, extension: str) -> Examination:
        raise MemoryError

    monkeypatch.setattr(reader, "examine", without_end)
    monkeypatch.setattr(reader, "set_limits", lambda seconds: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert reader.main("pdf", "10") == isolated.OUT_OF_MEMORY


def test_a_file_larger_than_any_upload_is_not_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "LARGEST", 10)
    found = examine_isolated(io.BytesIO(files.pdf()), "pdf")
    assert found == Examination(kind="pdf", state=State.TOO_MUCH)


def program(folder: Path, code: str) -> str:
    """A program in place of the reader."""
    made = folder / "reader"
    made.write_text(f"#!{sys.executable}\n{code}\n")
    made.chmod(0o700)
    return str(made)


@pytest.mark.parametrize("code", [
    "import os; os.abort()",
    "raise SystemExit(1)",
    "print('no JSON')",
    "print('[]')",
    "print('{\"tagged\": \"yes\"}')",
    "print('{\"state\": \"splendid\"}')",
])  # fmt: skip
def test_a_reader_that_crashes_or_gives_no_sense_has_failed(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, code))
    found = examine_isolated(io.BytesIO(files.pdf()), "pdf")
    assert found == Examination(kind="pdf", state=State.FAILED)


def test_the_reader_learns_none_of_the_sites_secrets(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SECRET_KEY", "of-the-site")
    code = 'import json, os\nprint(json.dumps({"kind": "pdf", "title": " ".join(os.environ)}))'
    monkeypatch.setattr(sys, "executable", program(tmp_path, code))
    title = examine_isolated(io.BytesIO(b""), "pdf").title
    assert title is not None
    assert "PATH" in title
    assert "SECRET_KEY" not in title


FULL = Examination(
    kind="captions",
    state=State.READ,
    locked="assistive",
    title="",
    language="es-MX",
    tagged=False,
    shows_title=True,
    has_text=True,
    pages=3,
    pages_read=3,
    pages_of_pictures=0,
    words=0,
    headings=1,
    pictures=2,
    pictures_without_words=1,
    slides_without_title=(1, 2),
    unnamed_sheets=("Sheet1",),
    cues=4,
    seconds=7.5,
    problems=(Problem("order", 12),),
)


def test_an_examination_comes_back_from_storage_as_it_went_in() -> None:
    assert Examination.from_json(FULL.as_json()) == FULL


@given(st.sampled_from(sorted(FULL.as_json())), st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5),
    st.lists(st.one_of(st.none(), st.text(max_size=3), st.integers()), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
))  # fmt: skip
def test_a_value_of_the_wrong_type_is_a_plain_refusal(name: str, value: object) -> None:
    try:
        found = Examination.from_json({**FULL.as_json(), name: value})
    except ValueError:
        return
    assert Examination.from_json(found.as_json()) == found
