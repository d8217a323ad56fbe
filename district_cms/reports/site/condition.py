"""The condition of the site, and the problems that someone must take care of."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Value
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_q.models import OrmQ, Schedule

from district_cms.media import storage
from district_cms.web.models import FailedWork
from district_cms.web.queue.heartbeat import last_sign
from district_cms.web.times import moment_text
from notifications.models import Message
from notifications.rules.state import State
from notifications.suppressions.stops import is_behind

WORKER_SILENT: Final = dt.timedelta(minutes=2)
SCHEDULE_LATE: Final = dt.timedelta(minutes=15)
MESSAGE_LATE: Final = dt.timedelta(minutes=30)
"""A busy worker can be late by some minutes; more than this is a problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: a code for programs, and a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of worker, schedules, messages, disks and failed work. Times are aware; None if
    there is no such thing. Disks in bytes."""

    at: dt.datetime
    worker_seen: dt.datetime | None
    worker_settings: str
    schedule_due: dt.datetime | None
    schedule_name: str
    message_due: dt.datetime | None
    free_disk: dict[str, int]
    failed: int
    restored: bool
    store_answers: bool = True

    def problems(self) -> list[Problem]:
        """Returns the problems, most urgent first."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if self.worker_seen is None:
            yield Problem(
                "worker-never-seen",
                _("The background program (worker) has never run. ") + _without_worker(),
            )
        elif self.at - self.worker_seen > WORKER_SILENT:
            text = _("The background program (worker) has not run since %(moment)s. ") % {
                "moment": moment_text(self.worker_seen)
            }
            yield Problem("worker-silent", text + _without_worker())
        elif self.worker_settings != settings.RUNS_WITH:
            yield Problem(
                "worker-other-settings",
                _("The background program runs with %(worker)s, the website with %(web)s.")
                % {"worker": self.worker_settings, "web": settings.RUNS_WITH},
            )
        if not self.store_answers:
            text = _("The store of uploads does not answer: pictures and documents are missing. ")
            yield Problem("uploads-unreachable", text + _("Look at UPLOADS_BUCKET and its server."))
        if self.restored:
            text = _("A backup was put back that does not know what families stopped since. ")
            way_out = _("Nothing is sent until cancel_restored_mail --yes was run on the server.")
            yield Problem("backup-restored", text + way_out)
        if self.schedule_due and self.at - self.schedule_due > SCHEDULE_LATE:
            yield Problem(
                "schedule-late",
                _("“%(name)s” has been due since %(moment)s.")
                % {"name": self.schedule_name, "moment": moment_text(self.schedule_due)},
            )
        if self.message_due and self.at - self.message_due > MESSAGE_LATE:
            yield Problem(
                "message-late",
                _("The oldest message has been waiting to be sent since %(moment)s.")
                % {"moment": moment_text(self.message_due)},
            )
        for place, free in self.free_disk.items():
            if free < storage.FREE_DISK_NEEDED:
                text = (
                    _("Only %(free)s of disk are free for uploads. Nothing can be uploaded.")
                    if place == "uploads"
                    else _("Only %(free)s of disk are free for the database.")
                )
                yield Problem("disk-nearly-full", text % {"free": filesizeformat(free)})
        if self.failed:
            yield Problem(
                "work-failed",
                ngettext(
                    "%(number)d job failed and has not succeeded since.",
                    "%(number)d jobs failed and have not succeeded since.",
                    self.failed,
                )
                % {"number": self.failed},
            )

    def as_json(self) -> dict[str, Any]:
        """Returns the state for programs: ages in seconds, disks in bytes; null for nothing."""
        problems = self.problems()
        return {
            "status": "attention" if problems else "ok",
            "settings": settings.RUNS_WITH,
            "debug": settings.DEBUG,
            "database": connection.vendor,
            "worker_age_seconds": self._age(self.worker_seen),
            "worker_settings": self.worker_settings,
            "oldest_due_schedule_seconds": self._age(self.schedule_due),
            "oldest_due_schedule": self.schedule_name,
            "oldest_due_message_seconds": self._age(self.message_due),
            "free_disk_bytes": self.free_disk,
            "failed_work": self.failed,
            "problems": [{"code": each.code, "text": each.text} for each in problems],
        }

    def _age(self, moment: dt.datetime | None) -> int | None:
        return None if moment is None else int((self.at - moment).total_seconds())


def _without_worker() -> str:
    return _("Until it runs, nothing goes live on schedule and no message is sent.")


def condition(*, now: dt.datetime | None = None) -> Condition:
    """Returns the condition of the site at `now` (aware; default: the present). At most two
    queries."""
    now = now or timezone.now()
    sign = last_sign().values_list(Value("worker"), "seen_at", "settings", Value(0))
    # Few rows are late, so the first is found in Python.
    late = Schedule.objects.filter(next_run__lt=now).values_list(
        Value("schedule"), "next_run", Coalesce("name", Value("")), Value(0)
    )
    waiting = Message.objects.filter(state=State.READY, send_after__lte=now).values_list(
        Value("message"), Min("send_after"), Value(""), Value(0)
    )
    failed = FailedWork.objects.open().values_list(
        Value("failed"), Min("first_at"), Value(""), Count("pk")
    )
    union = late.order_by().union(sign, waiting.order_by(), failed.order_by(), all=True).order_by()
    rows = [row for row in union if row[1] is not None]
    due = {kind: (at, name) for kind, at, name, _number in sorted(rows, reverse=True)}
    schedule_due, schedule_name = due.get("schedule", (None, ""))
    worker_seen, worker_settings = due.get("worker", (None, ""))
    try:
        restored, store_answers = is_behind(), True
    except OSError:
        restored, store_answers = False, False
    return Condition(
        at=now,
        worker_seen=worker_seen,
        worker_settings=worker_settings,
        schedule_due=schedule_due,
        schedule_name=schedule_name,
        message_due=due.get("message", (None, ""))[0],
        free_disk=free_disk(),
        failed=sum(number for _kind, _at, _name, number in rows),
        restored=restored,
        store_answers=store_answers,
    )


def waiting_tasks() -> tuple[int, int]:
    """Returns how many tasks of the queue wait, and the age of the oldest in seconds."""
    now = timezone.now()
    rows = OrmQ.objects.filter(lock__lte=now).aggregate(number=Count("pk"), since=Min("lock"))
    return rows["number"], int((now - (rows["since"] or now)).total_seconds())


def free_disk() -> dict[str, int]:
    """Returns the free bytes of the disks with uploads (a bucket has no end) and, on SQLite, the
    database."""
    places = {} if settings.UPLOADS_BUCKET else {"uploads": Path(settings.MEDIA_ROOT)}
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in name:
        places["database"] = Path(name).parent
    return {name: shutil.disk_usage(_existing(path)).free for name, path in places.items()}


def _existing(path: Path) -> Path:
    """Returns the folder, or its nearest existing parent."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())
