"""Which classes use which version: for the office, and before a logo goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from district_cms.brand.models import Logo, Statement
from district_cms.brand.uses import Affected, Use
from district_cms.brand.website import website
from district_cms.media.in_use import descriptions

from ..models import ClassroomPage, ClassTemplate, ClassTemplateVersion


@dataclass(frozen=True, slots=True)
class Used:
    """One version, and how many classes of a school year that is not over have it."""

    version: ClassTemplateVersion
    classes: int


def used(template: ClassTemplate) -> list[Used]:
    """Every version, the newest first. Two queries."""
    not_over = Q(classes__school_year__last_day__gte=timezone.localdate())
    versions = template.versions.prefetch_related("schools")
    counted = versions.annotate(running=Count("classes", filter=not_over)).order_by("-number")
    return [Used(version, version.running) for version in counted]


def may_take_newest(template: ClassTemplate) -> QuerySet[ClassroomPage]:
    """The classes with an older version whose school may have the newest. Those of school years
    that are over stay as they were."""
    newest = template.versions.order_by("-number").first()
    if newest is None:
        return ClassroomPage.objects.none()
    behind = ClassroomPage.objects.filter(
        started_from__template=template, school_year__last_day__gte=timezone.localdate()
    ).exclude(started_from=newest)
    if newest.for_all:
        return behind
    schools = newest.schools.values_list("path", flat=True)
    return behind.filter(reduce(or_, (Q(path__startswith=p) for p in schools), Q(pk__in=[])))


def class_pages_with(item: Logo | Statement) -> Use:
    """The live class pages whose template shows a logo. None shows a statement."""
    pages = ClassroomPage.objects.none()
    if isinstance(item, Logo) and item.pk in website().logos:
        pages = ClassroomPage.objects.live().filter(started_from__logo=item)
    ordered = pages.order_by("path")

    def names(start: int, number: int) -> Sequence[Affected]:
        found = list(ordered[start : start + number])
        return [
            Affected(name=title, url=page.get_url() or "")
            for title, page in zip(descriptions(found), found, strict=True)
        ]

    return Use(where=gettext("Class pages, by their template"), number=pages.count(), names=names)
