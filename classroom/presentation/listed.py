"""What a class's page says of its updates, made once of each for as long as its row is the same.

By all that is read of an update, and not by its key: whatever way it changed, it is made anew. See
ADR 0009.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from wagtail.blocks import StreamValue

from district_cms.schools.page_cache.fragments import digest, fragments

from ..models import ClassroomPage, UpdatePage
from ..models.update import PARTS
from .cards import card, line
from .linked import linked_keys, linked_pages
from .update_parts import public_events

_OF_PARTS: Final = ("", "_none", "_none_reason")
FIELDS: Final = (
    *("id", "path", "depth", "title", "url_path", "live", "content_type", "locale", "language"),
    *("period_start", "period_end", "nothing_reason", "assessments", "pictures"),
    *(f"{part}{field}" for part, _title in PARTS for field in _OF_PARTS),
)
"""What is read of each. All else Django asks for when it is wanted."""


class Listed(NamedTuple):
    """`line` is that of a list, `events` are those that everyone may see, `linked` the keys of the
    curriculum pages that it names."""

    line: dict[str, Any]
    events: list[dict[str, Any]]
    no_events_reason: str
    linked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An update on the page of its class, and what was made of it. `key` is equal only for an
    update that says the same at the same address."""

    key: tuple[str, ...]
    update: UpdatePage
    listed: Listed

    @property
    def period_start(self) -> dt.date | None:
        start: dt.date | None = self.listed.line["period_start"]
        return start


class OfClass:
    """The updates of one page of the list, newest first."""

    def __init__(
        self, room: ClassroomPage, updates: Sequence[UpdatePage], request: HttpRequest
    ) -> None:
        self._request = request
        self._above = room.url_path, room.get_url(request) or ""
        self.shown = [self._shown(update) for update in updates]

    def card(self, shown: Shown) -> dict[str, Any]:
        """What is shown of it in full. One query where it names curriculum pages."""
        pages = linked_pages(shown.listed.linked)
        # Their titles and addresses are all that is shown of them.
        named = tuple(
            (pk, page.title, page.get_url(self._request)) for pk, page in sorted(pages.items())
        )

        def made() -> dict[str, Any]:
            return card(shown.update, self._request, pages)

        def whole() -> dict[str, Any] | None:
            found = made()
            # What is not drawn yet will ask for something when it is.
            return found if all(part["stream"] is None for part in found["parts"]) else None

        kept = fragments.get_value(("update in full", shown.key, named), whole)
        return kept if kept is not None else made()

    def _shown(self, update: UpdatePage) -> Shown:
        key = (_digest(update), *self._above)

        def made() -> Listed:
            return Listed(
                line=line(update, self._request),
                events=public_events(update, url=update.get_url(self._request) or ""),
                no_events_reason=update.events_none_reason if update.events_none else "",
                linked=linked_keys(update),
            )

        kept = fragments.get_value(("update in a list", key), made)
        return Shown(key, update, kept if kept is not None else made())


def _digest(update: UpdatePage) -> str:
    """Of all that was read of it."""
    fields: list[Any] = [UpdatePage._meta.get_field(name) for name in FIELDS]
    values = (update.__dict__[field.attname] for field in fields)
    return digest([list(v.raw_data) if isinstance(v, StreamValue) else v for v in values])
