"""Approves templates; signatures use the newest approved version."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import Issue, SignatureTemplate, TemplateVersion
from ..policy import check_blocks


class ForNobody(ValueError):
    """The schools that the draft was for no longer exist."""

    def __str__(self) -> str:
        return _("Choose first which schools it is for.")


class NothingNew(ValueError):
    """The draft is the same as the newest version."""

    def __str__(self) -> str:
        return _("Nothing has changed since the last approved version.")


def newest_version(template: SignatureTemplate) -> TemplateVersion | None:
    """Returns the version that signatures use; None if there is only a draft."""
    return template.versions.order_by("-number").first()


def can_approve(template: SignatureTemplate) -> bool:
    newest = newest_version(template)
    return not template.is_for_nobody and (newest is None or not newest.is_as(template))


@transaction.atomic
def approve_template(
    *, template: SignatureTemplate, user: User, now: dt.datetime
) -> TemplateVersion:
    """Saves the draft as the next version. Raises `NothingNew`, `ForNobody`, and
    `SignatureIncomplete` for a draft without a required part."""
    template = SignatureTemplate.objects.select_for_update().get(pk=template.pk)
    check_blocks(template.draft)
    if template.is_for_nobody:
        raise ForNobody
    newest = newest_version(template)
    if newest is not None and newest.is_as(template):
        raise NothingNew
    version = TemplateVersion.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        blocks=[block.value for block in template.draft],
        for_all=template.for_all,
        approved_at=now,
        approved_by=user.get_full_name() or str(user),
    )
    version.schools.set(template.schools.all())
    record(
        action="signature_template.approved",
        actor=user,
        at=now,
        version=version.number,
        **draft_of(template),
    )
    return version


def draft_of(template: SignatureTemplate) -> dict[str, Any]:
    """Returns the draft in plain values, for the log."""
    return {
        "template": template.name,
        "blocks": [block.value for block in template.draft],
        "for_all": template.for_all,
        "schools": [f"{school.pk} {school.title}" for school in template.schools.all()],
    }


@transaction.atomic
def save_draft(*, form: ModelForm, user: User, now: dt.datetime | None = None) -> SignatureTemplate:
    """Saves a valid form of a template, and logs it with the values before."""
    known = SignatureTemplate.objects.filter(pk=form.instance.pk).first()
    before = draft_of(known) if known else None
    template: SignatureTemplate = form.save()
    after = draft_of(template)
    if after != before:
        record(
            action="signature_template.changed" if known else "signature_template.added",
            actor=user,
            at=now,
            before=before,
            **after,
        )
    return template


def signatures_from_template(template: SignatureTemplate) -> int:
    """Returns how many people last took a signature of this template."""
    return int(Issue.objects.newest().filter(template_version__template=template).count())
