"""Approving a template: from then on signatures are made with it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import Issue, SignatureTemplate, TemplateVersion
from ..policy import check_blocks


class NothingNew(ValueError):
    """The draft is what was approved last."""

    def __str__(self) -> str:
        return _("Nothing has changed since the last approved version.")


def newest_version(template: SignatureTemplate) -> TemplateVersion | None:
    """The version that signatures are made with; None while there is only a draft."""
    return template.versions.order_by("-number").first()


def can_approve(template: SignatureTemplate) -> bool:
    newest = newest_version(template)
    return newest is None or newest.in_order != template.draft


@transaction.atomic
def approve_template(
    *, template: SignatureTemplate, user: User, now: dt.datetime
) -> TemplateVersion:
    """Keep the draft as the next version. Raises `NothingNew`, and `SignatureIncomplete` for a
    draft without what a signature must have."""
    template = SignatureTemplate.objects.select_for_update().get(pk=template.pk)
    check_blocks(template.draft)
    newest = newest_version(template)
    if newest is not None and newest.in_order == template.draft:
        raise NothingNew
    version = TemplateVersion.objects.create(
        template=template,
        number=newest.number + 1 if newest else 1,
        blocks=[block.value for block in template.draft],
        approved_at=now,
        approved_by=user.get_full_name() or str(user),
    )
    record(
        action="signature_template.approved",
        actor=user,
        at=now,
        template=template.name,
        version=version.number,
        blocks=version.blocks,
    )
    return version


def signatures_made_with(template: SignatureTemplate) -> int:
    """How many people last took a signature of this template."""
    return int(Issue.objects.newest().filter(template_version__template=template).count())
