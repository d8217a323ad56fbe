"""Questions to a district: one program with Django in it, a process for each question."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.django_process import QuestionFailed, Questions

MOMENT = "2026-11-24T19:30-07:00"


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    folder: Path = tmp_path_factory.mktemp("asked")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "district_cms.settings.browser",
        "DATABASE_URL": f"sqlite:///{folder / 'none.sqlite3'}",
        "VAR_DIR": str(folder),
    }
    asked = Questions(MOMENT, environment)
    yield asked
    asked.end()


def test_lines_run_with_django_at_their_moment(questions: Questions) -> None:
    now = "from django.utils import timezone; print(timezone.localtime().isoformat('T', 'minutes'))"
    assert questions.ask(now) == "2026-11-24T19:30-07:00\n"


def test_warnings_are_no_part_of_the_answer(questions: Questions) -> None:
    said = questions.ask("import sys; print('seven'); print('careful', file=sys.stderr)")
    assert said == "seven\n"


def test_each_question_begins_anew(questions: Questions) -> None:
    questions.ask("import builtins; builtins.left_behind = 1")
    assert questions.ask("import builtins; print(hasattr(builtins, 'left_behind'))") == "False\n"


def test_a_question_that_fails_says_why_and_the_next_one_is_answered(questions: Questions) -> None:
    with pytest.raises(QuestionFailed, match="ZeroDivisionError"):
        questions.ask("1 / 0")
    assert questions.ask("print('still here')") == "still here\n"
