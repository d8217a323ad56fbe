"""Reads about class page templates: which ones a class may have, and what its own says."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery

from district_cms.schools.frame import school_path
from district_cms.web.accounts import AnyAccount

from ..models.template import ClassTemplateVersion

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
