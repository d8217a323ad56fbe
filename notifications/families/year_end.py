"""Ends subscriptions to the classes of a closed school year, each person's with one last word."""

import secrets
from collections import defaultdict
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import Office, site_root

from .. import sources
from ..consent import services as consent
from ..models import (
    Channel,
    ConsentRecord,
    Message,
    MessageClass,
    MessageContent,
    Scope,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from ..services.enqueue import Draft, Words, enqueue_many
from ..suppressions.services import suppressed
from ..texts.messages import bare
from ..texts.numbers import zone_of_number
from ..texts.segments import cut, plain
from . import tokens
from .mail_body import AUTOMATIC, PREFERENCES, STOP, MailBody, Part, footer, paragraphs, render_mail

AT_ONCE: Final = 200
"""People in one transaction."""
KEY: Final = "year-end:"


@transaction.atomic
def end_some(year: Any, dry_run: bool, **kwargs: Any) -> int:
    """Ends the subscriptions of some people and writes their last words. Returns the number of
    these people; with `dry_run` only that of all whose subscriptions are to end. A fixed number of
    statements."""
    of_year = sources.classes_of_year(year)
    rows = Subscription.objects.active().filter(scope=Scope.CLASS, page_uuid__in=of_year)
    people = rows.order_by("subscriber").values_list("subscriber", flat=True).distinct()
    if dry_run:
        return people.count()
    ended: dict[Subscriber, list[Subscription]] = defaultdict(list)
    first = list(people[:AT_ONCE])
    some = rows.filter(subscriber__in=first)
    for each in consent.end(some, by="year end", now=timezone.now()):
        ended[each.subscriber].append(each)
    _write_last_words(ended, str(year))
    # Another run may have ended these; the rest is still to do.
    return len(first)


def _write_last_words(ended: dict[Subscriber, list[Subscription]], year: str) -> None:
    names = sources.class_names({each.page_uuid for rows in ended.values() for each in rows})
    addresses, office = _addresses(ended), DistrictSettings.cached()
    contents: list[MessageContent] = []
    drafts: dict[Channel, list[Draft]] = defaultdict(list)
    for person, rows in ended.items():
        channel = min((Channel(each.channel) for each in rows), key=list(Channel).index)
        address = addresses.get((person.pk, channel))
        if address is None or (channel == Channel.TEXT and not settings.TEXT_PROVIDER):
            continue
        token = secrets.token_urlsafe(16)
        url = site_root() + reverse("next_classes", args=[token])
        classes = sorted({names[each.page_uuid] for each in rows})
        with translation.override(person.language):
            subject = _("Your classes of %(year)s have ended") % {"year": year}
            if channel == Channel.TEXT:
                content = MessageContent(text=_text(classes, url))
            else:
                content = _mail(person, subject, classes, url, office)
        contents.append(content)
        by_mail = channel == Channel.EMAIL
        draft = Draft(
            address=address,
            words=Words(
                subject if by_mail else "",
                content.pk,
                from_email=settings.CLASS_MAIL_FROM if by_mail else "",
            ),
            alike="",
            language=person.language,
            substitutions={},
            subscriber_uuid=person.uuid,
            time_zone="" if by_mail else zone_of_number(address),
            dedupe_key=KEY + token,
        )
        drafts[channel].append(draft)
    MessageContent.objects.bulk_create(contents)
    for channel, some in drafts.items():
        enqueue_many(some, message_class=MessageClass.YEAR_END, channel=channel)


def _addresses(people: Any) -> dict[tuple[int, str], str]:
    """Returns the newest address that takes messages, by person and channel. Two queries."""
    rows = VerifiedAddress.objects.filter(subscriber__in=people).order_by("verified_at", "pk")
    known = list(rows.values_list("subscriber", "channel", "address"))
    stopped = suppressed(address for _person, _channel, address in known)
    return {(person, by): to for person, by, to in known if (to, by) not in stopped}


def _mail(
    person: Subscriber, subject: str, classes: list[str], url: str, office: Office
) -> MessageContent:
    over = ngettext(
        "The school year is over, and this class sends no more updates: %(classes)s.",
        "The school year is over, and these classes send no more updates: %(classes)s.",
        len(classes),
    )
    offer = _(
        "Would you like the updates of next year’s classes? Choose them on this page. The link is "
        "only for you. Everything else that you follow continues."
    )
    stop = tokens.stop_url(person.uuid)
    urls = {STOP: stop, PREFERENCES: tokens.preferences_url(person.uuid)}
    parts = [
        *paragraphs(over % {"classes": "; ".join(classes)}, offer),
        Part("button", _("See next year’s classes"), url),
        *footer(_("You get this message because you followed these classes."), urls),
    ]
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    headers = {"List-Unsubscribe": f"<{stop}>", **one_click, **AUTOMATIC}
    body, language = MailBody(subject, parts), person.language
    mail = render_mail(body, subject=subject, language=language, office=office)
    return MessageContent(text=mail.text, html=mail.html, headers=headers)


def _text(classes: list[str], url: str) -> str:
    """Returns a text of one segment."""
    over = _("%(classes)s: over for this year.") % {"classes": plain("; ".join(classes))}
    return cut(over, _("Next year: %(link)s Text STOP to stop.") % {"link": bare(url)}, 1)


def owner_of(token: str) -> tuple[Subscriber, list[UUID]] | None:
    """Returns the person who got this link, and the classes that ended; None if it is too old, or
    the person made new links since."""
    since = timezone.now() - tokens.PREFERENCES_FOR
    message = Message.objects.filter(dedupe_key=KEY + token, created_at__gt=since).first()
    if message is None or message.subscriber_uuid is None:
        return None
    person = Subscriber.objects.filter(uuid=message.subscriber_uuid).first()
    if person is None or message.created_at < (person.links_since or since):
        return None
    ended = ConsentRecord.objects.of(person.uuid).filter(source="year end", at__gt=since)
    return person, list(ended.values_list("page_uuid", flat=True))
