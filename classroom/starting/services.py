"""Drafts, approvals and use of class page templates."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.brand.models import Logo, Statement
from district_cms.brand.uses import Affected, Use
from district_cms.brand.website import website
from district_cms.checks.findings import Finding
from district_cms.media.in_use import descriptions
from district_cms.people.models import User
from district_cms.publishing.answers import open_questions
from district_cms.publishing.objects import check_object
from district_cms.schools.page_cache.writers import rows_changed, site_changed

from ..models import ClassroomPage, ClassTemplate, ClassTemplateVersion
from .selectors import offered_to


@dataclass(frozen=True, slots=True)
class Used:
    """A version, and how many classes of school years that are not over have it."""

    version: ClassTemplateVersion
    classes: int


def used(template: ClassTemplate) -> list[Used]:
    """Returns every version, newest first. Two queries."""
    not_over = Q(classes__school_year__last_day__gte=timezone.localdate())
    versions = template.versions.prefetch_related("schools")
    counted = versions.annotate(running=Count("classes", filter=not_over)).order_by("-number")
    return [Used(version, version.running) for version in counted]


def may_take_newest(template: ClassTemplate) -> QuerySet[ClassroomPage]:
    """Returns the classes with an older version whose school may have the newest. Classes of past
    school years keep theirs."""
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
    """Returns the live class pages whose template shows a logo. Statements are never on class
    pages."""
    pages = ClassroomPage.objects.none()
    if isinstance(item, Logo) and item.pk in website().logos:
        pages = ClassroomPage.objects.live().filter(started_from__logo=item)
    ordered = pages.order_by("path")

    def names(start: int, number: int) -> Sequence[Affected]:
        pages_affected = list(ordered[start : start + number])
        return [
            Affected(name=title, url=page.get_url() or "")
            for title, page in zip(descriptions(pages_affected), pages_affected, strict=True)
        ]

    return Use(where=gettext("Class pages, by their template"), number=pages.count(), names=names)


class TemplateRefused(ValueError):
    """Why a draft is not approved; the message is for people."""


class DraftBlocked(TemplateRefused):
    """The checks block the draft; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(_("The checks found something. Change the template, then approve it."))
        self.findings = findings


class NotOffered(ValueError):
    """The class may not have this version."""

    def __str__(self) -> str:
        return _("This template is not offered for this class.")


def what_stops(template: ClassTemplate) -> list[Finding]:
    """Returns what prevents approval of a draft: blocking findings and open questions."""
    findings = check_object(template)
    return [
        *(finding for finding in findings if finding.blocks),
        *open_questions(template, findings),
    ]


def fingerprint(template: ClassTemplate) -> str:
    """Returns a digest of a draft's content and schools."""
    schools = sorted(template.schools.values_list("pk", flat=True))
    serialized = json.dumps(
        [template.content(), template.for_all, schools], default=str, sort_keys=True
    )
    return hashlib.sha256(serialized.encode()).hexdigest()


@transaction.atomic
def save_draft(*, form: ModelForm, user: User) -> ClassTemplate:
    """Saves a valid form of a template and logs which fields changed."""
    known = form.instance.pk is not None
    template: ClassTemplate = form.save()
    newest = template.versions.order_by("-number").first()
    template.is_changed = newest is None or not newest.is_as(template)
    template.save(update_fields=["is_changed"])
    if form.changed_data:
        record(
            action="class_template.changed" if known else "class_template.added",
            actor=user,
            template=template.name,
            fields=sorted(form.changed_data),
        )
    return template


@transaction.atomic
def approve_template(
    *, template: ClassTemplate, user: User, seen: str | None = None, now: dt.datetime | None = None
) -> ClassTemplateVersion:
    """Saves the draft as the next version. Changes no class page.

    `seen` is the `fingerprint` of the draft that the person read, None if nobody did. Raises
    `DraftBlocked` if the checks block it, and `TemplateRefused` for a draft that has changed since,
    that is the same as the newest version, or that is for no school."""
    template = ClassTemplate.objects.select_for_update().get(pk=template.pk)
    if seen is not None and seen != fingerprint(template):
        raise TemplateRefused(
            _("Someone changed the draft after you opened it. Read it again, then approve it.")
        )
    if template.is_for_nobody:
        raise TemplateRefused(_("Choose first which schools it is for."))
    newest = template.versions.order_by("-number").first()
    if newest is not None and newest.is_as(template):
        raise TemplateRefused(_("Nothing has changed since the last approved version."))
    if findings := what_stops(template):
        raise DraftBlocked(findings)
    version = ClassTemplateVersion.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        for_all=template.for_all,
        approved_at=now or timezone.now(),
        approved_by=user.get_full_name() or str(user),
        **{name: getattr(template, name) for name in template.content()},
    )
    version.schools.set(template.schools.all())
    template.is_changed = False
    template.save(update_fields=["is_changed"])
    record(
        action="class_template.approved",
        actor=user,
        at=now,
        template=template.name,
        version=version.number,
        for_all=version.for_all,
        schools=[f"{school.pk} {school.title}" for school in template.schools.all()],
    )
    return version


@transaction.atomic
def take_version(*, classroom: ClassroomPage, version: ClassTemplateVersion, user: User) -> None:
    """Makes a class page show the text of this version. What its teacher wrote stays.

    Raises `PermissionDenied` for an account that may not edit the class, and `NotOffered`."""
    if not classroom.permissions_for_user(user).can_edit():
        raise PermissionDenied(_("This class is not one of yours."))
    locked = ClassroomPage.objects.select_for_update(of=("self",)).get(pk=classroom.pk)
    if not offered_to(user, locked).filter(pk=version.pk).exists():
        raise NotOffered
    before = locked.started_from
    if before == version:
        return
    ClassroomPage.objects.filter(pk=classroom.pk).update(started_from=version)
    rows_changed([classroom.pk])
    record(
        action="class_template.taken",
        actor=user,
        page=classroom,
        before=str(before or ""),
        after=str(version),
    )


@transaction.atomic
def give_newest(*, template: ClassTemplate, user: User) -> int:
    """Gives every class with an older version the newest. Returns the number of classes."""
    newest = template.versions.order_by("-number").first()
    rows = list(may_take_newest(template).values_list("pk", "translation_key"))
    if newest is None or not rows:
        return 0
    ClassroomPage.objects.filter(pk__in=[pk for pk, _key in rows]).update(started_from=newest)
    site_changed()
    record(
        action="class_template.given",
        actor=user,
        template=template.name,
        version=newest.number,
        classes=[str(key) for _pk, key in rows],
    )
    return len(rows)
