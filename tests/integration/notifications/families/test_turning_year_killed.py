"""`turn_year` in processes of its own: killed with -9, or twice at once, it ends as a single run
does."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Collection, Locale, Page

from tests.crash.outside import ROOT, Outside, outside
from tests.factories.pages import make_classroom
from tests.integration.conftest import Clock, offered_in_november
from tests.measured import Tell

from .test_year_end import follows

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_followed"),
]

FAMILIES = [f"family{number}@example.net" for number in range(7)]


@pytest.fixture
def _followed(clock: Clock) -> None:
    """Two classes of a year that is over, and seven families who follow one or both."""
    if not Page.objects.exists():  # a test before emptied the database
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
        Collection.add_root(name="Root")
    district = offered_in_november()
    clock("2027-06-14 09:00")
    art = make_classroom(district.teacher_page, title="Art 3")
    for number, address in enumerate(FAMILIES):
        person = follows(district.classroom, address)
        if number % 2:
            page = art.translation_key
            person.subscriptions.create(channel="email", scope="class", page_uuid=page)


def run(where: Outside, *command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash.year", *command],
        cwd=ROOT,
        env=dict(where.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(process: "subprocess.Popen[str]") -> Any:
    printed, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return json.loads(printed)


def ended(where: Outside) -> Any:
    """Returns the state, in which each family has exactly one last word."""
    state = done(run(where, "state"))
    words = [row["address"] for row in state["messages"] if row["message_class"] == "year_end"]
    assert Counter(words) == Counter(FAMILIES)
    assert all(row["ended_at"] for row in state["subscriptions"])
    assert len(state["closings"]) == 1
    return state


def undisturbed(folder: Path) -> tuple[int, Any]:
    """Returns how many statements one run makes, and how it ends."""
    folder.mkdir()
    with outside(folder) as where:
        return done(run(where, "close", "0")), ended(where)


def test_killed_at_several_statements_and_run_again_it_ends_the_same(
    tmp_path: Path, tell: Tell
) -> None:
    statements, wanted = undisturbed(tmp_path / "whole")
    # Each run goes on where the one before was killed, so that the later ones are shorter.
    places = [statements * share // 10 for share in (1, 2, 4, 3, 2)]
    with outside(tmp_path) as where:
        for place in places:
            killed = run(where, "close", str(place))
            killed.communicate(timeout=120)
            assert killed.returncode == -signal.SIGKILL, place
        last = done(run(where, "close", "0"))
        assert ended(where) == wanted
    tell(f"turn_year: {statements} statements, killed before {places}; the last run made {last}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_runs_at_once_end_as_one(tmp_path: Path) -> None:
    _statements, wanted = undisturbed(tmp_path / "whole")
    with outside(tmp_path) as where:
        for process in [run(where, "close", "0"), run(where, "close", "0")]:
            done(process)
        assert ended(where) == wanted
