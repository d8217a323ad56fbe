"""The notices that a page shows. Every public page asks, so there is no query until one changes.

The cache includes planned notices, so that each starts and ends on time without a job.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language

from district_cms.web.versions import CachedValue, bump

from ..frame import VERSION as FRAME_VERSION
from .models import Banner

VERSION: Final = "schools.banners"


@dataclass(frozen=True, slots=True)
class VisibleNotice:
    """A notice as pages need it. `path` is the school's tree path, "" for the whole district."""

    path: str
    school: str
    tone: str
    texts: tuple[tuple[str, str], ...]
    starts_at: dt.datetime
    ends_at: dt.datetime

    def is_for(self, path: str, *, is_front_door: bool) -> bool:
        """Returns True if a page at `path` shows it. The pages of its school do. The district's
        home page shows urgent notices of any school, because families look there first."""
        if not self.path or path.startswith(self.path):
            return True
        return is_front_door and self.tone == Banner.Tone.URGENT


def notices(
    *paths: str, is_front_door: bool = False, now: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """Returns the notices for a page at a tree path, or for content from several, urgent ones
    first; without a path, those of the district: [{"tone", "title", "body", "lang"}], see
    `components/notice.html`."""
    now = now or timezone.now()
    visible = [
        notice
        for notice in _cached_notices.get()
        if notice.starts_at <= now < notice.ends_at
        and any(notice.is_for(path, is_front_door=is_front_door) for path in paths or ("",))
    ]
    # The sort is stable: within each tone the newest stays first.
    visible.sort(key=lambda notice: notice.tone != Banner.Tone.URGENT)
    return [_as_context(notice) for notice in visible]


def next_change(now: dt.datetime | None = None) -> dt.datetime | None:
    """Returns when the next notice starts or ends on any page, None if there is none."""
    now = now or timezone.now()
    moments = (
        moment for notice in _cached_notices.get() for moment in (notice.starts_at, notice.ends_at)
    )
    return min((moment for moment in moments if moment > now), default=None)


def changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a notice, also by cascade from a school's page."""
    bump(VERSION)


def _as_context(notice: VisibleNotice) -> dict[str, Any]:
    texts = dict(notice.texts)
    language = (get_language() or "en").partition("-")[0]
    lang = language if texts.get(language) else "en"
    body = texts[lang]
    # Most texts name the school; the others get it as title.
    title = "" if notice.school in body else notice.school
    return {"tone": notice.tone, "title": title, "body": body, "lang": lang}


def _read() -> tuple[VisibleNotice, ...]:
    rows = Banner.objects.not_over().select_related("school")
    return tuple(
        VisibleNotice(
            path=row.school.path if row.school is not None else "",
            school=row.school.title if row.school is not None else "",
            tone=row.tone,
            texts=(("en", row.text_en), ("es", row.text_es)),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
        )
        for row in rows
    )


# The paths of schools change when somebody reorders them.
_cached_notices: CachedValue[tuple[VisibleNotice, ...]] = CachedValue(VERSION, _read, FRAME_VERSION)
