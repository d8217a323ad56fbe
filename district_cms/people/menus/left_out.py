"""What the editor's menus and first screen leave out for who works in a school.

Wagtail offers its reports to everyone who may change a page. They are for whoever looks after the
whole site; a teacher or a principal finds what they need on the first screen.
"""

from typing import Any, Final

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


def _leave_out(names: frozenset[str], request: SignedInRequest, items: list[Any]) -> None:
    if not request.user.has_perm(_DISTRICT):
        items[:] = [item for item in items if item.name not in names]
