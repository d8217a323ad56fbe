"""Wagtail's own lists and panels describe the state of an update in the same words as ours."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.moderation.models import TakeDown
from district_cms.moderation.taking_down.services import take_down
from tests.factories.district import District
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
    """Returns an update with this title that went through these steps."""
    fields: dict[str, Any] = {"go_live_at": HOUR} if name == "scheduled" else {}
    walk = Walk.begin(district, title=f"One that is {name}", **fields)
    for step in LIVES[name][0]:
        getattr(walk, step)()
    if name == "taken down":
        take_down(pages=[walk.page], user=district.teacher, reason=TakeDown.Reason.MISTAKE)
    return walk


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_side_panel_describes_each_state_in_our_words(
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


def test_a_new_update_is_a_draft(district: District) -> None:
    assert UpdatePage(title="Begun").status_string == "draft"
