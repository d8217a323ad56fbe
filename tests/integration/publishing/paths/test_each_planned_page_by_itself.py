"""Planned pages, one broken in each way there is: the others are live, and it is written down.

The same for taking down what has expired.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection
from django.utils import timezone
from django_q.exceptions import TimeoutException
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published, page_unpublished

from classroom.models import UpdatePage
from district_cms.publishing.scheduled import (
    EXPIRE,
    PUBLISH,
    REFUSED,
    publish_due_pages,
    withdraw_expired,
)
from district_cms.publishing.tasks import TASK, publish_scheduled
from district_cms.web.models import FailedWork
from district_cms.web.queue.isolation import LONGEST_TASK, wait_after
from tests.integration.publishing.paths.world import World

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
# Enough for one before the broken page and one after it.
PLANNED = 3
BROKEN = 1

Way = Callable[[World, UpdatePage, Revision], None]


def planned(world: World) -> list[Revision]:
    """So many updates whose moments came one after the other, an hour ago and later."""
    revisions = []
    for each in range(PLANNED):
        page = world.draft(world.good(title=f"Fractions {each}"))
        at = timezone.now() - HOUR + dt.timedelta(minutes=each)
        revisions.append(
            page.save_revision(
                user=world.district.teacher, clean=False, approved_go_live_at=at, log_action=False
            )
        )
    return revisions


def live() -> set[str]:
    found = UpdatePage.objects.filter(live=True, title__startswith="Fractions ")
    return set(found.values_list("title", flat=True))


def others() -> set[str]:
    return {f"Fractions {each}" for each in range(PLANNED) if each != BROKEN}


@contextmanager
def when_live(page: UpdatePage, happens: Callable[[], Any], signal: Any = None) -> Iterator[None]:
    """Inside, `happens` is called within the publication of this page alone."""

    def listener(instance: Any, **kwargs: Any) -> None:
        if instance.pk == page.pk:
            happens()

    signal = signal or page_published
    signal.connect(listener, weak=False)
    try:
        yield
    finally:
        signal.disconnect(listener)


def change_content(revision: Revision, **values: Any) -> None:
    revision.content = {**revision.content, **values}
    revision.save()


# ---------------------------------------------------------------- ways of which the data tells
def does_not_pass(world: World, page: UpdatePage, revision: Revision) -> None:
    change_content(revision, assignments="[]")


def address_taken(world: World, page: UpdatePage, revision: Revision) -> None:
    UpdatePage.objects.filter(pk=world.older().pk).update(slug=page.slug)


def content_empty(world: World, page: UpdatePage, revision: Revision) -> None:
    revision.content = {}
    revision.save()


def content_unreadable(world: World, page: UpdatePage, revision: Revision) -> None:
    change_content(revision, period_start="the day after tomorrow")


def page_gone(world: World, page: UpdatePage, revision: Revision) -> None:
    Revision.objects.filter(pk=revision.pk).update(object_id="99999999")


def type_gone(world: World, page: UpdatePage, revision: Revision) -> None:
    gone = ContentType.objects.create(app_label="old", model="bulletin")
    Revision.objects.filter(pk=revision.pk).update(content_type=gone, base_content_type=gone)


OF_DATA = [does_not_pass, address_taken, content_empty, content_unreadable, page_gone, type_gone]


# ---------------------------------------------------------------- ways of which the software tells
def listener_raises() -> None:
    raise RuntimeError("someone who listens falls over")


def database_refuses() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO wagtailcore_page (id) VALUES (1)")


def transaction_left_broken() -> None:
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    connection.set_rollback(True)


def never_ends() -> None:
    never_ends()


OF_SOFTWARE = [listener_raises, database_refuses, transaction_left_broken, never_ends]


@pytest.mark.parametrize("way", OF_DATA, ids=lambda way: way.__name__)
def test_one_planned_page_that_is_broken_in_its_data_lets_the_others_go_live(
    way: Way, world: World
) -> None:
    revisions = planned(world)
    broken = revisions[BROKEN]
    way(world, UpdatePage.objects.get(pk=broken.object_id), broken)

    lines = list(publish_due_pages())

    assert live() == others()
    assert sum(line.startswith("live:") for line in lines) == PLANNED - 1
    row = FailedWork.objects.get()
    assert (row.key, row.count, row.title) == (str(broken.pk), 1, f"Fractions {BROKEN}")
    assert row.owner_id == world.district.teacher.pk
    assert row.error
    refused = way in {does_not_pass, address_taken}
    assert row.task == ("refused" if refused else PUBLISH)
    assert PageLogEntry.objects.filter(action=REFUSED).exists() == refused
    # What the gate refuses is back with its author; the rest is tried again.
    planned_still = Revision.objects.filter(approved_go_live_at__isnull=False)
    assert list(planned_still) == ([] if refused else [broken])


@pytest.mark.parametrize("way", OF_SOFTWARE, ids=lambda way: way.__name__)
def test_one_planned_page_that_the_software_stops_lets_the_others_go_live(
    way: Callable[[], None], world: World
) -> None:
    revisions = planned(world)
    page = UpdatePage.objects.get(pk=revisions[BROKEN].object_id)

    with when_live(page, way):
        lines = list(publish_due_pages())

    assert live() == others()
    assert f"failed: Fractions {BROKEN}" in lines
    row = FailedWork.objects.get()
    assert (row.task, row.page_id, row.count) == (PUBLISH, page.pk, 1)
    assert Revision.objects.get(approved_go_live_at__isnull=False) == revisions[BROKEN]


def test_no_text_of_an_error_is_stored(world: World) -> None:
    revisions = planned(world)[:1]
    page = UpdatePage.objects.get(pk=revisions[0].object_id)

    def speaks() -> None:
        raise ValueError("Maria Lopez, born 2015-03-04")

    with when_live(page, speaks):
        list(publish_due_pages())

    row = FailedWork.objects.get()
    assert row.error == "ValueError"
    assert "Maria" not in "".join(str(value) for value in vars(row).values())


def test_an_item_that_uses_up_the_time_limit_goes_to_the_end_of_the_line(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    revisions = planned(world)
    page = UpdatePage.objects.get(pk=revisions[0].object_id)
    queued: list[str] = []
    monkeypatch.setattr("district_cms.publishing.tasks.async_task", queued.append)

    def waits() -> None:
        raise TimeoutException("Task exceeded maximum timeout value (120 seconds)")

    with when_live(page, waits):
        with pytest.raises(TimeoutException):
            publish_scheduled()
        assert queued.count(TASK) == 1  # the same again, now
        publish_scheduled()

    assert live() == {f"Fractions {number}" for number in range(1, PLANNED)}
    assert FailedWork.objects.get().reason == FailedWork.Reason.TIME


def test_one_that_ends_the_program_is_known_afterwards_and_put_off(world: World) -> None:
    key = str(planned(world)[0].pk)
    # What "kill -9" in the middle of a page leaves behind.
    begun = FailedWork.objects.create(
        task=PUBLISH, key=key, title="Fractions 0", begun_at=timezone.now() - LONGEST_TASK * 2
    )

    assert list(publish_due_pages())[-1] == "tried again later: Fractions 0"

    assert live() == {f"Fractions {number}" for number in range(1, PLANNED)}
    begun.refresh_from_db()
    assert (begun.count, begun.reason, begun.begun_at) == (1, FailedWork.Reason.STOPPED, None)


def test_a_page_that_another_process_is_at_just_now_is_left_to_it(world: World) -> None:
    key = str(planned(world)[0].pk)
    FailedWork.objects.create(task=PUBLISH, key=key, title="Fractions 0", begun_at=timezone.now())

    assert list(publish_due_pages())[-1] == "tried again later: Fractions 0"

    assert not FailedWork.objects.open().exists()


def test_a_page_that_failed_is_tried_again_ever_more_rarely_until_it_goes_well(
    world: World,
) -> None:
    revision = planned(world)[0]
    Revision.objects.exclude(pk=revision.pk).update(approved_go_live_at=None)
    page = UpdatePage.objects.get(pk=revision.object_id)
    with when_live(page, listener_raises):
        list(publish_due_pages())
        assert list(publish_due_pages()) == ["tried again later: Fractions 0"]
        FailedWork.objects.update(next_at=timezone.now() - HOUR)
        list(publish_due_pages())
    row = FailedWork.objects.get()
    assert row.count == 2
    assert row.next_at == row.last_at + wait_after(2)
    FailedWork.objects.update(next_at=timezone.now() - HOUR)

    assert list(publish_due_pages()) == ["live: Fractions 0"]

    assert FailedWork.objects.get().over_at is not None
    assert not FailedWork.objects.open().exists()


def test_a_canceled_schedule_is_no_longer_a_failure(world: World) -> None:
    revision = planned(world)[0]
    page = UpdatePage.objects.get(pk=revision.object_id)
    with when_live(page, listener_raises):
        list(publish_due_pages())
    Revision.objects.update(approved_go_live_at=None)

    list(publish_due_pages())

    assert not FailedWork.objects.open().exists()


@pytest.mark.parametrize("way", OF_SOFTWARE, ids=lambda way: way.__name__)
def test_one_page_that_expires_and_fails_lets_the_others_be_taken_down(
    way: Callable[[], None], world: World
) -> None:
    content = {"expire_at": timezone.now() - HOUR}
    pages = [
        world.live(world.good(title=f"Fractions {number}", **content)) for number in range(PLANNED)
    ]

    with when_live(pages[BROKEN], way, page_unpublished):
        list(withdraw_expired())

    assert live() == {f"Fractions {BROKEN}"}
    row = FailedWork.objects.get()
    assert (row.task, row.page_id) == (EXPIRE, pages[BROKEN].pk)
    FailedWork.objects.update(next_at=timezone.now() - HOUR)
    list(withdraw_expired())
    assert live() == set()
    assert not FailedWork.objects.open().exists()


@pytest.mark.parametrize(
    "count, minutes", [(1, 5), (2, 10), (3, 20), (7, 320), (8, 360), (5000, 360)]
)
def test_how_long_what_failed_is_passed_over(count: int, minutes: int) -> None:
    assert wait_after(count) == dt.timedelta(minutes=minutes)
