"""Wagtail's own lists and panels say how an update stands in the same words as ours."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.ledger.keeping import refresh_current_year
from classroom.models import ClassroomPage, UpdatePage
from classroom.states import standings
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import take_down
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

HOUR = dt.datetime(2026, 12, 4, 14, tzinfo=dt.UTC)
LIVES = {
    "draft": ([], "draft"),
    "waits": (["submit"], "with the principal"),
    "came back": (["submit", "send_back"], "sent back"),
    "scheduled": (["submit", "approve"], "scheduled for Friday, December 4, 7:00 am"),
    "live": (["submit", "approve"], "live"),
    "changed": (["submit", "approve", "change"], "live, changed since approved"),
    "change waits": (
        ["submit", "approve", "change", "submit"],
        "live, the change is with the principal",
    ),
    "change came back": (
        ["submit", "approve", "change", "submit", "send_back"],
        "live, the change was sent back",
    ),
    "taken down": (["submit", "approve"], "taken down"),
}


def live(district: District, name: str) -> Walk:
    """An update of this name that has lived so."""
    fields: dict[str, Any] = {"go_live_at": HOUR} if name == "scheduled" else {}
    walk = Walk.begin(district, title=f"One that is {name}", **fields)
    for step in LIVES[name][0]:
        getattr(walk, step)()
    if name == "taken down":
        take_down(pages=[walk.page], user=district.teacher, reason=TakeDown.Reason.MISTAKE)
    return walk


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_explorer_and_the_search_say_each_state_in_our_words(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    for name in LIVES:
        live(district, name)
    client.force_login(make_account(Role.COMMUNICATIONS))
    for address in (
        reverse("wagtailadmin_explore", args=[district.classroom.pk]),
        reverse("wagtailadmin_pages:search") + "?q=one+that+is",
    ):
        rows = [f"{text(each)} " for each in client.get(address).text.split("<tr")[1:]]
        for name, (_steps, words) in LIVES.items():
            [row] = [each for each in rows if f"One that is {name} " in each]
            assert f"Current page status: {words} " in row, (address, name)


def test_the_panel_beside_the_form_says_each_state_in_our_words(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 09:00")
    client.force_login(district.principal)
    for name, (_steps, words) in LIVES.items():
        walk = live(district, name)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[walk.pk])).text
        panel = page.partition('id="status-sidebar-standing"')[2].partition("</section>")[0]
        assert f"Status: {words[0].upper()}{words[1:]} " in text("<h3" + panel), name
        assert "status-sidebar-draft" not in page


def test_a_page_that_is_no_update_keeps_wagtails_panel(district: District, client: Client) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[district.school.pk])).text
    assert 'id="status-sidebar-live"' in page
    assert "status-sidebar-standing" not in page


def test_a_class_page_with_posting_days_keeps_wagtails_panel(
    district: District, client: Client, clock: Clock
) -> None:
    """Status with them is said elsewhere, and is no state of the page."""
    clock("2026-11-24 09:00")
    refresh_current_year()
    assert ClassroomPage.objects.get(pk=district.classroom.pk).standing.standing
    client.force_login(make_account(Role.COMMUNICATIONS))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[district.classroom.pk])).text
    assert 'id="status-sidebar-live"' in page
    assert "status-sidebar-standing" not in page


def test_the_explorer_asks_as_much_for_fifty_updates_as_for_two(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    address = reverse("wagtailadmin_explore", args=[district.classroom.pk])

    def asked(number: int) -> int:
        content = update_content(district.curriculum)
        for each in range(UpdatePage.objects.count(), number):
            # Live: of each draft Wagtail asks whether such a page stands below it, to offer its
            # deletion.
            make_update(district.classroom, **content | {"title": f"Update {each}"})
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        assert page.text.count("Current page status:") == number
        assert sum("moderation_takedown" in query["sql"] for query in queries) == 1
        return len(queries)

    few = asked(2)
    assert asked(50) == few


def test_what_was_read_in_one_query_is_asked_once_and_agrees_with_a_list(
    district: District, django_assert_num_queries: Any
) -> None:
    for name in ("draft", "waits", "changed"):
        live(district, name)
    updates = list(UpdatePage.objects.all())
    found = standings(updates)  # remembers the content type of pages
    with django_assert_num_queries(1):
        said = {each.pk: each.status_string for each in updates}
    assert said == {pk: str(standing.words) for pk, standing in found.items()}
    one = UpdatePage.objects.get(pk=updates[0].pk)
    with django_assert_num_queries(1):
        assert one.status_string == one.status_string == said[one.pk]


def test_an_update_that_is_only_begun_is_a_draft(
    district: District, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert UpdatePage(title="Begun").status_string == "draft"
