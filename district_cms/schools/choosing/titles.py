"""Which pages an account may read in the editor, and by which title it sees the others."""

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
_of_wagtail: Final = Page.get_admin_display_title


class CurrentRequestMiddleware:
    """Remembers, while an editor's screen is made, who looks at it. Stands inside the middleware
    that knows the account."""

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
    """The draft's title for who may read it, and where nobody looks (a job, a log entry of one);
    for all others the title that is live, unless the page is closed to them."""
    request = _request.get()
    if request is None or reads_drafts(request.user, page):
        return str(_of_wagtail(page))
    if reads_live(request, page):
        return page.title
    return _("A protected page") if page.live else _("A page that is not published")


def guard_titles() -> None:
    """Put `visible_title` where Wagtail asks every page type for its title."""
    Page.get_admin_display_title = visible_title


def pages_to_choose(pages: Any, request: HttpRequest) -> Any:
    """Of these pages the live ones that the account may open, and those where it has a task."""
    if request.user.is_superuser:
        return pages
    is_open = Q(live=True) & ~_below(set(closed_paths(request)))
    return pages.filter(is_open | _below(_tasks(request.user)))


def reads_live(request: HttpRequest, page: Page) -> bool:
    """Whether the page is live and open to the account."""
    return bool(page.live) and not page.path.startswith(tuple(closed_paths(request)))


def pages_of_own(pages: Any, user: AnyAccount) -> Any:
    """Of these pages those that lie where the account has a task."""
    return pages if user.is_superuser else pages.filter(_below(_tasks(user)))


def reads_drafts(user: AnyAccount, page: Page) -> bool:
    """Whether the account may read the page as it stands, live or not. The rows of permissions are
    asked once a request; then this asks no query."""
    if user.is_superuser:
        return True
    return any(page.path.startswith(path) or path.startswith(page.path) for path in _tasks(user))


def _tasks(user: AnyAccount) -> set[str]:
    """The paths of the pages on which the account holds a permission."""
    policy = policy_registry.get_by_type(Page)
    return {held.page.path for held in policy.get_cached_permissions_for_user(user)}


def _below(paths: set[str]) -> Q:
    found = Q(pk__in=())
    for path in paths:
        found |= Q(path__startswith=path)
    return found
