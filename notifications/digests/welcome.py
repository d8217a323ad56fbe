"""The first message after a subscription was confirmed: that it begins, and what is newest.

What it carries is recorded as a digest's updates are, so that the next digest does not bring it
again.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final, override
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings

from .. import sources
from ..consent.students import Standing, standings
from ..models import Channel, DigestItem, Message, MessageClass, Scope, Subscription
from ..services.bulk import Draft, enqueue_many
from .build import SCOPES, Digest, Group, Recipient
from .render import DigestRenderer
from .telling import tell

RHYTHM: Final = "welcome"
# Of a whole school the newest ones: mail programs cut off what is longer.
MOST_CLASSES: Final = 10


class WelcomeRenderer(DigestRenderer):
    """Draws one welcome: the classes as in every digest, other words around them."""

    def __init__(
        self, *args: Any, place: sources.Place, around: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._place = place
        self._around = {**around, "place": place}

    @override
    def _frame(self, language: str, missed_since: Any) -> UUID:
        with translation.override(language):
            title = _("You are signed up")
        return self._write_frame("welcome", language, title, **self._around)

    @override
    def _said(self, digest: Digest) -> str:
        with translation.override(digest.recipient.language):
            return _("You are signed up for %(title)s") % {"title": self._place.title}


def send_welcome(*, subscription_id: int) -> bool:
    """Write the welcome of a subscription by email; returns whether one was written.

    None where it is of notices only, where it was stopped meanwhile, where the page is gone or
    offers no email any more, where its owner is a student who may not follow it, and where it was
    written before.
    """
    subscription = (
        Subscription.objects.active()
        .filter(pk=subscription_id, channel=Channel.EMAIL, scope__in=SCOPES)
        .select_related("subscriber")
        .first()
    )
    if subscription is None:
        return False
    known = subscription.subscriber.addresses.filter(channel=Channel.EMAIL)
    address = known.order_by("-verified_at").values_list("address", flat=True).first()
    place = sources.place(subscription.scope, subscription.page_uuid)
    if address is None or place is None or not place.offers:
        return False
    below = sources.branch_of(place)
    directory = sources.directory(timezone.localdate(), below)
    classes = directory.covered(place.scope, place.page)
    student = standings([address]).get(address)
    if student is not None:
        classes = directory.of_high_schools(classes) if student is Standing.LISTED else ()
    offering = [
        facts for facts in map(directory.classes.__getitem__, classes) if facts.offered_since
    ]
    if not offering:
        return False
    newest = sources.newest({facts.path: facts.page for facts in offering}, below)
    try:
        return _write(subscription, address, place, directory, newest)
    except IntegrityError:
        # Written before, or a digest brought one of these updates at this very moment.
        return False


@transaction.atomic
def _write(
    subscription: Subscription,
    address: str,
    place: sources.Place,
    directory: sources.Directory,
    newest: dict[UUID, UUID],
) -> bool:
    person = subscription.subscriber
    had = set(
        DigestItem.objects.filter(
            address=address, channel=Channel.EMAIL, page_uuid__in=newest.values()
        ).values_list("page_uuid", flat=True)
    )
    unseen = {room: update for room, update in newest.items() if update not in had}
    chosen = dict(list(unseen.items())[:MOST_CLASSES])
    # In the order of the digests to come.
    groups = tuple(Group(room, (chosen[room],)) for room in directory.classes if room in chosen)
    more = len(unseen) > len(chosen)
    renderer = _renderer(directory, place, subscription, chosen.values(), more=more)
    recipient = Recipient(person.uuid, address, person.language, ())
    draft = renderer.draft(Digest(recipient, groups))
    renderer.save_parts()
    (message_uuid,) = enqueue_many(
        [draft],
        message_class=MessageClass.SUBSCRIPTION,
        rhythm=RHYTHM,
        window_start=subscription.started_at,
    )
    DigestItem.objects.bulk_create(
        DigestItem(
            address=address, channel=Channel.EMAIL, page_uuid=update, message_uuid=message_uuid
        )
        for update in chosen.values()
    )
    return True


def redraw(message: Message, digest: Digest, directory: sources.Directory) -> Draft | None:
    """A welcome that waits to be sent, with what is left of its updates in `digest`, be it none:
    that the updates begin is said all the same. None where they were stopped meanwhile, or the page
    is gone."""
    assert message.subscriber_uuid is not None
    assert message.window_start is not None
    subscription = (
        Subscription.objects.active()
        .filter(
            subscriber__uuid=message.subscriber_uuid,
            channel=Channel.EMAIL,
            scope__in=SCOPES,
            started_at=message.window_start,
        )
        .first()
    )
    place = sources.place(subscription.scope, subscription.page_uuid) if subscription else None
    if subscription is None or place is None:
        return None
    more = bool(digest.groups) and place.scope not in {Scope.CLASS, Scope.ACTIVITY}
    renderer = _renderer(directory, place, subscription, digest.updates, more=more)
    draft = renderer.draft(digest)
    renderer.save_parts()
    return draft


def _renderer(
    directory: sources.Directory,
    place: sources.Place,
    subscription: Subscription,
    updates: Collection[UUID],
    *,
    more: bool,
) -> WelcomeRenderer:
    office = DistrictSettings.kept()
    others = Subscription.objects.active().filter(
        subscriber=subscription.subscriber_id, channel=Channel.EMAIL, scope__in=SCOPES
    )
    return WelcomeRenderer(
        directory.classes,
        tell(updates),
        office,
        day=timezone.localdate(),
        reply_to=office.email,
        place=place,
        around={
            "updates": len(updates),
            "more": more,
            "others": others.exclude(pk=subscription.pk).exists(),
        },
    )
