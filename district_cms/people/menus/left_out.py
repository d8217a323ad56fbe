"""What the editor's menus and first screen leave out for who works in a school.

Wagtail offers its reports to everyone who may change a page. They are for whoever looks after the
whole site; a teacher or a principal finds what they need on the first screen.
"""

from functools import cache
from typing import Any, Final

from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest

OF_THE_WHOLE_SITE: Final = frozenset(
    {
        *("locked-pages", "workflows", "workflow-tasks"),
        *("site-history", "aging-pages", "page-types-usage"),
    }
)
# Wagtail's, about screens that ours take the place of; ours are `guides`.
FOREIGN_HELP: Final = frozenset({"editor-guide"})
_DISTRICT: Final = "schools.change_districtsettings"


def without_reports_of_the_whole_site(request: SignedInRequest, items: list[Any]) -> None:
    _leave_out(OF_THE_WHOLE_SITE, request, items)


def without_foreign_help(request: SignedInRequest, items: list[Any]) -> None:
    _leave_out(FOREIGN_HELP, request, items)


def without_counts_of_the_whole_site(request: SignedInRequest, items: list[Any]) -> None:
    """Numbers of pages and pictures would stand above what must be done now."""
    if not request.user.has_perm(_DISTRICT):
        items.clear()


def with_one_look_for_the_site(request: SignedInRequest, items: list[Any]) -> None:
    """The first screen and each of its counts look up the site of the same page, which Wagtail
    keeps with the account for the request: the page does it once."""
    root = policy_registry.get_by_type(Page).explorable_root_instance(request.user)
    if root is not None:
        root.get_site = cache(root.get_site)


def _leave_out(names: frozenset[str], request: SignedInRequest, items: list[Any]) -> None:
    if not request.user.has_perm(_DISTRICT):
        items[:] = [item for item in items if item.name not in names]
