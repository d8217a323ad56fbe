"""Days, times and words that Django and Wagtail write themselves: in the house's own format."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import django
import pytest
import time_machine
import wagtail
from django.conf import settings
from django.template import Context, Template
from django.utils.formats import localize
from django.utils.translation import gettext, override

from scripts import catalog

REPLACED = settings.BASE_DIR / "locale" / "overrides"
NOON = dt.datetime(2026, 12, 1, 19, 0, tzinfo=dt.UTC)
MORNING = dt.datetime(2026, 12, 1, 8, 0)  # noqa: DTZ001  # as the form of a schedule has it


def drawn(template: str, **context: object) -> str:
    loaded = "{% load wagtailadmin_tags district_times %}" + template
    return Template(loaded).render(Context(context)).strip()


def test_replaced_wordings_still_exist_in_the_frameworks() -> None:
    places = [Path(django.__file__).parent, Path(wagtail.__file__).parent]
    theirs = {
        entry.text
        for place in places
        for source in place.rglob("locale/en/LC_MESSAGES/django.po")
        for entry in catalog.read(source.read_text(encoding="utf-8")).entries
    }
    ours = {
        entry.text
        for source in REPLACED.rglob("django.po")
        for entry in catalog.read(source.read_text(encoding="utf-8")).entries
    }
    assert len(ours) > 10
    assert ours - theirs == set()


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("en", "Tuesday, December 1, 2026, 8:00 am", "December 1, 2026"),
        ("es", "martes 1 de diciembre de 2026, 8:00 a. m.", "1 de diciembre de 2026"),
    ],
)
def test_what_no_template_of_ours_writes_is_written_as_people_write_it(
    language: str, moment: str, day: str
) -> None:
    with override(language):
        assert localize(MORNING) == moment
        assert localize(MORNING.date()) == day


@time_machine.travel("2026-12-07T19:00:00Z", tick=False)
def test_lists_of_the_editor_show_the_day_before_the_age() -> None:
    said = drawn("{% human_readable_date at %}", at=NOON)
    assert '">Tuesday, December 1, 12:00 pm</time>' in said
    assert 'content-value="6\xa0days ago"' in said
    assert ">December 1, 2026</time>" in drawn("{% human_readable_date at %}", at=NOON.date())


@time_machine.travel("2026-12-01T20:00:00Z", tick=False)
def test_the_side_panel_says_when_and_who() -> None:
    said = drawn(
        "{% timesince_last_update at user_display_name=who %}", at=NOON, who="Elena Rivera"
    )
    assert said == "Tuesday, December 1, 12:00 pm, by Elena Rivera"
    assert drawn("{% timesince_last_update at %}", at=NOON) == "Tuesday, December 1, 12:00 pm"
    task = SimpleNamespace(name="Principal approval")
    state = SimpleNamespace(
        STATUS_NEEDS_CHANGES="needs_changes",
        STATUS_IN_PROGRESS="in_progress",
        status="in_progress",
        current_task_state=SimpleNamespace(started_at=NOON, task=task),
    )
    said = drawn("{% workflow_status_with_date state %}", state=state)
    assert said == "Sent to Principal approval: Tuesday, December 1, 12:00 pm"


def test_the_date_of_the_rules_is_written_out() -> None:
    assert drawn("{{ '2026-11-27'|iso_date }}") == "November 27, 2026"
    assert drawn("{{ 'before 2026'|iso_date }}") == "before 2026"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Forgotten password?", "Forgot your password?"),
        ("Users", "Accounts"),
        (
            "Workflow on page '%(page_title)s' has been cancelled.",
            "The review of “%(page_title)s” was stopped. It is a draft again.",
        ),
    ],
)
def test_words_that_nobody_here_uses_are_replaced(theirs: str, ours: str) -> None:
    with override("en"):
        assert gettext(theirs) == ours
