"""A school year judged by a draft and by the procedure in force, in counts by school and month.

Drafts and results are files in a folder that no visitor reaches, for a week."""

import datetime as dt
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import batched
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_q.tasks import async_task

from classroom.ledger.refresh import Rules, calendar_of, district_zone, posts_of
from classroom.models import ClassroomPage
from district_cms.procedure.active import active
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.slots import ClassSpan
from district_cms.procedure.versions import Procedure
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.queue.isolation import Item, begin_work, end_work, isolated, note_done

from .drafts import Draft, read_draft
from .judging import Outcome, as_if_always, judge

TASK: Final = "district_cms.reports.tasks.replay"
WORK: Final = "replay"
"""The name under which progress and failures are recorded."""
CLASSES_AT_ONCE: Final = 500

type Counts = Counter[tuple[str, dt.date, Outcome]]
"""{(UUID of a school, first day of a month, outcome): number}"""


@dataclass(slots=True)
class Replay:
    """A school year judged twice. `at` is aware; `seconds` is how long it took."""

    at: dt.datetime
    seconds: float = 0
    classes: int = 0
    draft: Counts = field(default_factory=Counter)
    in_force: Counts = field(default_factory=Counter)


def replay(
    draft: Draft, year: SchoolYear, *, progress: Callable[[int], None] = lambda _classes: None
) -> Replay:
    """Judges all live classes of a school year up to now. Five queries, and one for each 500
    classes; `progress` is called after each 500 with their number."""
    start, now = time.monotonic(), timezone.now()
    chosen = ProcedureSettings.load()
    rules = Rules(
        calendar_of(year),
        NoSchoolRule(chosen.no_school_rule),
        chosen.minimum_school_days,
        district_zone(),
    )
    paths = SchoolPage.objects.order_by().values_list("path", "translation_key")
    schools = {path: str(key) for path, key in paths}
    result = Replay(now)
    sides: Mapping[Procedure, Counts] = {
        as_if_always(draft.version, year.first_day): result.draft,
        active(): result.in_force,
    }
    rows = ClassroomPage.objects.filter(school_year=year, live=True).order_by("path")
    classes = list(rows.values_list("pk", "path", "starts_on", "ends_on", "exempt_days"))
    for some in batched(classes, CLASSES_AT_ONCE):
        posts = posts_of([pk for pk, *_rest in some], now)
        for pk, path, first, last, exempt in some:
            span, school = ClassSpan.of(first, last, exempt), schools.get(school_path(path), "")
            for procedure, counts in sides.items():
                of_class = judge(
                    posts[pk].posts, procedure=procedure, rules=rules, span=span, now=now
                )
                for (month, outcome), number in of_class.items():
                    counts[school, month, outcome] += number
        result.classes += len(some)
        progress(len(some))
    result.seconds = time.monotonic() - start
    return result


def folder() -> Path:
    return Path(settings.PRIVATE_MEDIA_ROOT) / "replays"


def store_draft(text: str) -> str:
    """Stores the text of a draft, and returns its key."""
    key = sha256(text.encode()).hexdigest()[:32]
    _write(folder() / f"{key}.toml", text)
    return key


def stored_draft(key: str) -> Draft | None:
    """Returns the draft, None if it was deleted. Raises `ProcedureError` if the district's file has
    changed so that the draft no longer follows it."""
    file = folder() / f"{key}.toml"
    return read_draft(file.read_text(encoding="utf-8")) if file.is_file() else None


def request_replay(*, key: str, year: SchoolYear) -> None:
    """Queues the replay of a stored draft, and removes an older result."""
    _result_file(key, year).unlink(missing_ok=True)
    async_task(TASK, key, year.pk)


def write_replay(*, key: str, year: SchoolYear) -> Replay | None:
    """Judges the year by a stored draft, and stores the result. Returns None if the draft was
    deleted, or if it fails; the failure is recorded."""
    with isolated(Item(WORK, f"{key}-{year.pk}", year.name), in_pieces=True):
        draft = stored_draft(key)
        if draft is not None:
            classes = ClassroomPage.objects.filter(school_year=year, live=True).count()
            begin_work(WORK, total=classes)
            result = replay(draft, year, progress=lambda more: note_done(WORK, more))
            end_work(WORK)
            _write(_result_file(key, year), json.dumps(_as_json(result)))
            return result
    return None


def result_of(key: str, year: SchoolYear) -> Replay | None:
    """Returns the stored result, None if there is none yet."""
    try:
        stored = json.loads(_result_file(key, year).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Replay(
        dt.datetime.fromisoformat(stored["at"]),
        stored["seconds"],
        stored["classes"],
        *(_counts(stored[side]) for side in ("draft", "in_force")),
    )


def _as_json(result: Replay) -> dict[str, object]:
    sides = {"draft": result.draft, "in_force": result.in_force}
    return {
        **{"at": result.at.isoformat(), "seconds": result.seconds, "classes": result.classes},
        **{
            side: [
                [school, month.isoformat(), outcome, number]
                for (school, month, outcome), number in counts.items()
            ]
            for side, counts in sides.items()
        },
    }


def _counts(rows: list[tuple[str, str, str, int]]) -> Counts:
    return Counter(
        {
            (school, dt.date.fromisoformat(month), Outcome(outcome)): number
            for school, month, outcome, number in rows
        }
    )


def _result_file(key: str, year: SchoolYear) -> Path:
    return folder() / f"{key}-{year.pk}.json"


def _write(path: Path, text: str) -> None:
    """Writes the file as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
