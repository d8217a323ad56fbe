"""Creates, changes and ends notices, each with its audit entry."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.web.accounts import Account

from .models import Banner


@transaction.atomic
def keep_banner(*, banner: Banner, user: Account, at: dt.datetime | None = None) -> Banner:
    """Saves a notice that passed its checks. `user` is an account or a word; `at` (aware) is the
    time of the audit entry, by default now."""
    action = "notice.put_up" if banner.pk is None else "notice.changed"
    # Saving an ended notice with a new end shows it again.
    banner.ended_at = None
    banner.save()
    _note(action, banner, user, at)
    return banner


@transaction.atomic
def end_banner(*, banner: Banner, user: Account, now: dt.datetime | None = None) -> None:
    """Ends a notice now; a planned one will not appear. Does nothing if it is over."""
    now = now or timezone.now()
    locked = Banner.objects.select_for_update().get(pk=banner.pk)
    if locked.standing(now) == "over":
        return
    locked.ends_at = locked.ended_at = now
    locked.save()
    _note("notice.ended", locked, user, now)


def _note(action: str, banner: Banner, user: Account, at: dt.datetime | None) -> None:
    record(
        action=action,
        actor=user,
        page=banner.school,
        at=at,
        tone=banner.tone,
        text_en=banner.text_en,
        text_es=banner.text_es,
        starts_at=banner.starts_at.isoformat(),
        ends_at=banner.ends_at.isoformat(),
    )
