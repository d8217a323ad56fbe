"""The form of an update proposes the title and days of the posting day that it will fill."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import PostingSlot
from tests.factories.district import District
from tests.integration.classroom.composing import address, form_of, typed
from tests.integration.classroom.walk import Walk, slot
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

THIS = dt.date(2026, 11, 24), dt.date(2026, 11, 30)
EXTRA = "Extra update for November 24", *THIS


@pytest.fixture(autouse=True)
def today(district: District, clock: Clock) -> None:
    clock("2026-11-03 12:00")
    begin(district, (dt.date(2026, 11, 3), dt.date(2026, 11, 23))).submit().approve()
    clock("2026-11-24 19:30")


def begin(district: District, days: tuple[dt.date, dt.date], **more: Any) -> Walk:
    return Walk.begin(district, period_start=days[0], period_end=days[1], **more)


def teacher_of(district: District) -> Client:
    client = Client()
    client.force_login(district.teacher)
    return client


def proposed(district: District) -> tuple[str, dt.date, dt.date]:
    """Returns what the page editor proposes; the short form must propose the same."""
    teacher = teacher_of(district)
    new = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk])
    forms = [teacher.get(new).context["form"], teacher.get(address(district.classroom)).context]
    found = [
        tuple(form[name].initial for name in ("title", "period_start", "period_end"))
        for form in (forms[0], forms[1]["form"])
    ]
    assert found[0] == found[1]
    return found[0]


@pytest.mark.parametrize(
    ("posted", "now", "title", "days"),
    [
        ([], "2026-11-24", "Update for November 24", ("2026-11-24", "2026-11-30")),
        # Early: it begins when families can read it.
        ([], "2026-11-20", "Update for November 24", ("2026-11-20", "2026-11-30")),
        # Families have been waiting since yesterday; it fills the next day.
        ([], "2026-11-25", "Update for December 1", ("2026-11-25", "2026-12-21")),
        (["2026-11-24"], "2026-11-24", "Extra update for November 24", THIS),
        (["2026-11-24"], "2026-11-25", "Update for December 1", ("2026-11-25", "2026-12-21")),
        (
            ["2026-11-24", "2026-11-25"],
            "2026-11-26",
            "Extra update for November 26",
            ("2026-11-26", "2026-11-30"),
        ),
        # The update for November 24 is missing: another one fills it, late.
        (["2026-11-25"], "2026-11-26", "Update for November 24", ("2026-11-26", "2026-11-30")),
    ],
)
def test_title_and_days_are_those_of_the_posting_day_that_it_fills(
    posted: list[str], now: str, title: str, days: Any, district: District, clock: Clock
) -> None:
    for day in posted:
        clock(f"{day} 12:00")
        begin(district, THIS).submit().approve()
    clock(f"{now} 19:30")
    first, last = proposed(district)[1:]
    assert (proposed(district)[0], str(first), str(last)) == (title, *map(str, days))
    walk = begin(district, (first, last)).submit().approve()
    met = PostingSlot.objects.filter(met_by=walk.page.translation_key)
    assert [f"Update for {slot.day:%B} {slot.day.day}" for slot in met if slot.day] == (
        [] if title.startswith("Extra") else [title]
    )
    assert html.fromstring(Client().get(district.classroom.url).content).xpath(
        "//h2[@id='latest-title']/a/@href"
    ) == [walk.page.url]


def test_an_update_in_review_or_scheduled_fills_its_day(district: District) -> None:
    hour = dt.datetime(2026, 12, 1, 14, tzinfo=dt.UTC)
    begin(district, THIS, go_live_at=hour).submit().approve()
    assert proposed(district)[0] == "Update for November 24"
    waiting = begin(district, THIS, title="Update for November 24").submit()
    assert proposed(district) == EXTRA
    # Days that the form proposes for an extra update cause no question.
    asked = [
        bool(list(begin(district, THIS, title=title).page.questions_to_author()))
        for title in (EXTRA[0], "Halves")
    ]
    assert asked == [False, True]
    principal = Client()
    principal.force_login(district.principal)
    edit = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    assert principal.get(edit).context["form"].initial["title"] == "Update for November 24"


def test_drafts_and_returned_updates_fill_no_day(district: District) -> None:
    begin(district, THIS)
    begin(district, THIS).submit().send_back()
    assert proposed(district) == ("Update for November 24", *THIS)


@pytest.mark.parametrize("editor", ["classroom_compose_draft", "wagtailadmin_pages:edit"])
def test_the_title_of_a_draft_follows_the_posting_day_that_it_currently_fills(
    editor: str, district: District, clock: Clock
) -> None:
    own = begin(district, THIS, title="Halves")
    draft = begin(district, THIS, title="Update for November 24")
    clock("2026-11-25 08:00")
    teacher = teacher_of(district)
    for walk, title in ((own, "Halves"), (draft, "Update for December 1")):
        form = teacher.get(reverse(editor, args=[walk.pk])).context["form"]
        assert form["title"].value() == title
    shown = teacher.get(reverse("classroom_compose_draft", args=[draft.pk]))
    sent = {**form_of(shown), **typed(district), "submit": "principal"}
    # As with a form that was opened yesterday.
    sent |= {"title": "Update for November 24", "period_start": "11/24", "period_end": "11/30"}
    teacher.post(shown.request["PATH_INFO"], sent)
    page = draft.page.get_latest_revision_as_object()
    assert slot(district.classroom, "2026-12-01").met_by == page.translation_key
    assert (page.title, page.period_start) == ("Update for December 1", dt.date(2026, 11, 25))
