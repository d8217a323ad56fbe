"""A school year whole: for each school a zip with its pages and what is recorded about them.

Made by the queue, one task a school, into a folder that no visitor reaches.
"""

import datetime as dt
import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, Left, Length
from django.utils import timezone
from django_q.tasks import async_task
from wagtail.models import PageLogEntry, TaskState

from classroom.models import ClassroomPage, ClassroomTeacher, Posting, PostingSlot, UpdatePage
from district_cms.audit_log.services import record
from district_cms.deviations.models import Deviation
from district_cms.media.storage import StoredFile, private_storage
from district_cms.people.models import User
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.models import NoSchoolDay, SchoolPage, SchoolYear

from .person import columns_of, table

FOLDER: Final = "records"
LASTS_DAYS: Final = 7


def request_year(*, year: SchoolYear, actor: User) -> int:
    """Lets the queue write one file a school. Returns the number of schools."""
    schools = list(SchoolPage.objects.order_by("path").values_list("pk", flat=True))
    record(action="records.year_exported", actor=actor, year=year.name, schools=len(schools))
    for pk in schools:
        async_task("district_cms.reports.tasks.export_year", year.pk, pk)
    return len(schools)


def write_year(*, year: SchoolYear, school: SchoolPage) -> str:
    """Writes the file of a school. It appears whole or not at all, and replaces an older one.
    Returns its name."""
    name = f"{year.name}-{school.slug}.zip"
    with tempfile.TemporaryFile() as unfinished:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, pages in _pages(year, school).items():
                with archive.open(f"{part}.jsonl", "w") as out:
                    for line in _as_lines(pages):
                        out.write(line.encode())
            for rows in _tables(year, school):
                text, _number = table(rows.iterator(chunk_size=500), columns_of(rows.model))
                archive.writestr(f"{rows.model._meta.label}.csv", text)
        private_storage().delete(f"{FOLDER}/{name}")
        private_storage().save(f"{FOLDER}/{name}", File(unfinished))
    return name


def ready() -> list[StoredFile]:
    """Returns the files that can be downloaded, by name."""
    return [each for each in private_storage().entries(FOLDER) if each.name.endswith(".zip")]


def open_file(name: str) -> Any:
    """Opens one of the files that are ready. Raises FileNotFoundError."""
    return private_storage().open(f"{FOLDER}/{name}")


def remove_old(folder: str = FOLDER) -> int:
    """Deletes the folder's files after a week. Returns how many."""
    before = timezone.now() - dt.timedelta(days=LASTS_DAYS)
    old = [each for each in private_storage().entries(folder) if each.at < before]
    for each in old:
        private_storage().delete(f"{folder}/{each.name}")
    return len(old)


def _pages(year: SchoolYear, school: SchoolPage) -> dict[str, QuerySet[Any]]:
    classes = ClassroomPage.objects.descendant_of(school).filter(school_year=year)
    of_class = Left("path", Length("path") - UpdatePage.steplen)
    updates = UpdatePage.objects.descendant_of(school).annotate(of_class=of_class)
    updates = updates.filter(of_class__in=classes.values("path"))
    return {"classes": classes.order_by("path"), "updates": updates.order_by("path")}


def _tables(year: SchoolYear, school: SchoolPage) -> Iterator[QuerySet[Any]]:
    pages = _pages(year, school)
    classes, updates = (pages[name].order_by() for name in ("classes", "updates"))
    ids = updates.annotate(text=Cast("pk", CharField())).values("text")
    for rows in (
        SchoolYear.objects.filter(pk=year.pk),
        NoSchoolDay.objects.filter(school_year=year),
        ClassroomTeacher.objects.filter(classroom__in=classes.values("pk")),
        PostingSlot.objects.filter(classroom__in=classes.values("pk")),
        Posting.objects.filter(classroom__in=classes.values("pk")),
        Deviation.objects.filter(class_uuid__in=classes.values("translation_key")),
        PageLogEntry.objects.filter(page__in=updates.values("pk")),
        TaskState.objects.filter(revision__object_id__in=ids),
        RevisionFindings.objects.filter(page_uuid__in=updates.values("translation_key")),
    ):
        yield rows.order_by("pk")


def _as_lines(pages: QuerySet[Any]) -> Iterator[str]:
    for page in pages.iterator(chunk_size=200):
        yield json.dumps(page.serializable_data(), cls=DjangoJSONEncoder) + "\n"
