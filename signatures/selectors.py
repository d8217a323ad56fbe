"""Who has a logo or a statement in the signature."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from district_cms.brand.models import Logo, Statement
from district_cms.brand.uses import Affected, Use
from district_cms.people.models import Staff

from .gathering import Offer, Prepared, offers, prepare, statement_key


def signatures_with(item: Logo | Statement) -> Use:
    """Whose signature would have this logo or statement, if it were copied now."""
    today = timezone.localdate()
    shown = [
        offer
        for offer in offers(Staff.objects.active(), today)
        if _is_in(item, offer, prepare(offer))
    ]

    def names(start: int, number: int) -> Sequence[Affected]:
        return [
            Affected(name=offer.staff.full_name, detail=", ".join(s.title for s in offer.schools))
            for offer in shown[start : start + number]
        ]

    return Use(where=gettext("Email signatures"), number=len(shown), names=names)


def _is_in(item: Any, offer: Offer, prepared: Prepared) -> bool:
    if isinstance(item, Statement):
        return statement_key(item) in prepared.wish.statements and any(
            each.pk == item.pk for each in offer.statements
        )
    return item.pk in prepared.logo_ids
