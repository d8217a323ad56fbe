"""The pages that an account may read in the editor, and the titles it sees of the others."""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.media.permissions import closed_paths
from district_cms.web.accounts import AnyAccount
from district_cms.web.visitors import in_editor

_request: ContextVar[HttpRequest | None] = ContextVar("editors_request", default=None)
GetResponse = Callable[[HttpRequest], HttpResponse]
_wagtail_title: Final = Page.get_admin_display_title


class CurrentRequestMiddleware:
    """Remembers the request while a screen of the editor is rendered. Runs inside the middleware
    that sets the account."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not in_editor(request):
            return self.get_response(request)
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def visible_title(page: Page) -> str:
    """Returns the draft's title for those who may read it, and outside requests (jobs, log
    entries). Others get the live title, unless the page is restricted for them."""
    request = _request.get()
    if request is None or reads_drafts(request.user, page):
        return str(_wagtail_title(page))
    if reads_live(request, page):
        return page.title
    return _("A protected page") if page.live else _("A page that is not published")


def guard_titles() -> None:
    """Replaces the method by which Wagtail gets the title of every page with `visible_title`."""
    Page.get_admin_display_title = visible_title


def pages_to_choose(pages: Any, request: HttpRequest) -> Any:
    """Filters pages: live ones that the account may open, and those where it has a permission."""
    if request.user.is_superuser:
        return pages
    is_open = Q(live=True) & ~_below(set(closed_paths(request)))
    return pages.filter(is_open | _below(_tasks(request.user)))


def reads_live(request: HttpRequest, page: Page) -> bool:
    """Returns True if the page is live and the account may open it."""
    return bool(page.live) and not page.path.startswith(tuple(closed_paths(request)))


def pages_of_own(pages: Any, user: AnyAccount) -> Any:
    """Filters pages: those where the account has a permission, directly or through an ancestor."""
    return pages if user.is_superuser else pages.filter(_below(_tasks(user)))


def reads_drafts(user: AnyAccount, page: Page) -> bool:
    """Returns True if the account may read the page's draft. Permissions are read once per request;
    after that this needs no query."""
    if user.is_superuser:
        return True
    return any(page.path.startswith(path) or path.startswith(page.path) for path in _tasks(user))


def _tasks(user: AnyAccount) -> set[str]:
    """Returns the paths of the pages on which the account has a permission."""
    policy = policy_registry.get_by_type(Page)
    return {row.page.path for row in policy.get_cached_permissions_for_user(user)}


def _below(paths: set[str]) -> Q:
    below = Q(pk__in=())
    for path in paths:
        below |= Q(path__startswith=path)
    return below
