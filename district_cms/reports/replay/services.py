"""Judges a school year by a draft and by the procedure in force, by school and month.

Drafts and results are files in a folder that no visitor reaches, for a week."""

import json
from collections import Counter
from hashlib import sha256
from itertools import batched
from typing import Final

from django.core.files.base import ContentFile
from django.utils import timezone
from django_q.tasks import async_task

from classroom.ledger.refresh import Rules, calendar_of, district_zone, posts_of
from classroom.models import ClassroomPage
from district_cms.media.storage import private_storage
from district_cms.procedure.active import active
from district_cms.procedure.cadence import NoSchoolRule
from district_cms.procedure.slots import ClassSpan
from district_cms.procedure.versions import Version
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.queue.isolation import Item, begin_work, end_work, isolated, note_done

from .drafts import read_draft
from .judging import Outcome, as_if_always, judge

WORK: Final = "replay"
"""The name under which progress and failures are recorded."""
FOLDER: Final = "replays"
CLASSES_AT_ONCE: Final = 500
DRAFT, IN_FORCE = SIDES = ("draft", "in_force")

Counts = Counter[tuple[str, str, str, Outcome]]
"""{(side, UUID of a school, first day of a month, outcome): number}"""


def replay(draft: Version, year: SchoolYear) -> Counts:
    """Judges the live classes of a school year up to now. Seven queries, and two for each 500
    classes."""
    now, chosen, counts = timezone.now(), ProcedureSettings.load(), Counts()
    rule, full_month = NoSchoolRule(chosen.no_school_rule), chosen.minimum_school_days
    rules = Rules(calendar_of(year), rule, full_month, district_zone())
    sides = {DRAFT: as_if_always(draft, year.first_day), IN_FORCE: active()}
    schools = dict(SchoolPage.objects.order_by().values_list("path", "translation_key"))
    rows = ClassroomPage.objects.filter(school_year=year, live=True).order_by("path")
    classes = list(rows.values_list("pk", "path", "starts_on", "ends_on", "exempt_days"))
    begin_work(WORK, total=len(classes))
    for some in batched(classes, CLASSES_AT_ONCE):
        posts = posts_of([pk for pk, *_rest in some], now)
        for pk, path, *days in some:
            school = str(schools.get(school_path(path), ""))
            for side, procedure in sides.items():
                of_class = judge(posts[pk].posts, procedure, rules, ClassSpan.of(*days), now)
                for (month, outcome), number in of_class.items():
                    counts[side, school, month, outcome] += number
        note_done(WORK, len(some))
    end_work(WORK)
    return counts


def request_replay(text: str, year: SchoolYear) -> str:
    """Stores a draft and queues its replay, also once more. Returns the name of both."""
    name = f"{sha256(text.encode()).hexdigest()[:32]}-{year.pk}"
    private_storage().delete(stored(name, "json"))
    _write(stored(name, "toml"), text)
    async_task("district_cms.reports.tasks.replay", name)
    return name


def write_replay(name: str) -> bool:
    """Judges the year by the stored draft, and stores the counts. Returns False if it failed; the
    failure is recorded."""
    text, year = draft_and_year(name)
    with isolated(Item(WORK, name, year.name), in_pieces=True) as tried:
        counts = replay(read_draft(text)[1].versions[-1], year)
        rows = [[*key, number] for key, number in counts.items()]
        _write(stored(name, "json"), json.dumps(rows))
    return not tried.failed


def draft_and_year(name: str) -> tuple[str, SchoolYear]:
    """Returns a stored draft and the year that it judges. Raises `FileNotFoundError` for a draft
    that was deleted, `SchoolYear.DoesNotExist`, and ValueError for no such name."""
    year = SchoolYear.objects.get(pk=int(name.rpartition("-")[2]))
    return _read(stored(name, "toml")), year


def result_of(name: str) -> Counts | None:
    """Returns the stored counts, None if there are none yet."""
    if not private_storage().exists(stored(name, "json")):
        return None
    rows = json.loads(_read(stored(name, "json")))
    return Counts({tuple(key): number for *key, number in rows})


def stored(name: str, kind: str) -> str:
    return f"{FOLDER}/{name}.{kind}"


def _read(name: str) -> str:
    with private_storage().open(name) as file:
        return str(file.read().decode())


def _write(name: str, text: str) -> None:
    private_storage().delete(name)
    private_storage().save(name, ContentFile(text.encode()))
