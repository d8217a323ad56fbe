"""Background work, one item at a time: a failure is recorded, and the other items continue.

    with isolated(Item("publish", key="12", title="Fractions")):
        ...  # all of it is rolled back when it fails, and nothing is raised

Each failing item has one row with its count until it succeeds. `reports` notifies people of it and
lists it on a screen.
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
"""How long a loop that runs every few minutes skips an item that failed."""
LONGEST_TASK: Final = dt.timedelta(seconds=150)
"""Work that started longer ago has died: the queue ends a task after 120 seconds."""

Reason = FailedWork.Reason


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a loop. `task` names the loop, `key` the item; `owner_id` is the account that is
    notified when it fails."""

    task: str
    key: str
    title: str = ""
    page_id: int | None = None
    owner_id: int | None = None


@dataclass(slots=True)
class Tried:
    """Tells the caller whether the item failed."""

    failed: bool = False


@contextmanager
def isolated(
    item: Item,
    *,
    noted_before: bool = False,
    failed_before: Container[str] | None = None,
    in_pieces: bool = False,
) -> Iterator[Tried]:
    """Runs the block in one transaction. If it fails with any exception, it is rolled back and
    recorded, and the code after it continues; only the queue's time limit and signals to end the
    program are raised.

    With `noted_before`, the start is committed first, so that a crash of the whole program is
    recorded later (`note_abandoned`) and the item does not block the line forever. A loop over many
    items passes the keys from `standing` as `failed_before`; the other items then cost no query.
    With `in_pieces`, the block commits its own parts, and finished parts stay.
    """
    if noted_before:
        _note_begin(item)
    tried = Tried()
    try:
        with nullcontext() if in_pieces else transaction.atomic():
            yield tried
            if not in_pieces and connection.needs_rollback:
                # Code inside caught a database error: without this check, everything would be
                # rolled back silently.
                raise transaction.TransactionManagementError(
                    "rolled back although no exception was raised"
                )
    except (Exception, TimeoutException) as error:  # isolates each item
        tried.failed = True
        note_failure(item, error)
        if isinstance(error, TimeoutException):
            raise
    except BaseException:
        # A signal ended the program: the item did not fail.
        if noted_before:
            _of(item).update(begun_at=None)
        raise
    else:
        if noted_before or failed_before is None or item.key in failed_before:
            note_success(item)


def note_failure(item: Item, error: BaseException, *, reason: str = "") -> FailedWork:
    """Records that an item failed again. Stores and logs nothing of the error's message, which may
    contain content."""
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
        row.told = 0  # a new fault, of which nobody was notified
    row.reason, row.error = reason, error[:200]
    row.count += 1
    row.last_at, row.begun_at = now, None
    row.next_at = now + wait_after(row.count)
    row.save()
    return row


def note_once(item: Item, reason: str) -> None:
    """Records something that has happened and is over, so that people are notified; once."""
    if not FailedWork.objects.filter(task=item.task, key=item.key).exists():
        _count(item, reason, "")


def note_success(item: Item) -> None:
    """Records that the item succeeded, which closes its failure."""
    _end(_of(item))


def note_gone(task: str, keys: Iterable[str]) -> None:
    """Closes the failures of a loop's other items, which nobody needs any more. `keys` are the
    items that are still to be done."""
    wanted = set(keys)
    # Compares in Python: there may be more keys than a statement can hold, but few rows.
    obsolete = [row.pk for key, row in standing(task).items() if key not in wanted]
    if obsolete:
        _end(FailedWork.objects.filter(pk__in=obsolete))


def note_abandoned(task: str, *, now: dt.datetime) -> None:
    """Records a failure for items that started and must have ended by `now` (aware): they ended
    their program."""
    started = FailedWork.objects.filter(task=task, begun_at__lt=now - LONGEST_TASK)
    for row in started.filter(over_at__isnull=True):
        log.error("%s %s ended the program", row.task, row.key)
        _count(
            Item(row.task, row.key, row.title, row.page_id, row.owner_id), Reason.STOPPED, "stopped"
        )


def standing(task: str) -> dict[str, FailedWork]:
    """Returns the open failures of a loop by key."""
    return {row.key: row for row in FailedWork.objects.filter(task=task, over_at__isnull=True)}


def must_wait(row: FailedWork | None, now: dt.datetime) -> bool:
    """Returns True if the item must not be tried at `now`: it failed recently, or is in
    progress."""
    if row is None:
        return False
    if row.begun_at is not None:
        return row.begun_at > now - LONGEST_TASK
    return row.next_at is not None and row.next_at > now


def wait_after(count: int) -> dt.timedelta:
    """Returns the delay after so many failures: 5, 10, 20 … minutes, at most six hours."""
    return min(FIRST_WAIT * 2 ** min(max(count, 1) - 1, 12), LONGEST_WAIT)


def reason_of(error: BaseException) -> str:
    """Returns the kind of the failure, which is shown to people."""
    if isinstance(error, TimeoutException):
        return Reason.TIME
    if is_full_disk(error):
        return Reason.DISK
    if isinstance(error, ObjectDoesNotExist):
        return Reason.GONE
    return Reason.DATABASE if isinstance(error, DatabaseError) else Reason.SOFTWARE


def is_full_disk(error: BaseException | None) -> bool:
    """Returns True if there was no space for a file or for the database."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        # The codes are SQLITE_FULL and PostgreSQL's disk_full.
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
    """Records that the work starts, with the number of items. One query."""
    now = timezone.now()
    LongWork.objects.bulk_create(
        [LongWork(task=task, step=step, total=total, begun_at=now, at=now)],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["step", "done", "total", "begun_at", "at", "over_at"],
    )


def next_step(task: str, *, step: str, total: int) -> None:
    """Records that the work continues with other items. One query."""
    LongWork.objects.filter(task=task).update(step=step, done=0, total=total, at=timezone.now())


def note_done(task: str, more: int) -> None:
    """Adds to the number of finished items. One query."""
    LongWork.objects.filter(task=task).update(done=F("done") + more, at=timezone.now())


def end_work(task: str) -> None:
    """Records that the work has ended. One query."""
    now = timezone.now()
    LongWork.objects.filter(task=task).update(at=now, over_at=now)
