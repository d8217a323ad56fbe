"""Pages that may be taken down, pages that are down, and pages that were posted together. Reads
only."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, get_page_models

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.people.models import User
from district_cms.people.selectors import schools_led_by
from district_cms.schools.frame import SCHOOL_DEPTH

from ..models import TakeDown
from .permissions import PUT_BACK_PRIVATE, can_take_down

RECENT = dt.timedelta(days=21)
MOST = 12


def is_up(page: Any) -> bool:
    """Returns True if families can read the page, or will at its scheduled time."""
    # Nothing is scheduled without `go_live_at`, so most pages need no query.
    return bool(page.live or (page.go_live_at is not None and page.approved_schedule))


def open_row(page: Page) -> TakeDown | None:
    """Returns the row of a page that is down now."""
    return TakeDown.objects.open().filter(page_uuid=page.translation_key).first()


def down_now(page: Any) -> TakeDown | None:
    """Like `open_row`, without a query for a page that is live or was never live nor scheduled."""
    # For a draft in the editor, `live` is that of the page itself.
    if page.live or not (page.first_published_at or page.go_live_at):
        return None
    return open_row(page)


def down_for_privacy() -> Any:
    """Returns the rows that the communications office has not reviewed yet."""
    return TakeDown.objects.open().filter(reason=TakeDown.Reason.PRIVACY)


def holds_what_is_private(page: Page) -> bool:
    """Returns True if the page, or one below it, is down for student privacy."""
    pages = Page.objects.descendant_of(page, inclusive=True).values("translation_key")
    return bool(down_for_privacy().filter(page_uuid__in=pages).exists())


def posted_together(page: Any, user: User) -> list[Any]:
    """Returns the other pages of the batch that are up and that this account may take down."""
    batch = getattr(page, "batch_id", None)
    if batch is None:
        return []
    others = type(page).objects.filter(batch_id=batch).exclude(pk=page.pk).order_by("path")
    return [other for other in others if is_up(other) and can_take_down(user, other)]


def lately_live(user: User, *, now: dt.datetime | None = None) -> list[tuple[Page, str]]:
    """Returns up to twelve recently published pages of the account's schools, each with its
    place."""
    schools = schools_led_by(user)
    if not schools:
        return []
    below = Q(pk__in=[])
    for school in schools:
        below |= Q(path__startswith=school.path)
    kinds = [model for model in get_page_models() if getattr(model, "authors_take_down", False)]
    live = Page.objects.live().type(*kinds).filter(below)
    since = (now or timezone.now()) - RECENT
    pages = list(live.filter(last_published_at__gte=since).order_by("-last_published_at")[:MOST])
    places = _places(pages, with_school=len(schools) > 1)
    return [(page, places[page.pk]) for page in pages]


def _places(pages: list[Page], *, with_school: bool) -> dict[int, str]:
    """Returns {key: "Math 3, Ms. Rivera"}: the titles above each page, up to its school. One
    query."""
    top = SCHOOL_DEPTH if with_school else SCHOOL_DEPTH + 1
    above = {
        page.pk: [page.path[: depth * Page.steplen] for depth in range(page.depth - 1, top - 1, -1)]
        for page in pages
    }
    paths = {path for each in above.values() for path in each}
    titles = dict(Page.objects.filter(path__in=paths).values_list("path", "title"))
    return {pk: ", ".join(titles[path] for path in each) for pk, each in above.items()}


def down_for(user: User) -> list[tuple[TakeDown, Page]]:
    """Returns pages that are down: all for the office, those of their schools for principals. Two
    queries."""
    rows = TakeDown.objects.open()
    if not user.has_perm(PUT_BACK_PRIVATE):
        rows = rows.filter(school_id__in=[school.pk for school in schools_led_by(user)])
    newest = list(rows[: MOST * 4])
    pages = Page.objects.in_bulk([row.page_id for row in newest])
    return [(row, pages[row.page_id]) for row in newest if row.page_id in pages]


RULES: tuple[Rule, ...] = (
    Rule(
        "taken-down-for-privacy",
        "",
        "error",
        _("This was taken down to protect a student’s or a family’s privacy."),
        _("It can be live again only after the communications office has looked at it."),
        _("Make your changes, save the draft, and ask the communications office to put it back."),
        clause="ferpa",
    ),
)


def taken_down_findings(page: Any) -> Iterator[Finding]:
    """Yields a finding for a page that is down for privacy."""
    # Code may have set `live` in memory; an unpublished page has no live revision.
    is_live = page.live and page.live_revision_id is not None
    if is_live or page.pk is None or not (page.first_published_at or page.go_live_at):
        return
    if down_for_privacy().filter(page_uuid=page.translation_key).exists():
        yield describe(Fault("taken-down-for-privacy"))
