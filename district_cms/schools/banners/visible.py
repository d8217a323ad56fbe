"""Which notices a page shows. Asked for every public page: no query while nothing changes.

What is kept holds coming notices too, so that one begins and ends at its moment without a job.
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
    """A notice as pages need it. `path` is the school's in the tree, "" for the whole district."""

    path: str
    school: str
    tone: str
    texts: tuple[tuple[str, str], ...]
    starts_at: dt.datetime
    ends_at: dt.datetime

    def is_for(self, path: str, *, is_front_door: bool) -> bool:
        """Whether a page at `path` shows it: its school's pages do; the district's home page shows
        what is urgent at any school, because families look there first."""
        if not self.path or path.startswith(self.path):
            return True
        return is_front_door and self.tone == Banner.Tone.URGENT


def notices(
    *paths: str, is_front_door: bool = False, now: dt.datetime | None = None
) -> list[dict[str, Any]]:
    """The notices for a page at a path of the tree, or about what is at several (the district's
    alone without one), urgent ones first: [{"tone", "title", "body", "lang"}], see
    `components/notice.html`."""
    now = now or timezone.now()
    found = [
        one
        for one in _kept.get()
        if one.starts_at <= now < one.ends_at
        and any(one.is_for(path, is_front_door=is_front_door) for path in paths or ("",))
    ]
    # Stable: within each the newest stays first.
    found.sort(key=lambda one: one.tone != Banner.Tone.URGENT)
    return [_as_context(one) for one in found]


def next_change(now: dt.datetime | None = None) -> dt.datetime | None:
    """When the next notice begins or ends, on whichever page; None where none is planned."""
    now = now or timezone.now()
    moments = (moment for one in _kept.get() for moment in (one.starts_at, one.ends_at))
    return min((moment for moment in moments if moment > now), default=None)


def changed(**kwargs: Any) -> None:
    """Receives the saving and deleting of a notice: with a page of a school its notices go too."""
    bump(VERSION)


def _as_context(one: VisibleNotice) -> dict[str, Any]:
    texts = dict(one.texts)
    language = (get_language() or "en").partition("-")[0]
    lang = language if texts.get(language) else "en"
    body = texts[lang]
    # Most say which school they are about; the others get its name before them.
    title = "" if one.school in body else one.school
    return {"tone": one.tone, "title": title, "body": body, "lang": lang}


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


# The paths of schools are others when somebody puts them in another order.
_kept: CachedValue[tuple[VisibleNotice, ...]] = CachedValue(VERSION, _read, FRAME_VERSION)
