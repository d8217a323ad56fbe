"""All rows that belong to one page, in a form in which two of a kind can be compared."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, TaskState, WorkflowState
from wagtail.search.models import IndexEntry

from classroom.models import Posting
from district_cms.audit_log.models import AuditEntry
from district_cms.publishing.models import Confirmation, RevisionFindings, StatedFile, subject_of
from district_cms.schools.search.models import Findable

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What differs between two updates of one class with the same words.
OF_ONE_UPDATE = {"path", "slug", "url_path", "content_hash"}
# Depends on all titles that were in the index when this one was weighed.
OF_THE_INDEX = {"title_norm"}
# The gate notices that the second of the two is about the same days as the first.
OF_THE_TWIN = {"same-days"}


def rows_of(page: Page) -> dict[str, list[Any]]:
    """{model: rows}; keys of the page itself are replaced by what they stand for."""
    key = str(page.pk)
    # Objects of other models have the same keys.
    of_page = {"object_id": key, "base_content_type": ContentType.objects.get_for_model(Page)}
    states = WorkflowState.objects.filter(**of_page).order_by("pk")
    tables: list[models.QuerySet[Any]] = [
        Page.objects.filter(pk=page.pk),
        type(page)._default_manager.filter(pk=page.pk),
        Revision.objects.filter(**of_page),
        PageLogEntry.objects.filter(page_id=page.pk).order_by("pk"),
        states,
        TaskState.objects.filter(workflow_state__in=states).order_by("pk"),
        RevisionFindings.objects.filter(page_uuid=page.translation_key).order_by("pk"),
        Confirmation.objects.filter(subject=subject_of(page)).order_by("pk"),
        StatedFile.objects.filter(subject=subject_of(page)).order_by("file"),
        AuditEntry.objects.filter(page_uuid=page.translation_key).order_by("pk"),
        Posting.objects.filter(page_uuid=page.translation_key),
        ReferenceIndex.objects.filter(**of_page).order_by("model_path", "to_object_id"),
        IndexEntry.objects.filter(object_id=key, content_type=page.content_type_id),
        Findable.objects.filter(page=page.pk),
    ]
    own = _names(page)
    return {
        rows.model.__name__: [_plain(_row(row), own, rows.model.__name__) for row in rows]
        for rows in tables
    }


def differences(one: Page, other: Page) -> list[tuple[str, Any, Any]]:
    """(place, value of one, value of the other) wherever they are not the same."""
    ours, theirs = dict(_flat(rows_of(one))), dict(_flat(rows_of(other)))
    missing = "(is not there)"
    return [
        (place, ours.get(place, missing), theirs.get(place, missing))
        for place in sorted({*ours, *theirs})
        if ours.get(place, missing) != theirs.get(place, missing)
    ]


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, str) and value.startswith("[{"):
        value = json.loads(value)  # a stream, whose keys have no order
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _flat(each, f"{place}.{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _flat(each, f"{place}[{number}]")
    else:
        yield place, value


def _row(instance: models.Model) -> dict[str, Any]:
    fields = instance._meta.local_concrete_fields
    return {field.attname: field.value_to_string(instance) for field in fields} | {
        field.attname: field.value_from_object(instance)
        for field in fields
        if not hasattr(field, "stream_block")
    }


def _names(page: Page) -> dict[str, str]:
    """What the ids of this page mean: {"page 12": "this page"}."""
    key = str(page.pk)
    names = {f"page {page.pk}": "this page"}
    for what, model in (("revision", Revision), ("workflow", WorkflowState)):
        for row in model.objects.filter(object_id=key):
            names[f"{what} {row.pk}"] = f"this {what}"
    for task in TaskState.objects.filter(workflow_state__object_id=key):
        names[f"task {task.pk}"] = "this task"
    return names


KEYS = {
    "page": ("object_id", "page_id", "page_ptr_id", "pk"),
    "revision": ("revision_id", "latest_revision_id", "live_revision_id"),
    "workflow": ("workflow_state_id",),
    "task": ("current_task_state_id", "task_state_id"),
}
OWN_KEY = {"Page": "page", "Revision": "revision", "WorkflowState": "workflow", "TaskState": "task"}


def _plain(value: Any, own: dict[str, str], of: str, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _plain(each, own, of, key) for key, each in value.items()}
    if name == "findings" and isinstance(value, list):
        value = [finding for finding in value if finding["rule"] not in OF_THE_TWIN]
    if isinstance(value, list):
        return [_plain(each, own, of, name) for each in value]
    if name in OF_ONE_UPDATE | OF_THE_INDEX:
        return name
    if name == "id":
        kind = OWN_KEY.get(of) or ("revision" if of == "PageLogEntry" else "")
        # In the log, "id" is that of a revision, a workflow or a task.
        return own.get(f"{kind} {value}", value if of == "PageLogEntry" and not kind else name)
    for kind, names in KEYS.items():
        if name in names and value is not None:
            return own.get(f"{kind} {value}", value)
    return UUID.sub("a uuid", str(value)) if value is not None else None
