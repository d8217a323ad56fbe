"""What a class page shows of its template. The office's words stand in the version alone: a page
holds no copy that could grow old."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from district_cms.brand.website import website
from district_cms.schools.blocks.emptiness import says_something

from ..models.template import CLASS_PARTS, ClassTemplateVersion, Starting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


HEADINGS = {"introduction": _("About this class"), "good_to_know": _("Good to know")}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one part: `html` is the source of a rich text, in `language`."""

    heading: "StrOrPromise"
    html: str
    language: str
    is_locked: bool = False


def class_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """`about` and `good_to_know`, each None where there are no words, and the template's logo. No
    query where `started_from` was read with the page."""
    version: ClassTemplateVersion | None = page.started_from
    logo_id = version.logo_id if version is not None else None
    about, good_to_know = (displayed_words(page, version, part) for part in CLASS_PARTS)
    return {
        "about": about,
        "good_to_know": good_to_know,
        "template_logo": website(request).logos.get(logo_id or 0),
    }


def displayed_words(page: Any, version: ClassTemplateVersion | None, part: str) -> Words | None:
    """What families read in a part: the office's words where they are locked or the teacher has
    written none."""
    own = getattr(page, part)
    if version is not None and (version.locks(part) or not says_something(own)):
        return words_of(version, part)
    return Words(HEADINGS[part], own, page.content_language) if says_something(own) else None


def words_of(version: Starting, part: str) -> Words | None:
    """The office's words for a part, of a version or a draft."""
    html = getattr(version, part)
    if not says_something(html):
        return None
    return Words(HEADINGS[part], html, version.content_language, version.locks(part))


def office_words(page: Any, version: ClassTemplateVersion | None) -> list[Words]:
    """Those of the office's words that this class page shows."""
    if version is None:
        return []
    parts = [p for p in CLASS_PARTS if version.locks(p) or not says_something(getattr(page, p))]
    return [words for part in parts if (words := words_of(version, part)) is not None]
