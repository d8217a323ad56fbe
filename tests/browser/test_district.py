"""The district is loaded once in a place; each that is served is a copy of it."""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from scripts import databases
from tests.browser import district

IDS = {"/": 3, "/enrollment/": 7}


@pytest.fixture(autouse=True)
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that would have been run, each doing the least that can be seen."""
    done: list[str] = []

    def run(code: str, environment: Mapping[str, str], _failed: str) -> str:
        done.append(code)
        with closing(sqlite3.connect(path_of(environment["DATABASE_URL"]))) as file, file:
            if code.startswith(district.MIGRATION):
                file.execute("CREATE TABLE wagtailcore_site (port)")
            if code.endswith(district.LOADING):
                file.execute("INSERT INTO wagtailcore_site VALUES (80)")
                (Path(environment["VAR_DIR"]) / "picture.jpg").write_text("a picture")
        return f"\n{json.dumps(IDS)}\n"

    monkeypatch.setattr(district, "_run", run)
    return done


def path_of(url: str) -> str:
    return url.removeprefix("sqlite:///")


def port(url: str) -> int:
    with closing(sqlite3.connect(path_of(url))) as file:
        return int(file.execute("SELECT port FROM wagtailcore_site").fetchone()[0])


def test_whoever_comes_second_finds_what_the_first_one_loaded(
    tmp_path: Path, runs: list[str]
) -> None:
    first = district.load_once(tmp_path / "place")
    assert district.load_once(tmp_path / "place") == first
    assert first.ids == IDS
    assert runs == [district.MIGRATION + district.LOADING]


def test_what_was_taken_away_is_loaded_again(tmp_path: Path, runs: list[str]) -> None:
    district.load_once(tmp_path / "place")
    district.unload(tmp_path / "place")
    district.unload(tmp_path / "place")  # as the second of two processes does at its end
    assert district.load_once(tmp_path / "place").ids == IDS
    assert len(runs) == 2


def test_a_place_where_loading_failed_is_not_taken_for_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_anything: object) -> str:
        raise district.DistrictFailed("No room on the disk")

    with monkeypatch.context() as patch:
        patch.setattr(district, "_run", fail)
        with pytest.raises(district.DistrictFailed):
            district.load_once(tmp_path / "place")
    assert district.load_once(tmp_path / "place").ids == IDS


def test_each_copy_has_its_own_files_database_and_port(tmp_path: Path) -> None:
    loaded = district.load_once(tmp_path / "place")
    for number, name in enumerate(("one", "other")):
        with district._copied(loaded, tmp_path / name, "") as url:
            databases.answer_at(url, 8001 + number)
            assert port(url) == 8001 + number
            assert (tmp_path / name / "picture.jpg").read_text() == "a picture"
    assert port(loaded.url) == 80
