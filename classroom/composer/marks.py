"""What a draft's newest revision says beside its words. Whatever else saves leaves it out."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wagtail.models import Revision

from ..models import ClassroomPage, UpdatePage

_BEGUN_BY: Final = "begun_by"
"""The empty form that wrote it."""
_APART: Final = "apart"
"""The page's own identity, where its class has words of its own, also while they are the same."""


def is_begun_by(update: UpdatePage, key: uuid.UUID | None) -> bool:
    latest = update.latest_revision
    return latest is not None and latest.content.get(_BEGUN_BY) == str(key)


def mark_begun(update: UpdatePage, key: uuid.UUID | None) -> None:
    if key is not None:
        _mark(update, {_BEGUN_BY: str(key)})


def apart_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a revision's content says that its class has words of its own."""
    return {_APART: content[_APART]} if _APART in content else {}


def mark_apart(update: UpdatePage, said: Mapping[str, Any]) -> None:
    """Say it again in the newest revision; `said` is `apart_in` the one before."""
    if said:
        _mark(update, said)


def write_apart(pages: Sequence[UpdatePage], classroom: ClassroomPage) -> UpdatePage | None:
    """Of these drafts, which were written just now with the same words, give the one of this class
    words of its own: it no longer follows the others, nor they it. Returns it; None where it is not
    among them."""
    for page in pages:
        if page.path.startswith(classroom.path):
            _mark(page, {_APART: str(page.translation_key)})
            return page
    return None


def _mark(update: UpdatePage, said: Mapping[str, Any]) -> None:
    latest = update.latest_revision
    if latest is not None:
        latest.content |= said
        Revision.objects.filter(pk=latest.pk).update(content=latest.content)
