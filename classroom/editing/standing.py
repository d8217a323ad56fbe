"""On an update's own page: how it stands, what may be done with it, and the posting day it fills.

Imports no page type: the update's own page asks here.
"""

from typing import Any

from django.db.models import Subquery
from django.utils.translation import gettext as _

from district_cms.moderation.read_later import is_for_another, reads_later, someone_said_no
from district_cms.people.models import User
from district_cms.web.times import day_text

from ..models.ledger import PostingSlot
from ..states import ANNOTATED, STORED, UpdateState, facts_by, remember, reviews_of, standing_in


def about_update(update: Any) -> dict[str, Subquery]:
    """Annotations for a query that is made anyway; none for an update that is only begun."""
    if update.pk is None:
        return {}
    pk, uuid = str(update.pk), update.translation_key
    slots = PostingSlot.objects.filter(met_by=uuid, day__isnull=False).order_by("day")
    return {
        **facts_by(pk, uuid),
        "asked_by": Subquery(reviews_of(pk).values("requested_by")[:1]),
        "day_filled": Subquery(slots.values("day")[:1]),
        "reads_later": reads_later(update.path),
    }


def actions_on(update: Any, row: Any, user: User) -> dict[str, Any]:
    """What the top of the form says and offers; `row` has the annotations of `about_update`. Of
    a live update where updates go live at once, two more queries."""
    if update.pk is None:
        return {}
    stored = {name: getattr(update, name) for name in STORED}
    standing = standing_in(stored | {name: getattr(row, name) for name in ANNOTATED})
    remember(update, standing)  # the panel beside the form says it as well
    may = update.permissions_for_user(user)
    edits = may.can_edit()
    waits = standing.state is UpdateState.WITH_PRINCIPAL
    planned = standing.state is UpdateState.SCHEDULED
    at_once = (
        update.live
        and row.reads_later
        and not is_for_another(update, user)
        and not someone_said_no([update], by=user)
    )
    return {
        "update": update,
        "standing": standing,
        "help": _help(
            standing.state, live=update.live, own=row.asked_by == user.pk, at_once=at_once
        ),
        "day_filled": day_text(row.day_filled) if row.day_filled else "",
        "can_take_back": waits and row.asked_by == user.pk,
        "can_move": edits and not waits and not planned,
        "can_compose": edits and not waits and not planned,
        "can_take_down": edits and (update.live or planned),
    }


def _help(state: UpdateState, *, live: bool, own: bool, at_once: bool) -> str:
    if state is UpdateState.WITH_PRINCIPAL:
        return _("To change something, take it back first.") if own else ""
    if live and at_once:
        return _(
            "Families read what is live until you publish your changes. "
            "Changing it does not touch the posting day."
        )
    if live:
        return _(
            "Families read the approved version until the principal approves your changes. "
            "Changing it does not touch the posting day."
        )
    if state is UpdateState.SENT_BACK:
        return _("Make the change and submit it again. It keeps the day you first submitted it.")
    return ""
