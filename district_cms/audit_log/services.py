"""Writes audit entries. Call it inside the transaction of the recorded action."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page

from .models import AuditEntry


def record(
    *,
    action: str,
    actor: object = None,
    page: Page | None = None,
    at: dt.datetime | None = None,
    **data: Any,
) -> AuditEntry:
    """Adds one entry. `actor` is an account or a word such as "nightly"; `page` may be None; `at`
    is aware (default: the present).

    Copies the page's identity, revision and content hash as plain values, so that the entry stays
    readable after the page is deleted.
    """
    return AuditEntry.objects.create(
        at=at or timezone.now(),
        action=action,
        actor=str(actor or ""),
        title=getattr(page, "title", "") or "",
        school=school_title(page),
        page_uuid=getattr(page, "translation_key", None),
        revision_id=getattr(page, "latest_revision_id", None),
        content_hash=content_hash(page) if page is not None else "",
        data=data,
    )


# Fields that Wagtail and treebeard maintain; they are not the author's content.
BOOKKEEPING = {
    "path",
    "depth",
    "numchild",
    "latest_revision",
    "live_revision",
    "latest_revision_created_at",
    "has_unpublished_changes",
    "live",
    "expired",
    "first_published_at",
    "last_published_at",
    "locked",
    "locked_at",
    "locked_by",
}


def content_hash(page: Page) -> str:
    """Returns the SHA-256 (hexadecimal) of the page's content as a revision stores it.

    The place in the tree and fields that nobody can edit are not content.
    """
    not_content = {field.name for field in page._meta.concrete_fields if not field.editable}
    streams = {field.name for field in page._meta.concrete_fields if isinstance(field, StreamField)}
    content = {
        # A stream is stored as text, whose key order depends on whether it was parsed before.
        name: json.loads(value) if name in streams else value
        for name, value in page.serializable_data().items()
        if name not in BOOKKEEPING | not_content
    }
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def school_title(page: Page) -> str:
    """Returns the title of the page's school, or "" for a page of the district.

    Our page types implement it (`DistrictPage.school_title`).
    """
    return getattr(page, "school_title", "")
