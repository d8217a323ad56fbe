"""The demo's families: their subscriptions by mail or text, and the digests they received.

Calls the services that families' own clicks call, at the times of the story; outbox times in the
present are then moved into the past. Stores no names, only invented addresses.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.models import Page

from classroom.ledger.refresh import district_zone
from notifications import sources
from notifications.consent import services as consent
from notifications.consent import wording
from notifications.digests.schedule import window_of
from notifications.digests.services import write_due_digests
from notifications.families.subscribe import confirm, request_subscription
from notifications.models import (
    Channel,
    DigestItem,
    DigestRun,
    Message,
    MessageEvent,
    PendingSubscription,
    Scope,
    SkippedDigest,
    Subscriber,
)
from notifications.rules.state import State
from notifications.screens.class_mail import set_offer
from notifications.selectors import subscriber_of
from notifications.services import claim_batch, dispatch_batch
from notifications.texts import proving

from .activities import activities, author_of, district_news
from .backdate import mails_written_at
from .content_files import district
from .pages import Built
from .school_year import FAMILY, GIVEN, ONE_DAY

FAMILIES = 80
# The family that follows two classes at two schools by text message.
NUMBER = "+14065550143"
MINUTE = dt.timedelta(minutes=1)
WITHOUT_MAIL = 6  # every sixth class does not offer mail


@dataclass(frozen=True, slots=True)
class Family:
    """A family. `asks` are pairs of a scope and a key of the content files: a class, an activity, a
    school, or "teacher/school". `stops_after` is the posting day (0 or 1) after whose digest it
    unsubscribed from all."""

    address: str
    language: str
    asks: tuple[tuple[Scope, str], ...]
    stops_after: int | None


def families() -> Iterator[Family]:
    """Yields the 80 families, the same at every call. Pure."""
    rows = district()["classes"]
    offering = [row for number, row in enumerate(rows) if offers(number)]
    activity_keys = [row["key"] for row in activities()]
    for number in range(FAMILIES):
        given = GIVEN[number % len(GIVEN)].lower()
        family = FAMILY[number * 7 % len(FAMILY)].lower()
        first = offering[number * 11 % len(offering)]
        asks = [(Scope.CLASS, first["key"])]
        if number % 10 == 4:
            asks = [(Scope.SCHOOL, first["school"])]
        elif number % 5 == 3:
            asks = [(Scope.TEACHER, f"{first['teachers'][0]['staff']}/{first['school']}")]
        if number % 3 == 0:  # a brother or sister at another school
            elsewhere = [row for row in offering if row["school"] != first["school"]]
            asks.append((Scope.CLASS, elsewhere[number * 5 % len(elsewhere)]["key"]))
        if number % 4 == 1:  # a second class at the same school
            same = [r for r in offering if r["school"] == first["school"] and r is not first]
            asks.append((Scope.CLASS, same[number % len(same)]["key"]))
        if number % 9 == 1:
            asks.append((Scope.ACTIVITY, activity_keys[number // 9 % len(activity_keys)]))
        if number % 20 == 7:
            asks.append((Scope.ACTIVITY, district_news()["key"]))
        yield Family(
            address=f"{given}.{family}.{number + 1}@example.net",
            language="es" if number % 5 == 2 else "en",
            asks=tuple(asks),
            stops_after={9: 0, 38: 0, 61: 0, 16: 1, 50: 1, 72: 1}.get(number),
        )


def offers(number: int) -> bool:
    """Returns True if class `number` of the content file offers its updates by mail."""
    return number % WITHOUT_MAIL != WITHOUT_MAIL - 1


def offers_texts(number: int) -> bool:
    """Returns True if class `number` of the content file, which offers mail, also offers texts."""
    return number % 2 == 0


def classes_by_text() -> tuple[str, str]:
    """Returns the keys of the classes that the family follows by text. Pure."""
    rows = [row for number, row in enumerate(district()["classes"]) if offers_texts(number)]
    first = rows[0]
    return first["key"], next(row["key"] for row in rows if row["school"] != first["school"])


def sent_posting_days(anchor: dt.date) -> list[dt.date]:
    """Returns the last two posting days before `anchor`, whose digests the demo has sent."""
    return [day for day in sources.posting_days(anchor) if day < anchor][-2:]


def closed_windows(anchor: dt.date) -> dict[dt.date, dt.datetime]:
    """Returns the digest windows (UTC) of each day from the first of those posting days until the
    day before `anchor`, as for a worker that has run since then."""
    first, zone = sent_posting_days(anchor)[0], district_zone()
    days = (first + n * ONE_DAY for n in range((anchor - first).days))
    return {day: window_of(day, settings.DIGEST_TIME, zone) for day in days}


def subscribe_all(built: Built, anchor: dt.date) -> None:
    """Lets teachers offer mail, and families subscribe and confirm."""
    first_window = next(iter(closed_windows(anchor).values()))
    _offer(built, first_window - dt.timedelta(days=20))
    if settings.TEXT_PROVIDER:
        _subscribe_by_text(built, first_window - dt.timedelta(days=4))
    for number, family in enumerate(families()):
        requested = first_window - dt.timedelta(days=2 + number % 14, minutes=13 * number)
        for scope, key in family.asks:
            _subscribe(family, scope, _page(built, scope, key), requested)
            requested += dt.timedelta(minutes=7)


def send_past_digests(anchor: dt.date) -> int:
    """Sends the confirmations, then writes and sends the digests of past windows, and lets some
    families unsubscribe in between. Returns the number of sent messages.

    Must not run inside a transaction: see `dispatch_batch`.
    """
    sent = send_all()
    posting_days = sent_posting_days(anchor)
    for day, window in closed_windows(anchor).items():
        for channel in Channel.EMAIL, Channel.TEXT:
            write_due_digests(channel=channel, now=window)
        sent += send_all(window)
        for family in families():
            if family.stops_after is not None and day == posting_days[family.stops_after]:
                _stop(family, window + dt.timedelta(hours=15))
    return sent


def _offer(built: Built, at: dt.datetime) -> None:
    for number, row in enumerate(district()["classes"]):
        if offers(number):
            user = built.account(row["teachers"][0]["staff"])
            room = built.classrooms[row["key"]]
            set_offer(classroom=room, offered=True, user=user, now=at)
            if offers_texts(number):
                set_offer(classroom=room, offered=True, user=user, channel=Channel.TEXT, now=at)

    for row in (*activities(), district_news()):
        user, page = author_of(built, row), built.activities[row["key"]]
        for channel in (Channel.EMAIL, Channel.TEXT):
            set_offer(classroom=page, offered=True, user=user, channel=channel, now=at)


def _page(built: Built, scope: Scope, key: str) -> Any:
    if scope == Scope.CLASS:
        return built.classrooms[key]
    if scope == Scope.ACTIVITY:
        return built.activities[key]
    if scope == Scope.SCHOOL:
        return built.schools[key]
    staff, school = key.split("/")
    pages = built.staff[staff].teacher_pages
    return pages.get(path__startswith=built.schools[school].path)


def _subscribe(family: Family, scope: Scope, page: Page, requested: dt.datetime) -> None:
    place = sources.place(scope, page.translation_key)
    if place is None:
        raise LookupError(f"{page.title} is not public.")
    with mails_written_at(requested):
        request_subscription(
            address=family.address, place=place, language=family.language, now=requested
        )
    pending = PendingSubscription.objects.filter(
        address=family.address, page_uuid=page.translation_key
    ).latest("created_at")
    confirm(pending=pending, now=requested + dt.timedelta(minutes=3))


def _subscribe_by_text(built: Built, requested: dt.datetime) -> None:
    """Subscribes like the form of each class: a number is entered, and then the code from the text
    message."""
    for key in classes_by_text():
        page: Any = built.classrooms[key]
        place = sources.place(Scope.CLASS, page.translation_key)
        with mails_written_at(requested):
            token = proving.request_code(
                number=NUMBER, wording=wording.by_text(), language="en", place=place, now=requested
            )
        pending = proving.pending_of(token, requested)
        if pending is None:
            raise LookupError(f"The code for {page.title} was over at once.")
        sent = Message.objects.get(dedupe_key=f"code:{pending.token_hash}")
        code = re.search(r"\b\d{6}\b", sent.text)
        with mails_written_at(requested + MINUTE):
            proving.type_back(pending=pending, code=code[0] if code else "", now=requested + MINUTE)
        # An expired code would not be sent any more.
        Message.objects.filter(pk=sent.pk).update(expires_at=None)
        requested += 9 * MINUTE


def _stop(family: Family, at: dt.datetime) -> None:
    subscriber = subscriber_of(family.address)
    if not isinstance(subscriber, Subscriber):
        raise LookupError(f"{family.address} never subscribed.")
    consent.withdraw(subscriber=subscriber, by="one-click", now=at)


def send_all(window: dt.datetime | None = None) -> int:
    """Sends all waiting messages, and moves them to the times of the story: a digest a few seconds
    after its window, others a few seconds after they were written. No window is in a family's quiet
    hours, but the time of loading may be."""
    sent = 0
    # The demo may be loaded at night: equal times turn quiet hours off.
    Subscriber.objects.update(quiet_from=dt.time(), quiet_until=dt.time())
    while batch := claim_batch():
        dispatch_batch(batch)
        for number, pk in enumerate(batch):
            _backdate(pk, window + dt.timedelta(seconds=sent + number) if window else None)
        sent += len(batch)
    Subscriber.objects.update(quiet_from=None, quiet_until=None)
    if window is not None:
        done = window + dt.timedelta(seconds=sent + 1)
        DigestRun.objects.filter(window_start=window).update(finished_at=done)
        SkippedDigest.objects.filter(window_start=window).update(at=done)
    return sent


def _backdate(pk: UUID, written: dt.datetime | None) -> None:
    rows = Message.objects.filter(pk=pk)
    at = written or rows.get().created_at
    later = at + dt.timedelta(seconds=2)
    rows.update(
        created_at=at, send_after=at, claimed_at=later, handed_over_at=later, settled_at=later
    )
    events = MessageEvent.objects.filter(message=pk)
    events.filter(state=State.READY).update(at=at)
    events.exclude(state=State.READY).update(at=later)
    DigestItem.objects.filter(message_uuid=pk).update(created_at=at)
