"""The website's mark and color."""

from typing import Any

from django.db import transaction

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

from ..models import WebsiteLook


@transaction.atomic
def change_look(*, look: WebsiteLook, user: Account) -> WebsiteLook:
    """Save the look of the website, with what it was before."""
    stored = WebsiteLook.objects.select_related("mark").filter(pk=look.pk).first()
    look.save()
    before, after = _said(stored), _said(look)
    if before != after:
        record(action="website_look.changed", actor=user, before=before, after=after)
    return look


def _said(look: WebsiteLook | None) -> dict[str, Any]:
    if look is None:
        return {}
    return {
        "mark": look.mark.name if look.mark else "",
        "hue": look.color_hue,
        "strength": str(look.color_chroma),
    }
