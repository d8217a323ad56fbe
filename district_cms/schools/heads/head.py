"""What stands in the head of a page, for whoever shows a link to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import get_language
from wagtail.models import Page

from district_cms.web.mail import site_root

from ..frame import frame_pages, school_path
from ..languages.addresses import asked_for, in_language
from . import schema
from .shared_picture import SharedPicture, picture_of

LONGEST_DESCRIPTION: Final = 200
LOCALES: Final = {"en": "en_US", "es": "es_US"}
"""What Open Graph calls the languages of the frame."""
BETWEEN: Final = " – "


@dataclass(frozen=True, slots=True)
class Head:
    """`title` without the district's name; all addresses are whole. `url` is the page's own, in the
    language that was asked for by it; `in_languages` are those of all, with their tags."""

    title: str
    description: str
    url: str
    in_languages: Sequence[tuple[str, str]]
    is_article: bool
    locale: str
    picture: SharedPicture
    things: Sequence[schema.Thing]


def head_of(page: Any, context: dict[str, Any], frame: list[Page], request: HttpRequest) -> Head:
    """The head of a `DistrictPage` that is shown with this context, in this frame. No query."""
    root = root_of(page, request)
    url = root + (page.get_url(request) or "")
    things = page.head_things(context, url)
    crumbs = [(crumb["title"], root + (crumb["url"] or "")) for crumb in context["breadcrumbs"]]
    if crumbs:
        things = [*things, schema.breadcrumbs([*crumbs, (page.title_read, url)])]
    written = page.written_description(context)
    return Head(
        title=title_of(page, context),
        description=Truncator(" ".join(written.split())).chars(LONGEST_DESCRIPTION),
        url=_asked_for(url, request),
        in_languages=in_languages(url),
        is_article=page.is_article,
        locale=LOCALES.get(get_language() or "", LOCALES["en"]),
        picture=picture_of(school_path(page.path), frame, root, request),
        things=things,
    )


def head_of_screen(request: HttpRequest, *, title: str, description: str, school: str = "") -> Head:
    """That of a public page which is none of the tree: of the school at this tree path, or of the
    district. No query."""
    root = site_root()
    url = root + request.path
    return Head(
        title=title,
        description=description,
        url=_asked_for(url, request),
        in_languages=in_languages(url),
        is_article=False,
        locale=LOCALES.get(get_language() or "", LOCALES["en"]),
        picture=picture_of(school, frame_pages(), root, request),
        things=[],
    )


def _asked_for(url: str, request: HttpRequest) -> str:
    return in_language(url, asked) if (asked := asked_for(request)) else url


def in_languages(url: str) -> list[tuple[str, str]]:
    """(tag, address) of a public page: in each language, and in the reader's own."""
    return [
        *((code, in_language(url, code)) for code, _name in settings.LANGUAGES),
        ("x-default", url),
    ]


def title_of(page: Any, context: dict[str, Any]) -> str:
    """ "Fractions – Math 3 – Juniper Creek Elementary": the page, what it is in or whose, the
    school."""
    own = page.written_title or page.name_in_title
    parts = [own, page.whose_in_title(context), page.school_title_read]
    return BETWEEN.join(dict.fromkeys(part for part in parts if part))


def root_of(page: Any, request: HttpRequest) -> str:
    """ "https://www.larkspur.example": as the site says it, whatever a request calls the host."""
    parts = page.get_url_parts(request)
    return str(parts[1]) if parts and parts[1] else ""
