"""What an update says, read once: the pattern of all updates with the same text.

A pattern is an update that is never saved. The gate reads it; and what Wagtail makes of it, the
JSON of its revision, its references and the files that it speaks of, is filled in for each update.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import ReferenceIndex

from classroom.models import UpdatePage
from district_cms.checks.findings import Finding
from district_cms.publishing.answers import told
from district_cms.publishing.content.files_on_page import stated
from district_cms.publishing.content.fragments import fragments

from .plan import Stream

START: Final = dt.date(2001, 1, 2)
"""The first day that a pattern is about."""
FORTNIGHT: Final = 13
STREAMS: Final = ("lesson", "assignments", "curriculum", "events", "pictures")


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `values` are the plain fields of the update, `content` what its revision holds
    besides, `found` what the gate says of it and `findings` the same as evidence that nobody has
    confirmed, in JSON; `references` are as Wagtail extracts them, with the block ids of the
    pattern; `files` are those it speaks of, with their hashes."""

    number: int
    title: str
    values: dict[str, Any]
    content: dict[str, Any]
    streams: dict[str, Stream]
    references: tuple[tuple[int, str, str, str], ...]
    files: tuple[tuple[str, str], ...]
    found: tuple[Finding, ...]
    findings: str


def pattern_of(title: str, content: dict[str, Any]) -> UpdatePage:
    """The pattern of a text. `content` is as for `add_draft`, for a period that begins on
    `START`."""
    last_day = on_after_start(FORTNIGHT)
    page = UpdatePage(title=title, slug="pattern", live=False, period_end=last_day, **content)
    page.draft_title = page.title
    for name in STREAMS:
        # Read back from its JSON, so that every block has its id.
        field: Any = UpdatePage._meta.get_field(name)
        setattr(page, name, field.get_prep_value(getattr(page, name)))
    return page


def on_after_start(days: int) -> dt.date:
    """The day of a pattern for a number of days after its first."""
    return START + dt.timedelta(days=days)


def piece_of(pattern: UpdatePage, findings: Sequence[Finding], *, number: int = 0) -> Piece:
    """What stands in every update with this text. `findings` is what the gate says of it."""
    content = json.loads(json.dumps(pattern.serializable_data(), cls=DjangoJSONEncoder))
    files = {each.file: each.item.file_hash for each in stated(fragments(pattern))}
    return Piece(
        number=number,
        title=pattern.title,
        values={
            field.attname: getattr(pattern, field.attname)
            for field in UpdatePage._meta.local_concrete_fields
            if field.name not in STREAMS
        },
        content=content,
        streams={name: Stream(content[name], START) for name in STREAMS},
        references=tuple(sorted(set(ReferenceIndex._extract_references_from_object(pattern)))),
        files=tuple(files.items()),
        found=tuple(findings),
        findings=json.dumps([told(finding, None, None) for finding in findings]),
    )
