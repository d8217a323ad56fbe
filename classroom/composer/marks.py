"""What a draft says beside its words: which form began it, and that its class is on its own."""

import uuid
from collections.abc import Sequence
from typing import Final

from wagtail.models import Revision

from ..models import ClassroomPage, UpdatePage

_BEGUN_BY: Final = "begun_by"
"""The empty form that wrote it: in its newest revision. Whatever else saves leaves it out."""


def is_begun_by(update: UpdatePage, key: uuid.UUID | None) -> bool:
    latest = update.latest_revision
    return latest is not None and latest.content.get(_BEGUN_BY) == str(key)


def mark_begun(update: UpdatePage, key: uuid.UUID | None) -> None:
    latest = update.latest_revision
    if key is not None and latest is not None:
        latest.content[_BEGUN_BY] = str(key)
        Revision.objects.filter(pk=latest.pk).update(content=latest.content)


def write_apart(pages: Sequence[UpdatePage], classroom: ClassroomPage) -> UpdatePage | None:
    """Of these drafts, which were written just now with the same words, give the one of this class
    words of its own: it no longer follows the others, nor they it. Returns it; None where it is not
    among them.

    In the page's own row, which no version of its words brings back, whatever saves it.
    """
    for page in pages:
        if page.path.startswith(classroom.path):
            page.stands_apart = True
            UpdatePage.objects.filter(pk=page.pk).update(stands_apart=True)
            return page
    return None
