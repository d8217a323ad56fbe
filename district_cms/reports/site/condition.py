"""What is known of the site's own condition, and what of it someone must look after."""

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
from django_q.models import Schedule

from district_cms.web.models import FailedWork
from district_cms.web.queue.heartbeat import last_sign
from district_cms.web.times import moment_text
from notifications.models import Message
from notifications.rules.state import State
from notifications.suppressions.stops_file import is_behind

WORKER_SILENT: Final = dt.timedelta(minutes=2)
SCHEDULE_LATE: Final = dt.timedelta(minutes=15)
MESSAGE_LATE: Final = dt.timedelta(minutes=30)
"""A busy worker is late by some minutes; what is later than this waits for something."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that someone must look after: a word for programs, and a sentence for people."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Moments are aware; None where there is nothing of the kind. Disks in bytes."""

    at: dt.datetime
    worker_seen: dt.datetime | None
    worker_settings: str
    schedule_due: dt.datetime | None
    schedule_name: str
    message_due: dt.datetime | None
    free_disk: dict[str, int]
    failed: int
    restored: bool

    def problems(self) -> list[Problem]:
        """What is not as it should be, the most urgent first."""
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if self.worker_seen is None:
            yield Problem(
                "worker-never-seen",
                _("The background program (worker) has never run. ") + _without_worker(),
            )
        elif self.at - self.worker_seen > WORKER_SILENT:
            said = _("The background program (worker) has not run since %(moment)s. ") % {
                "moment": moment_text(self.worker_seen)
            }
            yield Problem("worker-silent", said + _without_worker())
        elif self.worker_settings != settings.RUNS_WITH:
            yield Problem(
                "worker-other-settings",
                _("The background program runs with %(worker)s, the website with %(web)s.")
                % {"worker": self.worker_settings, "web": settings.RUNS_WITH},
            )
        if self.restored:
            said = _("A backup was put back that does not know what families stopped since. ")
            way_out = _("Nothing is sent until cancel_restored_mail --yes was run on the server.")
            yield Problem("backup-restored", said + way_out)
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
            if free < settings.FREE_DISK_NEEDED:
                said = (
                    _("Only %(free)s of disk are free for uploads. Nothing can be uploaded.")
                    if place == "uploads"
                    else _("Only %(free)s of disk are free for the database.")
                )
                yield Problem("disk-nearly-full", said % {"free": filesizeformat(free)})
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
        """For programs: ages in seconds, disks in bytes; null where there is nothing."""
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
    """How the site is doing at `now` (aware; the present by default). One query, or two."""
    now = now or timezone.now()
    sign = last_sign().values_list(Value("worker"), "seen_at", "settings", Value(0))
    # What is late is little: the first of it is found here.
    late = Schedule.objects.filter(next_run__lt=now).values_list(
        Value("schedule"), "next_run", Coalesce("name", Value("")), Value(0)
    )
    waiting = Message.objects.filter(state=State.READY, send_after__lte=now).values_list(
        Value("message"), Min("send_after"), Value(""), Value(0)
    )
    failed = FailedWork.objects.open().values_list(
        Value("failed"), Min("first_at"), Value(""), Count("pk")
    )
    found = late.order_by().union(sign, waiting.order_by(), failed.order_by(), all=True).order_by()
    rows = [row for row in found if row[1] is not None]
    due = {kind: (at, name) for kind, at, name, _number in sorted(rows, reverse=True)}
    schedule_due, schedule_name = due.get("schedule", (None, ""))
    worker_seen, worker_settings = due.get("worker", (None, ""))
    return Condition(
        at=now,
        worker_seen=worker_seen,
        worker_settings=worker_settings,
        schedule_due=schedule_due,
        schedule_name=schedule_name,
        message_due=due.get("message", (None, ""))[0],
        free_disk=free_disk(),
        failed=sum(number for _kind, _at, _name, number in rows),
        restored=is_behind(),
    )


def free_disk() -> dict[str, int]:
    """Bytes that are free where uploads are kept and, on SQLite, where the database is."""
    places = {"uploads": Path(settings.MEDIA_ROOT)}
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in name:
        places["database"] = Path(name).parent
    return {name: shutil.disk_usage(_there(path)).free for name, path in places.items()}


def _there(path: Path) -> Path:
    """The folder, or the first above it that has been made already."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())
