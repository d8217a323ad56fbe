"""Evidence: examined before it is stored, and deleted from the disk with its row."""

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
"""What can be evidence, and as what it is served."""


def examined(file: Any) -> Any:
    """The upload as it may be kept: a PDF that can be read, or a picture without its metadata.

    Raises `ValidationError` with what to do instead.
    """
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
    found = examine_isolated(io.BytesIO(file.read()), "pdf")
    file.seek(0)
    if found.state != State.READ or found.locked == "password":
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
    """Delete a stored file once what was written is committed."""
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def forget_evidence(entitlement: Entitlement) -> bool:
    """Clear both kinds of evidence of a row, which the caller saves. Says whether there was any."""
    had = bool(entitlement.evidence or entitlement.evidence_words)
    remove_file(entitlement.evidence.storage, entitlement.evidence.name or "")
    entitlement.evidence, entitlement.evidence_words = "", ""
    return had


def remove_file_of_deleted(instance: Entitlement, **_: object) -> None:
    """After a row is deleted, by itself or with its owner's record."""
    remove_file(instance.evidence.storage, instance.evidence.name or "")
