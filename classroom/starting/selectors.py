"""Queries about class page templates: which ones a class may have, and the text of its own.

The office's text is stored in the version only: a copy in the page could become outdated."""

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
    """The version that a class has, and the newest one that it may take; None if there is none."""

    version: ClassTemplateVersion | None = None
    newer: ClassTemplateVersion | None = None


def guidance_for(classroom: Any) -> dict[str, str]:
    """Returns the office's guidance for whoever writes an update for this class: {part: text}.

    Parts without text are left out; a class without a template has none. No query if `started_from`
    was read with the class, else one."""
    version: ClassTemplateVersion | None = classroom.started_from
    return version.guidance if version is not None else {}


def offered_at(path: str) -> QuerySet[ClassTemplateVersion]:
    """Returns the newest version of each template available to the school of the page at `path`."""
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
    """Returns the newest version of a class's template, if available at `path`; for a class that
    continues in another school year."""
    if version is None:
        return None
    return offered_at(path).filter(template=version.template_id).first()


def offered_to(user: AnyAccount, classroom: Any) -> QuerySet[ClassTemplateVersion]:
    """Returns the versions that this account may choose for the class. If its template locks text,
    only the office may choose another template, because that would bypass the lock."""
    offered = offered_at(classroom.path)
    own: ClassTemplateVersion | None = classroom.started_from
    if own is not None and own.locks_any and not user.has_perm(CHANGE):
        offered = offered.filter(template=own.template_id)
    return offered


def standing_of(classroom: Any) -> Standing:
    """Returns the version of a class, and the newer one if there is one. At most two queries."""
    if classroom.started_from_id is None:
        return Standing()
    own = ClassTemplateVersion.objects.select_related("template").get(pk=classroom.started_from_id)
    newer = offered_at(classroom.path).filter(template=own.template_id, number__gt=own.number)
    return Standing(own, newer.first())


HEADINGS = {"introduction": _("About this class"), "good_to_know": _("Good to know")}


@dataclass(frozen=True, slots=True)
class Words:
    """The text of one part: `html` is the source of a rich text, in `language`."""

    heading: "StrOrPromise"
    html: str
    language: str
    is_locked: bool = False


def class_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Returns `about` and `good_to_know`, each None without text, and the template's logo. No query
    if `started_from` was read with the page."""
    version: ClassTemplateVersion | None = page.started_from
    logo_id = version.logo_id if version is not None else None
    about, good_to_know = (displayed_words(page, version, part) for part in CLASS_PARTS)
    return {
        "about": about,
        "good_to_know": good_to_know,
        "template_logo": website(request).logos.get(logo_id or 0),
    }


def displayed_words(page: Any, version: ClassTemplateVersion | None, part: str) -> Words | None:
    """Returns what families read in a part: the office's text if it is locked or the teacher has
    written none, else the teacher's."""
    own = getattr(page, part)
    if version is not None and (version.locks(part) or not says_something(own)):
        return words_of(version, part)
    return Words(HEADINGS[part], own, page.content_language) if says_something(own) else None


def words_of(version: Starting, part: str) -> Words | None:
    """Returns the office's text for a part, of a version or a draft."""
    html = getattr(version, part)
    if not says_something(html):
        return None
    return Words(HEADINGS[part], html, version.content_language, version.locks(part))


def office_words(page: Any, version: ClassTemplateVersion | None) -> list[Words]:
    """Returns the office's text for the parts in which this class page shows it."""
    if version is None:
        return []
    parts = [p for p in CLASS_PARTS if version.locks(p) or not says_something(getattr(page, p))]
    return [words for part in parts if (words := words_of(version, part)) is not None]
