"""Examines documents: at once if someone waits and the file is small, otherwise in the queue."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_q.tasks import async_task

from district_cms.checks.documents import ENGINE_VERSION, Examination, State
from district_cms.checks.documents.isolated import QUICK, READABLE, examine_isolated

from .models import DistrictDocument, DocumentExamination

TASK: Final = "district_cms.media.tasks.examine"
LARGEST_AT_ONCE: Final = 5 * 1024 * 1024  # bytes
MOST_QUEUED: Final = 100


def examine_document(*, document: DistrictDocument, seconds: int = QUICK) -> DocumentExamination:
    """Examines the file of a document and stores the result. Takes at most `seconds`."""
    return _keep(document, _look(document, seconds))


def _keep(document: DistrictDocument, examination: Examination) -> DocumentExamination:
    row, _created = DocumentExamination.objects.update_or_create(
        document=document,
        defaults={
            "file_hash": document.file_hash,
            "engine": ENGINE_VERSION,
            "results": examination.as_json(),
            "at": timezone.now(),
        },
    )
    return row


def _look(document: DistrictDocument, seconds: int) -> Examination:
    extension = document.file_extension.lower()
    try:
        document.get_file_hash()
        with document.file.storage.open(document.file.name, "rb") as file:
            return examine_isolated(file, extension, seconds=seconds)
    except OSError:  # the storage has lost it, or does not respond
        return Examination(kind=extension, state=State.FAILED)


def examine_pending(document: DistrictDocument, *, seconds: int = QUICK) -> None:
    """Examines the file with which `document` would be saved. Writes nothing."""
    file = document.file
    file.seek(0)
    found = examine_isolated(file, document.file_extension.lower(), seconds=seconds)
    file.seek(0)
    document.examination = DocumentExamination(
        file_hash=document.file_hash, engine=ENGINE_VERSION, results=found.as_json()
    )


def examine_new_file(document: DistrictDocument) -> None:
    """Examines the file of a document that was just saved, unless this file is examined already."""
    if DocumentExamination.objects.current().filter(document=document).exists():
        return
    pending = document._state.fields_cache.get("examination")
    if pending is not None and pending.pk is None and pending.file_hash == document.file_hash:
        _keep(document, pending.found)
        return
    at_once = document.file_extension.lower() not in READABLE
    if at_once or (document.get_file_size() or 0) <= LARGEST_AT_ONCE:
        examine_document(document=document)
    else:
        queue_examination(document.pk)


def queue_examination(document_id: int) -> None:
    """Queues the examination once the transaction is committed."""
    # Robust: if the queue's broker is down, the document waits until the sweep finds it.
    transaction.on_commit(lambda: async_task(TASK, document_id), robust=True)


def waiting() -> "QuerySet[DistrictDocument]":
    """Returns documents whose current file is not examined, or only by an older engine."""
    done = DocumentExamination.objects.current().values("document")
    return DistrictDocument.objects.exclude(pk__in=done).order_by("pk")


def queue_waiting() -> int:
    """Queues the examination of waiting documents, a limited number at a time. Returns how many."""
    ids = list(waiting().values_list("pk", flat=True)[:MOST_QUEUED])
    for pk in ids:
        async_task(TASK, pk)
    return len(ids)
