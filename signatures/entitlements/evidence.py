"""Evidence files: examined before they are stored, and deleted from the disk with their row."""

import io
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from district_cms.checks.documents import State
from district_cms.checks.documents.isolated import examine_isolated
from district_cms.media.pictures.stripping import strip_metadata
from district_cms.media.storage import check_room

from ..models import Entitlement

LARGEST: Final = 10 * 1024 * 1024  # bytes
TYPES: Final = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
"""The types that evidence may have, and the content types for serving it."""


def examined(file: Any) -> Any:
    """Returns the upload as it may be stored: a readable PDF, or a picture without its metadata.

    Raises `ValidationError` with advice."""
    name = PurePath(file.name).name[:80]
    kind = PurePath(file.name).suffix.lower()
    if kind not in TYPES:
        raise ValidationError(
            _("“%(name)s” is not a PDF or a picture. Save it as PDF, JPEG or PNG, or use words."),
            code="wrong_kind",
            params={"name": name},
        )
    if file.size > LARGEST:
        raise ValidationError(
            _("“%(name)s” is %(size)s. Choose a file of up to %(limit)s, or use words."),
            code="too_large",
            params={
                "name": name,
                "size": filesizeformat(file.size),
                "limit": filesizeformat(LARGEST),
            },
        )
    check_room(file.size, name)
    if kind != ".pdf":
        return strip_metadata(file, name=file.name)
    file.seek(0)
    examination = examine_isolated(io.BytesIO(file.read()), "pdf")
    file.seek(0)
    if examination.state != State.READ or examination.locked == "password":
        raise ValidationError(
            _(
                "“%(name)s” cannot be opened: it is damaged or needs a password. Save it as PDF "
                "again, or use words."
            ),
            code="unreadable",
            params={"name": name},
        )
    return file


def remove_file(storage: Storage, name: str) -> None:
    """Deletes a stored file after the transaction commits."""
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def forget_evidence(entitlement: Entitlement) -> bool:
    """Clears both kinds of evidence of a row, which the caller saves. Returns False if there was
    none."""
    had = bool(entitlement.evidence or entitlement.evidence_words)
    remove_file(entitlement.evidence.storage, entitlement.evidence.name or "")
    entitlement.evidence, entitlement.evidence_words = "", ""
    return had


def remove_file_of_deleted(instance: Entitlement, **_: object) -> None:
    """Deletes the file of a deleted row, also after a cascade from its owner's record."""
    remove_file(instance.evidence.storage, instance.evidence.name or "")
