"""The short mails about a subscription: confirm it, you already have it, your page, nothing
here."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import site_root

from ..consent.students import Refusal
from ..models import Channel, Message, MessageClass, Scope, Subscriber
from ..services import enqueue_message
from ..sources import Place
from ..texts.numbers import CODE_FOR
from . import tokens
from .mail_body import AUTOMATIC, MailBody, Part, paragraphs, render_mail
from .tokens import CONFIRM_FOR, PREFERENCES_FOR


def send_confirmation(
    *, address: str, place: Place, language: str, token: str, key: str
) -> Message | None:
    """Send the link to the page with the button. `key` is the token's hash, so each request sends
    one mail."""
    with translation.override(language):
        subject, body = _confirmation(place, token)
    return _send(
        body, subject=subject, address=address, language=language, dedupe_key=f"confirm:{key}"
    )


def _confirmation(place: Place, token: str) -> tuple[str, MailBody]:
    """Returns subject and body, in the active language."""
    if place.scope == Scope.NOTICES:
        subject = _("Please confirm: urgent notices of %(title)s by email")
        request = _(
            "Someone, probably you, asked for the urgent notices of %(title)s at this address."
        )
    else:
        subject = _("Please confirm: updates of %(title)s by email")
        if place.scope == Scope.SCHOOL:
            request = _(
                "Someone, probably you, asked for the updates of all classes of %(title)s at this "
                "address."
            )
        elif place.scope == Scope.TEACHER:
            request = _(
                "Someone, probably you, asked for the updates of all classes of %(title)s "
                "(%(school)s) at this address."
            )
        else:
            request = _(
                "Someone, probably you, asked for the updates of %(title)s (%(school)s) at this "
                "address."
            )
    names = {"title": place.title, "school": place.school}
    days = CONFIRM_FOR.days
    works = ngettext("The link works for %(days)s day.", "The link works for %(days)s days.", days)
    ignore = _("If you did not ask for this, do nothing: no messages will come.")
    button = _("Open this page and press the button there to start the messages.")
    parts = [
        *paragraphs(request % names, button),
        Part("button", _("Go to the page"), tokens.confirm_url(token)),
        Part("note", f"{works % {'days': days}} {ignore}"),
    ]
    return subject % names, MailBody(_("Please confirm your address"), parts)


def send_already_subscribed(
    *, subscriber: Subscriber, address: str, place: Place
) -> Message | None:
    with translation.override(subscriber.language):
        if place.scope == Scope.NOTICES:
            subject = _("You already get the urgent notices of %(title)s")
            heading = _("You get these notices already")
            request = _(
                "Someone, probably you, asked for the urgent notices of %(title)s at this address. "
                "You get them already, so nothing changes."
            )
            when = _("They come at once when something urgent happens.")
        else:
            subject = _("You already get the updates of %(title)s")
            heading = _("You get these updates already")
            request = _(
                "Someone, probably you, asked for the updates of %(title)s at this address. You "
                "get them already, so nothing changes."
            )
            when = _(
                "The messages come as often as you chose, when there is something new. If you have "
                "not gotten any, check your spam folder."
            )
        title = {"title": place.title}
        url = tokens.preferences_url(subscriber.uuid)
        parts = [
            *paragraphs(request % title, when),
            Part("button", _("See or change what you get"), url),
            Part("note", _only_for_you()),
        ]
        body = MailBody(heading, parts)
    return _send(body, subject=subject % title, address=address, language=subscriber.language)


def send_not_for_students(
    *, address: str, place: Place, language: str, refusal: Refusal
) -> Message | None:
    """Tell a student who may not follow the page why, and what they can do instead."""
    title = {"title": place.title}
    with translation.override(language):
        parent = _(
            "A parent or guardian can sign up with an address of their own. Everything new is on "
            "the page too."
        )
        if refusal is Refusal.NOT_LISTED:
            why = _(
                "Someone, probably you, asked for class updates at this address. It is a student "
                "address, and it is not on the school district’s list of high-school students, so "
                "no messages will come."
            )
            office = _(
                "If you are in a high school here, ask your school’s office to add you to the "
                "list, then sign up again."
            )
            parent = f"{office} {parent}"
        else:
            why = _(
                "Someone, probably you, asked for the updates of %(title)s at this address. With a "
                "student address you can follow classes of high schools only, so no messages will "
                "come."
            )
        parts = [
            *paragraphs(why % title, parent),
            Part("button", _("Open the page of %(title)s") % title, place.url),
            Part("note", _("If you did not ask for this, do nothing.")),
        ]
        body = MailBody(_("These updates cannot come to this address"), parts)
        subject = _("Updates of %(title)s: not with this address") % title
    return _send(body, subject=subject, address=address, language=language)


def send_preferences_link(
    *, subscriber: Subscriber, address: str, at: dt.datetime | None = None
) -> Message | None:
    """Send the link to the person's own page. `at` (aware; now by default) is the time from which
    the link counts."""
    with translation.override(subscriber.language):
        subject = _("Your page for class updates by email")
        text = _(
            "On your page you see which updates you get. You can change them, choose the language, "
            "or stop them all."
        )
        ignore = _("If you did not ask for this, do nothing.")
        family = _("See what is new in your classes, and the next days")
        parts = [
            Part("link", family, tokens.family_page_url(subscriber.uuid, at=at)),
            *paragraphs(text),
            Part("button", _("Open my page"), tokens.preferences_url(subscriber.uuid, at)),
            Part("note", f"{_only_for_you()} {ignore}"),
        ]
        body = MailBody(subject, parts)
    return _send(body, subject=subject, address=address, language=subscriber.language)


def send_number_added(*, subscriber: Subscriber, number: str) -> None:
    """Send to each mailbox of the person, so that someone with a passed-on link cannot add a number
    unnoticed. `number` is masked."""
    with translation.override(subscriber.language):
        subject = _("A phone number was added to your class updates")
        added = _(
            "The number %(number)s can now get texts about your classes. If you added it, do "
            "nothing."
        )
        not_you = _(
            "If it was not you, someone has a link to your page: open your page, remove the "
            "number, and choose “Make new links” there."
        )
        parts = [
            *paragraphs(added % {"number": number}, not_you),
            Part("button", _("Open my page"), tokens.preferences_url(subscriber.uuid)),
            Part("note", _only_for_you()),
        ]
        body = MailBody(subject, parts)
    for known in subscriber.addresses.filter(channel=Channel.EMAIL):
        _send(body, subject=subject, address=known.address, language=subscriber.language)


def send_nothing_here(*, address: str, language: str) -> Message | None:
    with translation.override(language):
        subject = _("No class updates go to this address")
        text = _(
            "Someone, probably you, asked for a link to change the updates that come to this "
            "address. None do. Maybe you signed up with another address, or never pressed the "
            "button to confirm."
        )
        start = _("To start, open the page of a class and type your address there.")
        parts = [
            *paragraphs(text, start),
            Part("button", _("Find a class"), f"{site_root()}/"),
            Part("note", _("If you did not ask for this, do nothing.")),
        ]
        body = MailBody(subject, parts)
    return _send(body, subject=subject, address=address, language=language)


def send_code(
    *, address: str, digits: str, language: str, key: str, now: dt.datetime
) -> Message | None:
    """Send the code for one's own data. `key` identifies the request. An expired code is not
    sent."""
    minutes = CODE_FOR.seconds // 60
    with translation.override(language):
        subject = _("Your code for your page of class updates")
        works = ngettext(
            "It works once, for %(minutes)s minute. Do not share it: we never ask for it.",
            "It works once, for %(minutes)s minutes. Do not share it: we never ask for it.",
            minutes,
        )
        not_you = _(
            "If you did not ask for it, someone has a link to your page. Ask for a link to it "
            "yourself and choose “Make new links” there."
        )
        parts = [
            *paragraphs(_("Type this code on the page where you asked for it:")),
            Part("code", digits),
            Part("note", works % {"minutes": minutes}),
            Part("note", not_you),
        ]
        body = MailBody(_("Your code"), parts)
    return _send(
        body,
        subject=subject,
        address=address,
        language=language,
        dedupe_key=f"own-data-code:{key}",
        expires_at=now + CODE_FOR,
    )


def _only_for_you() -> str:
    days = PREFERENCES_FOR.days
    return ngettext(
        "The link works for %(days)s day and is only for you: please do not share it.",
        "The link works for %(days)s days and is only for you: please do not share it.",
        days,
    ) % {"days": days}


def _send(
    body: MailBody, *, subject: str, address: str, language: str, **options: Any
) -> Message | None:
    mail = render_mail(body, subject=subject, language=language)
    return enqueue_message(
        message_class=MessageClass.CONFIRMATION,
        address=address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=language,
        from_email=settings.CLASS_MAIL_FROM,
        # "I did not ask for this" must reach someone who reads it.
        reply_to=DistrictSettings.cached().email,
        headers=AUTOMATIC,
        **options,
    )
