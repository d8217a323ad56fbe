"""The updates before and after one of a class, in the order in which its page lists them."""

from django.http import HttpRequest

from ..models import UpdatePage

Link = dict[str, str]


def beside(update: UpdatePage, request: HttpRequest) -> tuple[Link, Link]:
    """{"title", "url", "language"} of the one before, and of the one after; {} where there is none,
    or the update itself is not among those that everyone may read. One query: a class has a few
    dozen updates."""
    if not update.pk:
        return {}, {}
    class_path = update.path[: -update.steplen]
    rows = list(
        UpdatePage.objects.live()
        .filter(path__startswith=class_path, depth=update.depth, view_restrictions=None)
        .order_by("-period_start", "-path")
        .only("title", "url_path", "path", "depth", "language", "locale")
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
