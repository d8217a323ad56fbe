"""Who has a logo or a statement in the signature."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext

from district_cms.brand.models import Logo, Statement
from district_cms.brand.uses import Affected, Use
from district_cms.people.models import Staff

from .catalog import statement_key
from .models import Issue
from .options import PreparedSignature, SignatureOptions, options_of, prepare


def signatures_with(item: Logo | Statement) -> Use:
    """Returns whose signatures would have this logo or statement if they were copied now."""
    today = timezone.localdate()
    affected = [
        options
        for options in options_of(Staff.objects.active(), today)
        if _is_in(item, options, prepare(options))
    ]

    def names(start: int, number: int) -> Sequence[Affected]:
        return [
            Affected(
                name=options.staff.full_name, detail=", ".join(s.title for s in options.schools)
            )
            for options in affected[start : start + number]
        ]

    def handed_out() -> int:
        return _handed_out(item) if isinstance(item, Logo) else 0

    return Use(
        where=gettext("Email signatures"), number=len(affected), names=names, handed_out=handed_out
    )


def _handed_out(logo: Logo) -> int:
    """Returns how many signatures were taken or exported with any version of this logo. Two
    queries."""
    versions = set(logo.versions.values_list("pk", flat=True))
    counted = Issue.objects.order_by().values_list("logo_versions").annotate(number=Count("pk"))
    return sum(number for pinned, number in counted if versions.intersection(pinned))


def _is_in(item: Any, options: SignatureOptions, prepared: PreparedSignature) -> bool:
    if isinstance(item, Statement):
        return statement_key(item) in prepared.preferences.statements and any(
            each.pk == item.pk for each in options.statements
        )
    return item.pk in prepared.logo_ids
