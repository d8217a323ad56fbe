"""The texts of updates, checked once by the gate, and the rows of each update's page."""

import datetime as dt
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Locale, Page, ReferenceIndex, Revision

from classroom.models import ClassroomPage, UpdatePage
from district_cms.checks.findings import Finding
from district_cms.publishing.answers import as_plain_values
from district_cms.publishing.content.files_on_page import stated
from district_cms.publishing.content.fragments import fragments

from ..school_year import Chance, End, Plan
from .pages import add_reference
from .tables import Tables

START: Final = dt.date(2001, 1, 2)
"""The first day of a pattern's period."""
FORTNIGHT: Final = 13
STREAMS: Final = ("lesson", "assignments", "curriculum", "events", "pictures", "further")


# Inside values, quotation marks are escaped, so this matches only keys of the blocks themselves.
_PLACE: Final = re.compile(
    r'(?<="id": ")([0-9a-f-]{36})(?=")|(?<="due": ")(\d{4}-\d\d-\d\d)(?=")'
    r'|(?<="date": ")(\d{4}-\d\d-\d\d)(?=")'
)


class Stream:
    """A stream as a template. `ids` are the block ids of the pattern, in order. Raises `ValueError`
    for a stream with a block without an id."""

    def __init__(self, pattern: str, start: dt.date) -> None:
        """`pattern` is the JSON of the stream for an update whose period begins on `start`."""
        self.ids: list[str] = []
        self._parts: list[str] = []
        self._places: list[int | None] = []  # days after the start; None for an id
        end = 0
        for match in _PLACE.finditer(pattern):
            self._parts.append(pattern[end : match.start()])
            end = match.end()
            if match[1]:
                self.ids.append(match[1])
                self._places.append(None)
            else:
                day = dt.date.fromisoformat(match[2] or match[3])
                self._places.append((day - start).days)
        self._parts.append(pattern[end:])
        if len(self.ids) != pattern.count('"type": "'):
            raise ValueError("A block of this stream has no id.")

    def filled(self, ids: Sequence[str], on: Callable[[int], dt.date]) -> str:
        """Returns the JSON of the stream with these ids; `on` returns the day for a number of days
        after the start of the period."""
        fresh = iter(ids)
        filled = [self._parts[0]]
        for place, part in zip(self._places, self._parts[1:], strict=True):
            filled.append(next(fresh) if place is None else on(place).isoformat())
            filled.append(part)
        return "".join(filled)


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `values` are the plain fields of the update, `content` is the rest of its revision.
    `gate_findings` are the gate's findings and `findings` the same as unconfirmed evidence in JSON.
    `references` are the tuples that Wagtail extracts, with the block ids of the pattern; `files`
    are the described files with their hashes."""

    number: int
    title: str
    values: dict[str, Any]
    content: dict[str, Any]
    streams: dict[str, Stream]
    references: tuple[tuple[int, str, str, str], ...]
    files: tuple[tuple[str, str], ...]
    gate_findings: tuple[Finding, ...]
    findings: str


def pattern_of(title: str, content: dict[str, Any]) -> UpdatePage:
    """Returns the pattern of a text. `content` is as for `add_draft`, for a period that begins on
    `START`."""
    last_day = on_after_start(FORTNIGHT)
    page = UpdatePage(title=title, slug="pattern", live=False, period_end=last_day, **content)
    page.draft_title = page.title
    for name in STREAMS:
        # Read back from JSON, so that every block has an id.
        field: Any = UpdatePage._meta.get_field(name)
        setattr(page, name, field.get_prep_value(getattr(page, name)))
    return page


def on_after_start(days: int) -> dt.date:
    """Returns the day of a pattern for a number of days after its first."""
    return START + dt.timedelta(days=days)


def piece_of(pattern: UpdatePage, findings: Sequence[Finding], *, number: int = 0) -> Piece:
    """Returns the common content of all updates with this text. `findings` are the gate's
    findings."""
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
        gate_findings=tuple(findings),
        findings=json.dumps([as_plain_values(finding, None, None) for finding in findings]),
    )


@dataclass(frozen=True, slots=True)
class Update:
    """One update to write. `author` and `principal` are account ids, `content` is that of its
    revision, `findings` is its evidence."""

    page_id: int
    page_uuid: UUID
    revision_id: int
    plan: Plan
    piece: Piece
    classroom: ClassroomPage
    author: int
    principal: int
    content: dict[str, Any]
    findings: str


class UpdateWriter:
    def __init__(self, tables: Tables, chance: Chance) -> None:
        self._tables = tables
        self._chance = chance
        self._type = ContentType.objects.get_for_model(UpdatePage).pk
        self._base = ContentType.objects.get_for_model(Page).pk
        self._locale = Locale.get_default().pk

    def add(
        self,
        plan: Plan,
        piece: Piece,
        *,
        path: str,
        classroom: ClassroomPage,
        author: int,
        principal: int,
        on: Callable[[int], dt.date],
    ) -> Update:
        """Writes one update as a draft or a live page. `on` returns the school day for a number of
        days after its first day."""
        page_id, page_uuid = self._tables.of(Page).next_pk(), self._chance.uuid()
        ids = {name: self._fresh(piece.streams[name].ids) for name in STREAMS}
        streams = {name: piece.streams[name].filled(ids[name], on) for name in STREAMS}
        days = {"period_start": plan.day, "period_end": plan.last_day}
        slug = plan.day.isoformat()
        place = {
            "path": path,
            "slug": slug,
            "depth": classroom.depth + 1,
            "url_path": f"{classroom.url_path}{slug}/",
            # In UTC, as a form returns it and a revision stores it as text.
            "go_live_at": plan.go_live_at and plan.go_live_at.astimezone(dt.UTC),
        }
        own = {
            "pk": page_id,
            "owner": author,
            "locale": self._locale,
            "content_type": self._type,
            "translation_key": page_uuid,
        }
        content = {**piece.content, **place, **streams, **days, **own}
        revision_id = self._tables.add(
            Revision,
            content_type_id=self._type,
            base_content_type_id=self._base,
            object_id=str(page_id),
            created_at=plan.begun_at,
            user_id=author,
            object_str=piece.title,
            content=json.dumps(content, cls=DjangoJSONEncoder),
            approved_go_live_at=plan.go_live_at,
        )
        update = Update(
            page_id=page_id,
            page_uuid=page_uuid,
            revision_id=revision_id,
            plan=plan,
            piece=piece,
            classroom=classroom,
            author=author,
            principal=principal,
            content=content,
            findings=piece.findings,
        )
        self._page(update, place)
        self._tables.of(UpdatePage).add(piece.values | streams | days | {"page_ptr_id": page_id})
        self._references(update, ids)
        return update

    def _fresh(self, ids: list[str]) -> list[str]:
        return [str(self._chance.uuid()) for _id in ids]

    def _page(self, update: Update, place: dict[str, Any]) -> None:
        live = update.plan.end == End.LIVE
        published_at = update.plan.approved_at if live else None
        title = update.piece.title
        self._tables.add(
            Page,
            **place,
            id=update.page_id,
            translation_key=update.page_uuid,
            locale_id=self._locale,
            latest_revision_id=update.revision_id,
            latest_revision_created_at=update.plan.begun_at,
            live=live,
            live_revision_id=update.revision_id if live else None,
            has_unpublished_changes=not live,
            first_published_at=published_at,
            last_published_at=published_at,
            title=title,
            draft_title=title,
            content_type_id=self._type,
            owner_id=update.author,
        )

    def _references(self, update: Update, ids: dict[str, list[str]]) -> None:
        for target, key, model_path, content_path in update.piece.references:
            name, block, *rest = content_path.split(".")
            fresh = ids[name][update.piece.streams[name].ids.index(block)]
            add_reference(
                self._tables,
                (target, key, model_path, ".".join((name, fresh, *rest))),
                page_id=update.page_id,
                content_type_id=self._type,
            )
