"""The words of the letter, of its reminder, and of the mail after a yes."""

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import one_line
from district_cms.web.times import date_text

from ...digests.email import why_you_get_it
from ...families import tokens
from ...families.mail_body import (
    AUTOMATIC,
    PREFERENCES,
    STOP,
    MailBody,
    Part,
    footer,
    paragraphs,
    render_mail,
    tagged_links,
)
from ...models import MessageClass, MessageContent, Subscriber
from ...rules.filling import new_nonce
from ...services import enqueue_message
from ...services.enqueue import Words
from ...sources import Place

LETTER, NEVER = "letter_url", "never_url"


def letter(
    language: str, schools: tuple[str, ...], ends: dt.date, *, reminder: bool
) -> tuple[MessageContent, Words]:
    """Returns the letter to all addresses of these schools, and its unsaved content. It names
    neither a child nor a class, because anybody may read over a shoulder."""
    nonce, office = new_nonce(), DistrictSettings.cached()
    urls = tagged_links(nonce, (LETTER, NEVER))
    with translation.override(language):
        names = {"schools": ", ".join(schools)}
        subject = one_line(_("Class updates by email: %(schools)s") % names)
        parts = [
            *paragraphs(
                _(
                    "Teachers of %(schools)s post what their classes are learning. We can send you "
                    "what is new in the classes of your family, about twice a month."
                )
                % names,
                _(
                    "Nothing is sent unless you want it: open this page, see the classes, and "
                    "press the button there."
                ),
            ),
            Part("button", _("See the classes"), urls[LETTER]),
            Part("note", _limits(ends, reminder)),
            Part("reason", _("You get this letter because the school has this address for you.")),
            Part("note", _("Never invite me again"), urls[NEVER]),
        ]
        body = MailBody(_("Would you like class updates by email?"), parts)
        headers = {
            "List-Unsubscribe": f"<{urls[NEVER]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **AUTOMATIC,
        }
        mail = render_mail(body, subject=subject, language=language, office=office)
    content = MessageContent(nonce=nonce, text=mail.text, html=mail.html, headers=headers)
    sender, answers = settings.CLASS_MAIL_FROM, office.email
    return content, Words(subject, content.pk, from_email=sender, reply_to=answers)


def _limits(ends: dt.date, reminder: bool) -> str:
    works = _("The link works until %(day)s and is only for you: please do not share it.")
    if reminder:
        more = _("This is our only reminder: we do not write about this again.")
    else:
        more = _("If you do nothing, we remind you once, and then never again.")
    return f"{works % {'day': date_text(ends)}} {more}"


def send_signed_up(person: Subscriber, address: str, places: list[Place], *, key: str) -> None:
    """Send what began, with the links to change and to stop it."""
    urls = {STOP: tokens.stop_url(person.uuid), PREFERENCES: tokens.preferences_url(person.uuid)}
    with translation.override(person.language):
        begins = _("From now on you get what is new in these classes by email: %(classes)s.") % {
            "classes": "; ".join(f"{place.title} ({place.school})" for place in places)
        }
        together = _("All your classes come together in one message.")
        when = _(
            "Messages come in the late afternoon on posting days, about twice a month, unless you "
            "choose otherwise."
        )
        parts = [*paragraphs(begins, f"{together} {when}"), *footer(why_you_get_it(), urls)]
        subject = _("You are signed up")
        mail = render_mail(MailBody(subject, parts), subject=subject, language=person.language)
    enqueue_message(
        message_class=MessageClass.SUBSCRIPTION,
        address=address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        language=person.language,
        from_email=settings.CLASS_MAIL_FROM,
        reply_to=DistrictSettings.cached().email,
        headers={
            "List-Unsubscribe": f"<{urls[STOP]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **AUTOMATIC,
        },
        subscriber_uuid=person.uuid,
        dedupe_key=key,
    )
