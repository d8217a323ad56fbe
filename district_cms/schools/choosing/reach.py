"""Which pages an account may read in the editor: those where it has a task, drafts too, what lies
above them on the way there, and what is live unless it is closed to the account."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.media.permissions import closed_paths
from district_cms.web.accounts import AnyAccount


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
