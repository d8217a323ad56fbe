"""`turn_year` in processes of its own: killed with -9, or twice at once, it ends the same."""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Collection, Locale, Page

from tests.crash.outside import ROOT, Outside, outside
from tests.factories.pages import make_classroom
from tests.integration.conftest import Clock, offered_in_november

from .test_year_end import follows

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FAMILIES = [f"family{number}@example.net" for number in range(7)]


@pytest.fixture(autouse=True)
def _followed(clock: Clock) -> None:
    """Two classes of a year that is over, and seven families who follow one or both."""
    if not Page.objects.exists():  # a test before emptied the database
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
        Collection.add_root(name="Root")
    district = offered_in_november()
    clock("2027-06-14 09:00")
    art = make_classroom(district.teacher_page, title="Art 3").translation_key
    for number, address in enumerate(FAMILIES):
        person = follows(district.classroom, address)
        if number % 2:
            person.subscriptions.create(channel="email", scope="class", page_uuid=art)


def run(where: Outside, *command: str) -> "subprocess.Popen[bytes]":
    program = [sys.executable, "-m", "tests.crash.year", *command]
    return subprocess.Popen(program, cwd=ROOT, env=dict(where.environment), stdout=subprocess.PIPE)


def printed(process: "subprocess.Popen[bytes]", code: int = 0) -> Any:
    answer, _errors = process.communicate(timeout=120)
    assert process.returncode == code
    return json.loads(answer or "null")


def ended(where: Outside) -> Any:
    """Returns the state, in which each family has exactly one last word."""
    state = printed(run(where, "state"))
    assert [address for address, *_rest in state[0]] == FAMILIES
    return state


def undisturbed(folder: Path) -> tuple[int, Any]:
    folder.mkdir()
    with outside(folder) as where:
        return printed(run(where, "close", "0")), ended(where)


def test_killed_at_several_statements_and_run_again_it_ends_the_same(tmp_path: Path) -> None:
    statements, wanted = undisturbed(tmp_path / "whole")
    with outside(tmp_path) as where:
        # Each run goes on where the one before was killed, so that the later ones are shorter.
        for share in (1, 2, 4, 3, 2):
            printed(run(where, "close", str(statements * share // 10)), -signal.SIGKILL)
        printed(run(where, "close", "0"))
        assert ended(where) == wanted


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_runs_at_once_end_as_one(tmp_path: Path) -> None:
    _statements, wanted = undisturbed(tmp_path / "whole")
    with outside(tmp_path) as where:
        for process in [run(where, "close", "0"), run(where, "close", "0")]:
            printed(process)
        assert ended(where) == wanted
