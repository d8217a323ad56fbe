"""Starting an update from what still applies of the last one."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from classroom.services.updates import start_from_last
from district_cms.publishing.refusals import errors_by_field
from tests.factories.district import District
from tests.factories.pages import (
    make_draft,
    make_update,
    update_content,
)
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


def assignment(title: str, due: dt.date | None) -> tuple[str, dict[str, Any]]:
    return ("assignment", {"title": title, "details": "", "due": due})


def event(title: str, date: dt.date) -> tuple[str, dict[str, Any]]:
    return ("event", {"title": title, "date": date, "audience": "everyone"})


@pytest.fixture
def last(district: District) -> UpdatePage:
    """The class's newest update: two weeks that end on the 20th."""
    content = update_content(
        district.curriculum,
        period_start=dt.date(2026, 11, 7),
        period_end=dt.date(2026, 11, 20),
        assignments=[
            assignment("Over", TODAY - DAY),
            assignment("Due today", TODAY),
            assignment("Whenever", None),
        ],
        events_none=False,
        events=[event("Concert", TODAY - DAY), event("Fair", TODAY + DAY)],
        assessments="<p>A quiz on Friday.</p>",
        language="es",
    )
    return make_update(district.classroom, **content)


def start(district: District) -> UpdatePage:
    draft = start_from_last(classroom=district.classroom, user=district.teacher)
    return UpdatePage.objects.get(pk=draft.pk)


def test_a_draft_is_for_the_posting_day_that_it_fills(district: District, last: UpdatePage) -> None:
    draft = start(district)
    # The update for November 24 is there: another one fills November 3, late.
    assert draft.title == "Update for November 3"
    assert (draft.period_start, draft.period_end) == (TODAY, TODAY + 13 * DAY)
    assert draft.slug == "2026-11-10-2"


def test_a_draft_never_begins_in_the_past(
    district: District, last: UpdatePage, clock: Clock
) -> None:
    clock("2026-12-03 08:00")
    assert start(district).period_start == dt.date(2026, 12, 3)


def test_a_draft_without_days_is_not_the_newest_update(
    district: District, last: UpdatePage
) -> None:
    make_draft(district.classroom, title="Begun and left")
    assert start(district).language == last.language


def test_the_first_update_of_a_class_begins_empty(district: District) -> None:
    draft = start(district)
    assert set(errors_by_field(draft.blocking_findings())) == {
        "lesson",
        "assignments",
        "curriculum",
        "events",
    }
    assert (draft.period_start, draft.period_end) == (TODAY, TODAY + 20 * DAY)


def test_blocks_of_two_updates_never_share_an_id(district: District, last: UpdatePage) -> None:
    old = {raw["id"] for raw in last.lesson.raw_data}
    new = {raw["id"] for raw in start(district).lesson.raw_data}
    assert old
    assert new
    assert not old & new


def test_only_a_class_with_an_update_has_the_button(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    home = reverse("wagtailadmin_home")
    assert 'name="start"' not in client.get(home).text
    make_draft(district.classroom, title="Begun")
    assert 'name="start"' in client.get(home).text
    form = {"class": district.classroom.pk, "start": "last"}
    answer = client.post(reverse("classroom_compose"), form)
    draft = UpdatePage.objects.exclude(title="Begun").get()
    assert answer["Location"] == reverse("classroom_compose_draft", args=[draft.pk])
