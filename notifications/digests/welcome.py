"""The first message of a confirmed subscription: that it begins, and the newest updates."""

from collections.abc import Mapping
from typing import Any, Final, override

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.schools.calendar.rule import posting_days_text
from district_cms.web.mail import Both

from .. import sources
from ..consent.students import Standing, standings
from ..families.mail_body import MailBody, Part, footer, paragraphs
from ..models import (
    Channel,
    DigestItem,
    MessageClass,
    Scope,
    Subscription,
)
from ..services.enqueue import enqueue_many
from .email import DigestRenderer, why_you_get_it
from .grouping import SCOPES, Digest, Group, News, Recipient
from .parts import describe_updates

RHYTHM: Final = "welcome"
# Of a whole school only the newest classes, because mail programs cut long messages.
MOST_CLASSES: Final = 10


class WelcomeRenderer(DigestRenderer):
    """Renders one welcome: classes as in every digest, with other words around them."""

    def __init__(self, *args: Any, place: sources.Place, **around: bool) -> None:
        super().__init__(*args, day=timezone.localdate())
        self._place, self._around = place, around

    @override
    def _body(self, parts: Both, urls: Mapping[str, str]) -> MailBody:
        return welcome_body(self._place, parts, urls, **self._around)

    @override
    def _subject(self, digest: Digest) -> str:
        return _("You are signed up for %(title)s") % {"title": self._place.title}


def welcome_body(
    place: sources.Place,
    parts: Both,
    urls: Mapping[str, str],
    *,
    updates: bool = False,
    others: bool = False,
    more: bool = False,
) -> MailBody:
    """Returns the mail in the active language. `updates` means that `parts` has any; `others` that
    the person follows other classes too; `more` that the page has further updates."""
    activity = place.scope == Scope.ACTIVITY
    if activity or place.scope == Scope.CLASS:
        begins = _("From now on you get what is new in %(title)s (%(school)s) by email.")
    elif place.scope == Scope.TEACHER:
        begins = _(
            "From now on you get what is new in the classes of %(title)s (%(school)s) by email, in "
            "one message."
        )
    else:
        begins = _(
            "From now on you get what is new in all classes of %(title)s by email, in one message."
        )
    begins %= {"title": place.title, "school": place.school}
    if others:
        begins += " " + _("All your classes come together in one message.")
    if activity:
        when = _(
            "Messages come in the late afternoon of a day with something new, unless you choose "
            "otherwise."
        )
    else:
        when = _(
            "Messages come in the late afternoon on posting days (%(days)s), unless you choose "
            "otherwise."
        ) % {"days": posting_days_text()}
    if not updates:
        newest = _(
            "Nothing has been posted that you have not seen. Your first message comes when there "
            "is something new."
        )
    elif activity:
        newest = _("Here is the newest, so that you do not have to wait:")
    else:
        newest = _("Here is the newest from each class, so that you do not have to wait:")
    page = _("What the other classes posted is on the page of %(title)s.")
    return MailBody(
        _("You are signed up"),
        [
            *paragraphs(begins, f"{when} {newest}"),
            *([Part("rendered", parts)] if updates else []),
            *([Part("link", page % {"title": place.title}, place.url)] if more else []),
            *footer(why_you_get_it(), urls),
        ],
    )


def send_welcome(*, subscription_id: int) -> bool:
    """Write the welcome mail of a subscription. Returns True if one was written: once, and not if
    the page offers no email, the owner stopped it, or the owner is a student who may not follow
    it."""
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
    had = set(
        DigestItem.objects.filter(
            address=address, channel=Channel.EMAIL, page_uuid__in=newest.values()
        ).values_list("page_uuid", flat=True)
    )
    unseen = {room: update for room, update in newest.items() if update not in had}
    chosen = dict(list(unseen.items())[:MOST_CLASSES])
    # In the order that digests use.
    groups = tuple(Group(room, (chosen[room],)) for room in directory.classes if room in chosen)
    start = subscription.started_at
    messages, news = describe_updates(
        {group.page: [News(group.updates[0], start)] for group in groups}, {}
    )
    groups = tuple(group for group in groups if news[group.page])
    person = subscription.subscriber
    active = Subscription.objects.active().filter(
        subscriber=person, channel=Channel.EMAIL, scope__in=SCOPES
    )
    renderer = WelcomeRenderer(
        directory.classes,
        messages,
        place=place,
        updates=bool(groups),
        more=len(unseen) > len(groups),
        others=active.exclude(pk=subscription.pk).exists(),
    )
    digest = Digest(Recipient(person.uuid, address, person.language, ()), groups)
    try:
        _write(digest, renderer, subscription)
    except IntegrityError:
        # The welcome exists, or a digest sent one of these updates at the same moment.
        return False
    return True


@transaction.atomic
def _write(digest: Digest, renderer: WelcomeRenderer, subscription: Subscription) -> None:
    draft = renderer.draft(digest)
    renderer.save_parts()
    (message_uuid,) = enqueue_many(
        [draft],
        message_class=MessageClass.SUBSCRIPTION,
        rhythm=RHYTHM,
        window_start=subscription.started_at,
    )
    DigestItem.objects.bulk_create(
        DigestItem(
            address=digest.recipient.address,
            channel=Channel.EMAIL,
            page_uuid=update,
            message_uuid=message_uuid,
        )
        for update in digest.updates
    )
