"""The page and the file of a person's own data, behind a code that is typed back."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from district_cms.students.selectors import on_the_list
from district_cms.web.times import date_text, time_text

from ... import sources
from ...models import (
    ConsentRecord,
    DigestItem,
    Invitation,
    Message,
    PendingNumber,
    PendingSubscription,
    Rhythm,
    SkippedDigest,
    Subscriber,
    Subscription,
    Suppression,
)
from ...retention.holds import must_keep
from ...texts.numbers import CODE_FOR
from ..limits import client_of, count_code, count_right, count_try
from ..preferences.services import addresses_of, label_of, label_recorded
from ..preferences.views import own_page
from ..views import in_language
from . import owner_code
from .deleting import addresses_in, came_since, delete_person, messages_to_read, own_addresses
from .owner_code import AllDataForm

type Words = dict[str, Promise]

LANGUAGES: Final[Words] = {
    "en": gettext_lazy("We write to you in English."),
    "es": gettext_lazy("We write to you in Spanish."),
}
CHANNELS: Final[Words] = {
    "email": gettext_lazy("by email"),
    "text": gettext_lazy("by text message"),
}
MESSAGE_CLASSES: Final[Words] = {
    "subscription": gettext_lazy("class updates"),
    "notice": gettext_lazy("a notice"),
    "year_end": gettext_lazy("the end of the school year"),
    "invitation": gettext_lazy("an invitation to get class updates"),
    "urgent": gettext_lazy("an urgent notice"),
    "confirmation": gettext_lazy("a link or a code that you asked for"),
    "reply": gettext_lazy("an answer to your text message"),
    "staff": gettext_lazy("about your work for the district"),
    "account": gettext_lazy("about your account for work"),
}
STATES: Final[Words] = {
    "ready": gettext_lazy("It is waiting to be sent."),
    "claimed": gettext_lazy("It is waiting to be sent."),
    "handed_over": gettext_lazy("It is being sent."),
    "accepted": gettext_lazy("It was sent."),
    "delivered": gettext_lazy("It arrived."),
    "bounced": gettext_lazy("It came back."),
    "rejected": gettext_lazy("It could not be sent."),
    "unknown": gettext_lazy("We cannot tell whether it arrived."),
    "resolved": gettext_lazy("We cannot tell whether it arrived."),
    "canceled": gettext_lazy("It was not sent, because it was no longer wanted."),
}
CONSENT_SOURCES: Final[Words] = {
    "form": gettext_lazy("You did this with the form on a page of our website."),
    "preferences": gettext_lazy("You did this on the page where you choose what you get."),
    "stop page": gettext_lazy("You did this on the page to stop messages."),
    "one-click": gettext_lazy("You did this with the “Unsubscribe” button of your email program."),
    "text": gettext_lazy("You did this by a text message."),
    "year end": gettext_lazy("It came with the end of the school year."),
    "letter": gettext_lazy("You did this on the page of the letter that invited you."),
}
CONSENT_PROOFS: Final[Words] = {
    "button": gettext_lazy(
        "We know that it was you by the button behind the link that we emailed you."
    ),
    "code": gettext_lazy(
        "We know that it was you by the code that we texted you and you typed back."
    ),
    "link": gettext_lazy("We know that it was you by the link that we sent you."),
    "number": gettext_lazy("We know that it was you because the text came from your number."),
    "district": gettext_lazy("The district ended it."),
}
CAUSES: Final[Words] = {
    "hard_bounce": gettext_lazy("the mailbox does not exist"),
    "complaint": gettext_lazy("a message of ours was marked as spam there"),
    "declined": gettext_lazy("the owner wants no messages without signing up"),
    "stop": gettext_lazy("its owner texted STOP"),
    "no_number": gettext_lazy("the number takes no texts"),
}
SKIP_REASONS: Final[Words] = {
    "nothing_new": gettext_lazy("there was nothing new in your classes"),
    "sent_before": gettext_lazy("you had everything new already"),
    "mail_off": gettext_lazy("your classes did not send updates this way"),
    "no_classes": gettext_lazy("your classes were over or gone"),
    "enough": gettext_lazy("you had already gotten the most texts that we promise per week"),
    "paused": gettext_lazy("you had paused the updates"),
    "student": gettext_lazy(
        "with a student address only high-school classes can be followed, while the school lists it"
    ),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph and the words that it quotes."""

    text: str
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data; `none` is the text where there is none."""

    title: str
    items: list[Item]
    none: str


def data_page(subscriber: Subscriber, now: dt.datetime) -> str:
    """Returns the whole page as HTML, in the active language."""
    context = {
        "language": get_language(),
        "district": settings.DISTRICT_NAME,
        "made": _moment(now),
        "sections": sections(subscriber),
    }
    return render_to_string("notifications/pages/own_data_file.html", context)


def file_name() -> str:
    return _("my-data.html")


def sections(subscriber: Subscriber) -> list[Section]:
    """Returns all data of a person by kind, oldest first. A fixed number of queries."""
    addresses = addresses_of(subscriber)
    # A telephone may be shared, or have belonged to somebody else. Includes only texts that name
    # this person, or that came since the number is theirs alone.
    theirs = own_addresses(subscriber)
    alone = addresses_in(theirs)
    messages = Message.objects.filter(messages_to_read(subscriber, theirs))
    suppressed = Q(pk__in=[])
    for known in addresses:
        still = Q(lifted_at__isnull=True) | Q(lifted_at__gte=known.verified_at)
        suppressed |= Q(address=known.address) & still
    skipped = SkippedDigest.objects.filter(subscriber_uuid=subscriber.uuid)
    kinds: list[tuple[str, Iterable[str | Item], str]] = [
        (_("About you"), _person(subscriber), ""),
        (
            _("Your addresses"),
            [
                _("%(address)s, confirmed on %(day)s.")
                % {"address": each.address, "day": _day(each.verified_at)}
                for each in addresses
            ],
            "",
        ),
        (_("What you follow, or followed before"), _subscriptions(subscriber), ""),
        (
            _("What you agreed to, and what you canceled"),
            _consents(ConsentRecord.objects.of(subscriber.uuid)),
            "",
        ),
        (
            _("Messages that we wrote to you"),
            map(_message, messages.order_by("created_at", "pk")),
            "",
        ),
        (
            _("Updates in those messages"),
            _updates(DigestItem.objects.filter(came_since(theirs)).order_by("created_at", "pk")),
            "",
        ),
        (
            _("Your addresses that we do not write to"),
            map(_suppression, Suppression.objects.filter(suppressed).order_by("since", "pk")),
            "",
        ),
        (
            _("The letter that invited you"),
            [
                _("To %(address)s, on %(day)s.")
                % {"address": row.address, "day": _day(row.sent_at)}
                for row in Invitation.objects.filter(address__in=alone)
                if row.sent_at is not None
            ],
            "",
        ),
        (_("Requests that are not confirmed yet"), _requests(subscriber, alone), ""),
        (
            _("The list of high-school students"),
            [
                _("%(address)s: %(school)s, grade %(grade)s, until %(day)s.")
                % {
                    "address": address,
                    "school": row.school.title,
                    "grade": row.grade,
                    "day": date_text(row.until),
                }
                for address, row in on_the_list(alone)
            ],
            _("You are not on it."),
        ),
        (
            _("Days on which we sent you no updates, and why"),
            [
                f"{_moment(each.window_start)}, {CHANNELS[each.channel]}: "
                f"{SKIP_REASONS[each.reason]}."
                for each in skipped.order_by("window_start")
            ],
            "",
        ),
    ]
    return [
        Section(
            title,
            [each if isinstance(each, Item) else Item(each) for each in items],
            none or _("Nothing."),
        )
        for title, items, none in kinds
    ]


def _person(person: Subscriber) -> Iterator[str]:
    yield _("We have known you since %(day)s.") % {"day": _day(person.created_at)}
    yield str(LANGUAGES[person.language])
    yield _("How often you want updates: %(rhythm)s.") % {"rhythm": Rhythm(person.rhythm).label}
    if person.paused_from and person.paused_until:
        days = {"start": _day(person.paused_from), "end": _day(person.paused_until)}
        yield _("You paused the updates from %(start)s until %(end)s.") % days
    if person.quiet_from and person.quiet_until:
        hours = {"start": time_text(person.quiet_from), "end": time_text(person.quiet_until)}
        yield (
            _("You want no texts from %(start)s until %(end)s, in the time zone of your number.")
            % hours
        )
    if person.links_since:
        day = {"day": _day(person.links_since)}
        yield _("Links to your pages from before %(day)s no longer work.") % day
    yield _("In our records your name is a random code: %(id)s.") % {"id": person.uuid}


def _subscriptions(subscriber: Subscriber) -> Iterator[str]:
    rows: list[Subscription] = list(subscriber.subscriptions.order_by("started_at", "pk"))
    places = sources.places({(row.scope, row.page_uuid) for row in rows})
    for row in rows:
        words = {
            "what": label_of(places.get((row.scope, row.page_uuid))),
            "how": CHANNELS[row.channel],
            "start": _day(row.started_at),
        }
        if row.ended_at:
            words["end"] = _day(row.ended_at)
            text = _("%(what)s, %(how)s, from %(start)s until %(end)s.") % words
        else:
            text = _("%(what)s, %(how)s, since %(start)s.") % words
        if row.nickname:
            text += " " + _("You wrote that it is for %(name)s.") % {"name": row.nickname}
        yield text


def _consents(records: Iterable[ConsentRecord]) -> Iterator[Item]:
    """Only a consent records the title of its page; the stop after it is about the same page."""
    titles: dict[tuple[str, UUID], tuple[str, str]] = {}
    for record in records:
        page = (record.scope, record.page_uuid)
        if record.title:
            titles[page] = (record.title, record.school)
        yield _consent(record, *titles.get(page, ("", "")))


def _consent(record: ConsentRecord, title: str, school: str) -> Item:
    if record.act == ConsentRecord.Act.GIVEN:
        text = _("On %(moment)s you agreed to get this %(how)s: %(what)s.")
    else:
        text = _("On %(moment)s you stopped getting this %(how)s: %(what)s.")
    text %= {
        "moment": _moment(record.at),
        "what": label_recorded(record.scope, title, school),
        "how": CHANNELS[record.channel],
    }
    text += f" {CONSENT_SOURCES[record.source]} {CONSENT_PROOFS[record.proof]}"
    if record.wording:
        text += " " + _("You read there:")
    return Item(text, record.wording)


def _message(message: Message) -> str:
    text = _("%(moment)s, %(how)s to %(address)s: %(kind)s.") % {
        "moment": _moment(message.created_at),
        "how": CHANNELS[message.channel],
        "address": message.address,
        "kind": MESSAGE_CLASSES[message.message_class],
    }
    if message.subject:
        text += " " + _("Its subject: “%(subject)s”.") % {"subject": message.subject}
    return f"{text} {STATES[message.state]}"


def _updates(rows: Iterable[DigestItem]) -> Iterator[str]:
    rows = list(rows)
    titles = sources.titles(row.page_uuid for row in rows)
    for row in rows:
        title = titles.get(row.page_uuid) or _("an update that is no longer there")
        yield f"{_moment(row.created_at)}, {CHANNELS[row.channel]}: {title}"


def _suppression(row: Suppression) -> str:
    words = {"address": row.address, "start": _day(row.since), "why": CAUSES[row.cause]}
    if row.lifted_at:
        words["end"] = _day(row.lifted_at)
        return _("%(address)s, from %(start)s until %(end)s: %(why)s.") % words
    return _("%(address)s, since %(start)s: %(why)s.") % words


def _requests(subscriber: Subscriber, addresses: set[str]) -> Iterator[str]:
    emails = PendingSubscription.objects.filter(address__in=addresses).order_by("pk")
    numbers = PendingNumber.objects.filter(subscriber_uuid=subscriber.uuid).order_by("pk")
    pending = [(each.address, each) for each in emails] + [(each.number, each) for each in numbers]
    for address, row in pending:
        yield _("On %(moment)s someone typed %(address)s. We keep that until %(end)s.") % {
            "moment": _moment(row.created_at),
            "address": address,
            "end": _day(row.expires_at),
        }


def _day(moment: dt.datetime) -> str:
    """Returns the day with its year, because a file may be read years later."""
    return date_text(timezone.localdate(moment))


def _moment(moment: dt.datetime) -> str:
    """Returns the day with the time. Never put it at the end of a sentence, where “p. m.” would
    double the period."""
    local = timezone.localtime(moment)
    return f"{date_text(local.date())}, {time_text(local.time())}"


PAGES = "notifications/pages"
ACTIONS = ("show", "download", "delete")


@own_page
def own_data(request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """GET shows what data exists and what stays after deleting; POST sends the code, or checks it
    and runs the action."""
    form = AllDataForm()
    over = False
    if request.method == "POST":
        if "send" in request.POST:
            _send(request, subscriber)
            # On a phone the field for the code is far below.
            return redirect(f"{request.path}#code")
        action = next((name for name in ACTIONS if name in request.POST), None)
        form = AllDataForm(request.POST)
        if action == "delete" and form.is_valid() and not form.cleaned_data["sure"]:
            form.say_not_sure()  # before the code is checked, so that it stays valid
        elif action and form.is_valid():
            count_try(whose=str(subscriber.uuid), client=client_of(request))
            outcome = owner_code.type_back(subscriber=subscriber, code=form.cleaned_data["code"])
            if outcome is owner_code.Outcome.RIGHT:
                count_right(str(subscriber.uuid))
                return _do(action, request, subscriber, token)
            over = outcome is owner_code.Outcome.OVER
            if not over:
                form.say_wrong()
    return _page(request, subscriber, token, form=form, over=over)


def _send(request: HttpRequest, subscriber: Subscriber) -> None:
    chosen = owner_code.chosen_of(subscriber, request.POST.get("to", ""))
    if chosen is not None:
        count_code(whose=str(subscriber.uuid), client=client_of(request))
        owner_code.send_code(subscriber=subscriber, known=chosen)


def _do(action: str, request: HttpRequest, subscriber: Subscriber, token: str) -> HttpResponse:
    """Run the action that the code confirms."""
    if action == "download":
        page = HttpResponse(data_page(subscriber, timezone.now()))
        page["Content-Disposition"] = f'attachment; filename="{file_name()}"'
        return page
    if action == "delete":
        language = subscriber.language
        held = delete_person(subscriber=subscriber)
        return in_language(request, language, f"{PAGES}/own_data_deleted.html", {"held": held})
    return _page(request, subscriber, token, shown=addresses_of(subscriber))


def _page(request: HttpRequest, subscriber: Subscriber, token: str, **context: Any) -> HttpResponse:
    context |= {
        "token": token,
        "held": must_keep(),
        "reports_kept": settings.WEBHOOK_PAYLOADS_KEPT_DAYS,
        "messages_kept": settings.MESSAGE_ADDRESSES_KEPT_DAYS,
        "minutes": CODE_FOR.seconds // 60,
        "pending": owner_code.pending_of(subscriber),
        "to": owner_code.choices(subscriber),
    }
    return in_language(request, subscriber.language, f"{PAGES}/own_data.html", context)
