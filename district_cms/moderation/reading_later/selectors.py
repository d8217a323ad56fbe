"""Where updates go live at once, and what nobody has read yet. Reads only."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from district_cms.people.models import User
from district_cms.people.selectors import schools_led_by
from district_cms.schools.frame import school_path

from ..models import ReadLater, ReviewSettings

MOST = 100


@dataclass(frozen=True, slots=True)
class ToRead:
    """One live update that no principal has read; `place` is its class."""

    row: ReadLater
    page: Any
    place: str


def school_read_later(page: Page) -> int | None:
    """The id of the page's school if its updates go live at once, else None. One query."""
    if not getattr(page.specific_class, "authors_take_down", False):
        return None
    schools = ReviewSettings.read_later_schools.through.objects
    found = schools.filter(schoolpage__path=school_path(page.path))
    return found.values_list("schoolpage_id", flat=True).first()


def to_read(user: User) -> list[ToRead]:
    """What this account's schools put up and no principal has read, the oldest first; without what
    the account wrote itself and what is not live anymore. One query, four where there is any."""
    schools = [school.pk for school in schools_led_by(user)]
    rows = ReadLater.objects.filter(read_at__isnull=True, school_id__in=schools)
    kept = list(rows.exclude(author_id=user.pk).order_by("at", "pk")[:MOST])
    if not kept:
        return []
    pages = Page.objects.live().in_bulk([row.page_id for row in kept])
    above = {page.path[: -Page.steplen] for page in pages.values()}
    titles = dict(Page.objects.filter(path__in=above).values_list("path", "title"))
    return [
        ToRead(row, pages[row.page_id], titles.get(pages[row.page_id].path[: -Page.steplen], ""))
        for row in kept
        if row.page_id in pages
    ]
