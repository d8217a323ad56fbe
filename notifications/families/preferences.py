"""What a person gets, on one page: read it, change it, ask for a new link to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from .. import consent, sources
from ..models import Scope, Subscriber, Subscription
from ..selectors import subscriber_of
from . import mails


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription as its owner reads it. `place` is None where the page is gone."""

    subscription: Subscription
    place: sources.Place | None

    @property
    def label(self) -> str:
        """ "Math 3 – Juniper Creek Elementary", in the language that is active."""
        if self.place is None:
            return _("A page that is no longer there")
        if self.place.scope == Scope.TEACHER:
            title = _("All classes of %(title)s") % {"title": self.place.title}
        elif self.place.scope == Scope.SCHOOL:
            return _("All classes of %(title)s") % {"title": self.place.title}
        else:
            title = self.place.title
        return f"{title} – {self.place.school}"

    @property
    def note(self) -> str:
        """Why nothing comes of it at the moment; "" where all is well."""
        if self.place is None or self.place.offers:
            return ""
        return _("Sends no email right now.")


def lines_of(subscriber: Subscriber) -> list[Line]:
    """The person's subscriptions, in the order in which they were asked for."""
    subscriptions = list(Subscription.objects.active().filter(subscriber=subscriber))
    places = sources.places((s.scope, s.page_uuid) for s in subscriptions)
    return [Line(s, places.get((s.scope, s.page_uuid))) for s in subscriptions]


@transaction.atomic
def change(*, subscriber: Subscriber, kept: Iterable[int], language: str) -> int:
    """Keep these subscriptions, by id, stop the others, and write in this language from now on.

    Ids of other people's subscriptions have no effect. Returns how many were stopped.
    """
    keep = set(kept)
    own = Subscription.objects.active().filter(subscriber=subscriber)
    dropped = [subscription for subscription in own if subscription.pk not in keep]
    if subscriber.language != language:
        subscriber.language = language
        subscriber.save(update_fields=["language"])
    if not dropped:
        return 0
    return consent.withdraw(subscriber=subscriber, subscriptions=dropped, by="preferences")


def send_link(*, address: str, language: str) -> None:
    """Write a mail with a fresh link to the page. An address that nobody proved gets one that
    says that it gets nothing, so that a person who mistyped at the start finds out; `language`
    is that of the screen, for such an address only."""
    subscriber = subscriber_of(address)
    if subscriber is None:
        mails.send_nothing_here(address=address, language=language)
    else:
        mails.send_preferences_link(subscriber=subscriber, address=address)
