"""The updates before and after one of a class, in the order in which its page lists them."""

from django.db.models import F
from django.http import HttpRequest

from ..models import UpdatePage

Link = dict[str, str]


def beside(update: UpdatePage, request: HttpRequest) -> tuple[Link, Link]:
    """{"title", "url", "language"} of the one before, and of the one after; {} where there is none,
    or the update itself is not among those that everyone may read. A class has a few dozen. One
    query."""
    if not update.pk:
        return {}, {}
    # As `ClassroomPage.live_updates`, for which only the class's place has to be known.
    rows = list(
        UpdatePage.objects.live()
        .filter(
            path__startswith=update.path[: -update.steplen],
            depth=update.depth,
            view_restrictions=None,
        )
        .order_by(F("period_start").desc(nulls_last=True), "-path")
        .only("title", "url_path", "language")
    )
    place = next((number for number, row in enumerate(rows) if row.pk == update.pk), None)
    if place is None:
        return {}, {}
    before = rows[place + 1] if place + 1 < len(rows) else None
    after = rows[place - 1] if place else None
    return _link(before, request), _link(after, request)


def _link(page: UpdatePage | None, request: HttpRequest) -> Link:
    if page is None:
        return {}
    return {
        "title": page.title,
        "url": page.get_url(request) or "",
        "language": page.content_language,
    }
