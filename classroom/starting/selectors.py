"""Reads about class page templates: which ones a class may have, and what its own says.

The office's words stand in the version alone: a page holds no copy that could grow old.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from district_cms.brand.website import website
from district_cms.schools.blocks.emptiness import says_something
from district_cms.schools.frame import school_path
from district_cms.web.accounts import AnyAccount

from ..models.template import CLASS_PARTS, ClassTemplateVersion, Starting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CHANGE: Final = "classroom.change_classtemplate"


@dataclass(frozen=True, slots=True)
class Standing:
    """The version that a class has, and the newest that it may take; None without one."""

    version: ClassTemplateVersion | None = None
    newer: ClassTemplateVersion | None = None


def guidance_for(classroom: Any) -> dict[str, str]:
    """What the office's template says to whoever writes an update for this class: {part: words}.

    Parts without words are left out; a class without a template has none. No query where
    `started_from` was read with the class, else one.
    """
    version: ClassTemplateVersion | None = classroom.started_from
    return version.guidance if version is not None else {}


def offered_at(path: str) -> QuerySet[ClassTemplateVersion]:
    """The newest version of each template that the school of the page at `path` may have."""
    newest = ClassTemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number")
    at_school = ClassTemplateVersion.schools.through.objects.filter(
        schoolpage__path=school_path(path)
    )
    return (
        ClassTemplateVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .filter(Q(for_all=True) | Q(pk__in=at_school.values("classtemplateversion")))
        .select_related("template")
        .order_by("template__name")
    )


def newest_of(version: ClassTemplateVersion | None, path: str) -> ClassTemplateVersion | None:
    """The newest version of a class's template, where the page at `path` may have it: for a class
    that goes on in another school year."""
    if version is None:
        return None
    return offered_at(path).filter(template=version.template_id).first()


def offered_to(user: AnyAccount, classroom: Any) -> QuerySet[ClassTemplateVersion]:
    """Those that this account may give the class. Where its template holds words that teachers
    cannot change, another template would be the way around them: that is the office's to choose."""
    offered = offered_at(classroom.path)
    own: ClassTemplateVersion | None = classroom.started_from
    if own is not None and own.locks_any and not user.has_perm(CHANGE):
        offered = offered.filter(template=own.template_id)
    return offered


def standing_of(classroom: Any) -> Standing:
    """Which version a class has and whether a newer one waits. Two queries at most."""
    if classroom.started_from_id is None:
        return Standing()
    own = ClassTemplateVersion.objects.select_related("template").get(pk=classroom.started_from_id)
    newer = offered_at(classroom.path).filter(template=own.template_id, number__gt=own.number)
    return Standing(own, newer.first())


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
