"""Places in the tree, by which a change says which pages it is on.

Most changes throw all pages away: they are rare. Those of every day are narrow: a class and its
updates, an activity and its posts, show on the pages above them, below the same parent, and where
they are named. Their page types say so of themselves (`DistrictPage.shown_nearby`).
"""

from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.dispatch import Signal
from wagtail.models import Page

from district_cms.web.versions import bump, move_places

from ...frame import SCHOOL_DEPTH
from . import proxies

ALL_PAGES: Final = "schools.pages"
MOST_PLACES: Final = 60
"""Of more places at once all pages are thrown away: that costs less than to name each."""
_NARROW_LENGTH: Final = (SCHOOL_DEPTH + 2) * Page.steplen

# Sent with the `paths` of narrow pages that changed. Whoever shows such a page outside of what is
# above it answers with the paths of those pages that show it.
shown_elsewhere = Signal()


def is_narrow(path: str) -> bool:
    """Whether a page at this path can be of those types: they stand below a page of a school."""
    return len(path) >= _NARROW_LENGTH


def place_of_path(path: str) -> str:
    """ "0001/0001/0003" """
    step = Page.steplen
    return "/".join(path[start : start + step] for start in range(0, len(path), step))


def place_of(page: Any) -> str:
    """The place whose changes this page shows: a narrow page without pages of its own shows those
    beside it, and what its parent says of them all."""
    beside = page.shown_nearby and not page.subpage_types
    return place_of_path(page.path[: -Page.steplen] if beside else page.path)


def narrow_types() -> set[int]:
    """The content types of those page types."""
    models = [model for model in apps.get_models() if getattr(model, "shown_nearby", False)]
    return {found.pk for found in ContentType.objects.get_for_models(*models).values()}


def tell(*, rows: Iterable[tuple[str, int]], everything: bool) -> None:
    """Move on what these pages, given as (path, content type), are shown on. After the commit."""
    changed = list(rows)
    narrow = narrow_types() if changed else set()
    everything = everything or any(
        kind not in narrow or not is_narrow(path) for path, kind in changed
    )
    paths = {path for path, _kind in changed}
    if everything or len(paths) > MOST_PLACES:
        bump(ALL_PAGES)
        proxies.everything_changed()
    elif paths:
        answers = shown_elsewhere.send(sender=Page, paths=frozenset(paths))
        elsewhere = {path for _receiver, found in answers for path in found or ()}
        move_places(map(place_of_path, paths | elsewhere))
        proxies.pages_changed(paths | elsewhere)
