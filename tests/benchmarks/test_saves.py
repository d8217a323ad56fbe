"""What a save costs in the district at size, and which statement of it is the slowest.

Prints for each: queries, this program's own computing, the time on the clock, database included,
and the slowest statement. Each save is made twice, and the second is printed: what is kept for an
hour is kept by then. Nothing of a save may read a whole table: 150,000 pages stand behind it.
`make bench ARGS=saves`.
"""

import datetime as dt
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import JsonResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.schools.models import StandardPage
from notifications.models import UrgentNotice
from tests.factories.editor import update_form
from tests.factories.media import png
from tests.factories.pages import make_draft, make_standard_page, update_content
from tests.integration.classroom.composing import COMPOSE, JSON, address, form_of
from tests.integration.notifications.families.conftest import Family, link_in, newest
from tests.integration.notifications.notices.test_screens import form_of as form_of_notice
from tests.integration.notifications.notices.test_screens import page_of as page_of_notice
from tests.world import World

from . import goals

pytestmark = [pytest.mark.django_db, pytest.mark.scale]

MOST = 50  # milliseconds of one statement
SHOWN = 90  # letters of a statement
FIRST = dt.date(2027, 1, 4)

Statement = tuple[float, str]


class Saves:
    """The saves of one district, and who makes them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number = 0

    def client(self, role: str) -> Client:
        client = Client()
        client.force_login(self.world.accounts[role])
        return client

    def content(self) -> dict[str, Any]:
        """Of days that no other update is about."""
        self.number += 1
        first = FIRST + self.number * dt.timedelta(days=7)
        return update_content(
            self.world.curriculum,
            title=f"Halves, part {self.number}",
            period_start=first,
            period_end=first + dt.timedelta(days=6),
        )

    def short_form(self) -> Callable[[], Any]:
        """The short form saves by itself what a teacher has typed."""
        teacher = self.client("teacher")
        form = form_of(teacher.get(address(self.world.classroom)))
        self.number += 1
        words = {"title": f"Thirds, part {self.number}", "lesson": "One third is less."}
        return lambda: teacher.post(reverse(COMPOSE), {**form, **words}, headers=JSON)

    def hand_in(self) -> Callable[[], Any]:
        """A teacher hands an update in to the principal."""
        teacher = self.client("teacher")
        content = self.content()
        draft = make_draft(self.world.classroom, owner=self.world.accounts["teacher"], **content)
        form = update_form(content, **{"action-submit": "1"})
        return lambda: teacher.post(edit(draft), form)

    def approve(self) -> Callable[[], Any]:
        """A principal approves it."""
        self.hand_in()()
        draft = UpdatePage.objects.order_by("-pk")[0]
        principal = self.client("principal")
        chosen = {"do": "approve", "chosen": [draft.current_workflow_task_state.pk]}
        return lambda: principal.post(reverse("moderation_decide"), chosen)

    def publish(self) -> Callable[[], Any]:
        """The communications office publishes an update in the editor."""
        content = self.content()
        draft = make_draft(self.world.classroom, owner=self.world.accounts["teacher"], **content)
        office = self.client("office")
        form = update_form(content, **{"action-publish": "1"})
        return lambda: office.post(edit(draft), form)

    def take_down(self) -> Callable[[], Any]:
        """A principal takes a live update back at once."""
        self.publish()()
        live = UpdatePage.objects.order_by("-pk")[0]
        principal = self.client("principal")
        form = {"reason": "mistake", "note": "The date was wrong."}
        return lambda: principal.post(reverse("moderation_take_down", args=[live.pk]), form)

    def page(self) -> Callable[[], Any]:
        """A page of the district's is published again."""
        page: StandardPage = make_standard_page(self.world.home)
        return lambda: page.get_latest_revision().publish()

    def picture(self) -> Callable[[], Any]:
        """A teacher puts a picture up."""
        self.number += 1
        teacher = self.client("teacher")
        named = f"wall-{self.number}.png"
        return lambda: teacher.post(
            reverse("wagtailimages:add"),
            {"title": "A wall", "file": upload(named), "description": "Number lines on a wall"},
        )

    def asks_for_news(self) -> Callable[[], Any]:
        """A family asks for the email of a class."""
        self.number += 1
        family, address = Family(Client()), f"reader-{self.number}@example.net"
        return lambda: family.asks(self.world.classroom, address=address)

    def confirms(self) -> Callable[[], Any]:
        """The family presses the button behind the link in its mail."""
        self.asks_for_news()()
        link = link_in(newest(f"reader-{self.number}@example.net"), "confirm")
        return lambda: Client().post(link)

    def urgent_notice(self) -> Callable[[], Any]:
        """A principal writes a closing."""
        principal = self.client("principal")
        days = {"starts_at": "2026-11-25 05:30", "ends_at": "2026-11-25 18:00"}
        form = form_of_notice(self.world.school, **days)
        return lambda: principal.post(reverse("notices:add"), form)

    def urgent_notice_sent(self) -> Callable[[], Any]:
        """The office has read it, and lets it go out."""
        self.urgent_notice()()
        office = self.client("office")
        address = page_of_notice(UrgentNotice.objects.order_by("-pk")[0])
        seen = office.get(address).context["seen"]
        return lambda: office.post(address, {"send": "1", "seen": seen})


def edit(page: UpdatePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def upload(name: str) -> Any:
    return SimpleUploadedFile(name, png(secrets=False), "image/png")


KINDS = (
    *("short_form", "hand_in", "approve", "publish", "take_down", "page", "picture"),
    *("asks_for_news", "confirms", "urgent_notice", "urgent_notice_sent"),
)


def kept(answer: Any) -> bool:
    """Whether a form was taken: it leads on, or answers the short form's script."""
    return isinstance(answer, JsonResponse) or getattr(answer, "status_code", 302) == 302


def timed(save: Callable[[], Any]) -> tuple[list[Statement], float, float]:
    """The statements of a save with their milliseconds; its computing and its time, both in ms."""
    statements: list[Statement] = []

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            statements.append(((time.perf_counter() - begun) * 1000, " ".join(str(sql).split())))

    # What a test saves is indexed when somebody looks, on a server at once: so it is within this.
    with CaptureQueriesContext(connection), connection.execute_wrapper(note):
        begun, computed = time.perf_counter(), time.process_time()
        answer = save()
        wall, cpu = time.perf_counter() - begun, time.process_time() - computed
    assert kept(answer), answer.content[:500]
    return statements, cpu * 1000, wall * 1000


def test_every_save(at_size: World) -> None:
    saves = Saves(at_size)
    sys.stdout.write(f"\n{'queries':>8}{'CPU ms':>8}{'ms':>8}{'slowest':>9}  save, statement\n")
    slowest = (0.0, "")
    for kind in KINDS:
        for _round in range(2):
            statements, cpu, wall = timed(getattr(saves, kind)())
        took, sql = max(statements)
        slowest = max(slowest, (took, kind))
        sys.stdout.write(
            f"{len(statements):>8}{cpu:>8.0f}{wall:>8.0f}{took:>9.1f}  {kind}: {sql[:SHOWN]}\n"
        )
    took, kind = slowest
    goals.at_most(f"one statement of a save, most of “{kind}”", round(took), MOST, " ms")
