"""Work that nobody watches, one item at a time: what fails is written down, and the rest goes on.

    with isolated(Item("publish", key="12", title="Fractions")):
        ...  # all of it is rolled back when it fails, and nothing is raised

Each failure is one row, which counts until the same item goes well. Who is told of it, and the
screen that lists it, are the business of `reports`.
"""

import datetime as dt
import errno
import logging
import traceback
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F
from django.utils import timezone
from django_q.exceptions import TimeoutException

from ..models import FailedWork, LongWork

log = logging.getLogger("district")

FIRST_WAIT: Final = dt.timedelta(minutes=5)
LONGEST_WAIT: Final = dt.timedelta(hours=6)
"""How long an item that failed is passed over by loops that run every few minutes."""
LONGEST_TASK: Final = dt.timedelta(seconds=150)
"""What began longer ago and has not ended never will: the queue ends a task after 120 seconds."""

Reason = FailedWork.Reason


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a loop does. `task` names the loop, `key` the thing within it; `owner_id` is
    the account that is told when it fails."""

    task: str
    key: str
    title: str = ""
    page_id: int | None = None
    owner_id: int | None = None


@dataclass(slots=True)
class Tried:
    """Whether the item failed, for whoever counts."""

    failed: bool = False


@contextmanager
def isolated(
    item: Item,
    *,
    noted_before: bool = False,
    failed_before: Container[str] | None = None,
    in_pieces: bool = False,
) -> Iterator[Tried]:
    """Inside is one transaction. When it fails with anything it is undone and written down, and
    the code behind goes on; only the queue's time limit and an end asked from outside are raised.

    With `noted_before` it is committed before that it begins: so even what ends the whole program
    is known afterwards (`note_abandoned`) and does not stand first in the line for ever. A loop
    over many items gives the keys that `standing` knows as `failed_before`: the others then cost
    no query. What commits piece by piece itself is `in_pieces`: what is done of it stays.
    """
    if noted_before:
        _note_begin(item)
    tried = Tried()
    try:
        with nullcontext() if in_pieces else transaction.atomic():
            yield tried
            if not in_pieces and connection.needs_rollback:
                # Someone inside caught a fault of the database: without this, all would be undone
                # and nobody the wiser.
                raise transaction.TransactionManagementError("undone without a word")
    except (Exception, TimeoutException) as error:  # each item for itself
        tried.failed = True
        note_failure(item, error)
        if isinstance(error, TimeoutException):
            raise
    except BaseException:
        # Someone ended the program: that says nothing about the item.
        if noted_before:
            _of(item).update(begun_at=None)
        raise
    else:
        if noted_before or failed_before is None or item.key in failed_before:
            note_success(item)


def note_failure(item: Item, error: BaseException, *, reason: str = "") -> FailedWork:
    """Write down that an item failed once more. Nothing of the error's own words is kept or
    logged: they may hold content."""
    steps = traceback.extract_tb(error.__traceback__)
    place = " < ".join(f"{step.filename}:{step.lineno}" for step in reversed(steps))
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    log.error("%s %s failed: %s at %s", item.task, item.key, name, place)
    return _count(item, reason or reason_of(error), name)


@transaction.atomic
def _count(item: Item, reason: str, error: str) -> FailedWork:
    now = timezone.now()
    row, _new = FailedWork.objects.select_for_update().get_or_create(
        task=item.task, key=item.key, over_at=None, defaults={"first_at": now}
    )
    row.title, row.page_id, row.owner_id = item.title[:255], item.page_id, item.owner_id
    if (row.reason, row.error) != (reason, error[:200]):
        row.told = 0  # another fault than the one that people know of
    row.reason, row.error = reason, error[:200]
    row.count += 1
    row.last_at, row.begun_at = now, None
    row.next_at = now + wait_after(row.count)
    row.save()
    return row


def note_once(item: Item, reason: str) -> None:
    """Write down something that happened and is over, so that people are told of it; once."""
    if not FailedWork.objects.filter(task=item.task, key=item.key).exists():
        _count(item, reason, "")


def note_success(item: Item) -> None:
    """The item went well: what was written down about it is over."""
    _end(_of(item))


def note_gone(task: str, keys: Iterable[str]) -> None:
    """Only these of a loop's items still are to be done: what was written down about others is
    over, because nobody wants them any more."""
    wanted = set(keys)
    # Compared here: the keys may be more than a statement can hold, the rows are few.
    gone = [row.pk for key, row in standing(task).items() if key not in wanted]
    if gone:
        _end(FailedWork.objects.filter(pk__in=gone))


def note_abandoned(task: str, *, now: dt.datetime) -> None:
    """What has begun and must be over by `now` (aware) ended its program: that is a failure."""
    begun = FailedWork.objects.filter(task=task, begun_at__lt=now - LONGEST_TASK)
    for row in begun.filter(over_at__isnull=True):
        log.error("%s %s ended the program", row.task, row.key)
        _count(
            Item(row.task, row.key, row.title, row.page_id, row.owner_id), Reason.STOPPED, "stopped"
        )


def standing(task: str) -> dict[str, FailedWork]:
    """What is written down about a loop's items now, by key."""
    return {row.key: row for row in FailedWork.objects.filter(task=task, over_at__isnull=True)}


