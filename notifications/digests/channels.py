"""What is different between the digests of one channel and those of another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings

from .. import sources
from ..models import Channel
from ..models.subscribers import LANGUAGES
from ..services.bulk import Draft
from .build import Digest, News
from .by_text import TextRenderer
from .render import DigestRenderer
from .telling import tell, tell_all

# The loops over people, as failures of them are filed.
TASKS: Final[Mapping[str, str]] = {Channel.EMAIL: "digest", Channel.TEXT: "digest by text"}


class Renderer(Protocol):
    """Draws the messages of one run."""

    def draft(self, digest: Digest, *, missed_since: date | None = None) -> Draft: ...

    def save_parts(self) -> None:
        """Write the words that were drawn since the last time."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The news that can be told, and what draws it."""

    renderer: Renderer
    news: dict[UUID, list[News]]


def is_used(channel: str) -> bool:
    """Whether the district sends anything on the channel."""
    return channel != Channel.TEXT or bool(settings.TEXT_PROVIDER)


def title_of(channel: str) -> str:
    """What the digests are called where a failure of one is told."""
    return _("Class news by text message") if channel == Channel.TEXT else _("Class news by email")


def prepare(
    channel: str,
    directory: sources.Directory,
    news: dict[UUID, list[News]],
    day: date,
    *,
    at: datetime,
) -> Prepared:
    """For the digests of `day`, a date in the district's zone, with the office's words of the
    moment `at` (aware)."""
    if channel == Channel.TEXT:
        wanted = [item.page for items in news.values() for item in items]
        return Prepared(TextRenderer(directory.classes, sources.titles(wanted)), news)
    followed = directory.classes.values() if news else ()
    coming = sources.coming(followed, at, day, sources.last_day(day)) if news else {}
    told, news = tell_all(news, coming)
    coming = {
        page: tuple(key for key in keys if (LANGUAGES[0][0], key) in told)
        for page, keys in coming.items()
    }
    office = DistrictSettings.kept()
    renderer = DigestRenderer(
        directory.classes, told, office, day=day, reply_to=office.email, at=at, coming=coming
    )
    return Prepared(renderer, news)


def renderer_of(
    channel: str,
    directory: sources.Directory,
    updates: Iterable[UUID],
    day: date,
    *,
    at: datetime,
) -> Renderer:
    """The same for these updates alone; raises whatever cannot be told."""
    if channel == Channel.TEXT:
        return TextRenderer(directory.classes, sources.titles(updates))
    office = DistrictSettings.kept()
    return DigestRenderer(
        directory.classes, tell(updates), office, day=day, reply_to=office.email, at=at
    )
