"""A poster for the classroom door or the front hall: where families sign up, to be printed.

For everyone with an account in the editor, whatever their classes are: it says nothing that the
public page does not say, and whoever is at a front desk prints those of the whole school.
"""

import io
import re
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from district_cms.web.accounts import AnyAccount
from district_cms.web.mail import site_root

from .. import sources
from .forms import LANGUAGE_NAMES

ADDRESS: Final = "notifications_poster"


def may_print(user: AnyAccount) -> bool:
    """Whether an account, or a visitor, may have posters."""
    return bool(user.has_perm("wagtailadmin.access_admin"))


def poster_address(scope: str, page: UUID) -> str:
    """Where the poster of a page is, for those who may print it."""
    return reverse(ADDRESS, args=[scope, page])


def poster_link(request: HttpRequest, scope: str, page: UUID) -> str:
    """The same for whoever looks at a public page; "" for a visitor. Who has no session is not
    asked for, so that pages for everyone stay the same for everyone."""
    if settings.SESSION_COOKIE_NAME not in getattr(request, "COOKIES", {}):
        return ""
    user = getattr(request, "user", None)
    return poster_address(scope, page) if user is not None and may_print(user) else ""


@require_safe
def poster(request: HttpRequest, scope: str, page: UUID) -> HttpResponse:
    """The page that is printed, in every language that families read."""
    if not may_print(request.user):
        raise PermissionDenied
    place = sources.place(scope, page)
    if place is None:
        raise Http404
    # By email where there is email: its form leads on to texts.
    where = "notifications:subscribe" if place.offers else "texts:subscribe"
    subscribe_url = site_root() + reverse(where, args=[scope, page])
    shown = urlsplit(place.url)
    context = {
        "place": place,
        "languages": list(LANGUAGE_NAMES),
        "picture": picture(subscribe_url),
        "address_parts": parts_of(f"{shown.netloc}{shown.path}"),
        "teachers": sources.teachers_of(place),
    }
    return render(request, "notifications/poster.html", context)


def parts_of(address: str) -> list[str]:
    """What of an address stays on one line: at the end of a line nobody knows whether a hyphen
    belongs to it, so that it goes on there after a slash only."""
    return [part for part in re.split(r"(?<=/)", address) if part]


def picture(address: str) -> str:
    """The address as a QR code: SVG without scripts and styles, to stand in the page. A quarter of
    it may be torn or written over (level Q)."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, light="white", border=4
    )
    return out.getvalue().decode()