def must_wait(row: FailedWork | None, now: dt.datetime) -> bool:
    """Whether an item is not to be tried at `now`: it failed a moment ago, or someone is at it."""
    if row is None:
        return False
    if row.begun_at is not None:
        return row.begun_at > now - LONGEST_TASK
    return row.next_at is not None and row.next_at > now


def wait_after(count: int) -> dt.timedelta:
    """How long to wait after so many failures: 5, 10, 20 … minutes, at most six hours."""
    return min(FIRST_WAIT * 2 ** min(max(count, 1) - 1, 12), LONGEST_WAIT)


def reason_of(error: BaseException) -> str:
    """The kind of a failure, in the words that people are told."""
    if isinstance(error, TimeoutException):
        return Reason.TIME
    if is_full_disk(error):
        return Reason.DISK
    if isinstance(error, ObjectDoesNotExist):
        return Reason.GONE
    return Reason.DATABASE if isinstance(error, DatabaseError) else Reason.SOFTWARE


def is_full_disk(error: BaseException | None) -> bool:
    """Whether there was no room: for a file, or where the database writes."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        # SQLITE_FULL, and PostgreSQL's disk_full.
        code = getattr(error, "sqlite_errorcode", None) or getattr(error, "sqlstate", None)
        if code in {13, "53100"}:
            return True
        error = error.__cause__
    return False


def _note_begin(item: Item) -> None:
    now = timezone.now()
    values = {"title": item.title[:255], "page_id": item.page_id, "owner_id": item.owner_id}
    FailedWork.objects.update_or_create(
        task=item.task,
        key=item.key,
        over_at=None,
        defaults={"begun_at": now},
        create_defaults={**values, "begun_at": now, "first_at": now},
    )


def _of(item: Item) -> models.QuerySet[FailedWork]:
    return FailedWork.objects.filter(task=item.task, key=item.key, over_at__isnull=True)


def _end(rows: models.QuerySet[FailedWork]) -> None:
    rows.filter(count=0).delete()
    rows.update(over_at=timezone.now(), begun_at=None)


def begin_work(task: str, *, total: int, step: str = "") -> None:
    """It begins, and there are so many things to do. One query."""
    now = timezone.now()
    LongWork.objects.bulk_create(
        [LongWork(task=task, step=step, total=total, begun_at=now, at=now)],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["step", "done", "total", "begun_at", "at", "over_at"],
    )


def next_step(task: str, *, step: str, total: int) -> None:
    """The same work goes on with other things. One query."""
    LongWork.objects.filter(task=task).update(step=step, done=0, total=total, at=timezone.now())


def note_done(task: str, more: int) -> None:
    """So many more of them are done. One query."""
    LongWork.objects.filter(task=task).update(done=F("done") + more, at=timezone.now())


def end_work(task: str) -> None:
    """It is over. One query."""
    now = timezone.now()
    LongWork.objects.filter(task=task).update(at=now, over_at=now)
