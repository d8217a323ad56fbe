"""How a page is called on the editor's screens, to the account that looks.

Wagtail calls a page by the title of its newest draft, in lists, messages, reports, buttons and
answers to scripts, whoever asks. All of them ask one method, so that is where it is decided.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.web.visitors import in_editor

from .reach import reads_drafts, reads_live

_request: ContextVar[HttpRequest | None] = ContextVar("editors_request", default=None)
GetResponse = Callable[[HttpRequest], HttpResponse]
_of_wagtail: Final = Page.get_admin_display_title


class WhoLooks:
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


def title_to_show(page: Page) -> str:
    """The draft's title for who may read it, and where nobody looks (a job, a log entry of one);
    for all others the title that is live, unless the page is closed to them."""
    request = _request.get()
    if request is None or reads_drafts(request.user, page):
        return str(_of_wagtail(page))
    if reads_live(request, page):
        return page.title
    return _("A protected page") if page.live else _("A page that is not published")


def guard_titles() -> None:
    """Put `title_to_show` where Wagtail asks every page type for its title."""
    Page.get_admin_display_title = title_to_show
