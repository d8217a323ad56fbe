"""The words of the letter and of its reminder."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.schools.calendar.rule import posting_days_text
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import one_line
from district_cms.web.times import date_text

from ...families.mail_body import (
    AUTOMATIC,
    MailBody,
    Part,
    paragraphs,
    render_mail,
    tagged_links,
)
from ...models import MessageContent
from ...rules.filling import new_nonce
from ...services.enqueue import Words

LINKS: Final = ("letter_url", "never_url")


def letter(language: str, schools: tuple[str, ...], ends: dt.date, *, reminder: bool) -> Words:
    """Returns the letter to all addresses of these schools, and saves its content. It names neither
    a child nor a class."""
    nonce, office = new_nonce(), DistrictSettings.cached()
    page, never = tagged_links(nonce, LINKS).values()
    with translation.override(language):
        names = {"schools": ", ".join(schools)}
        subject = one_line(_("Class updates by email: %(schools)s") % names)
        works = _("The link works until %(day)s and is only for you: please do not share it.")
        if reminder:
            more = _("This is our only reminder: we do not write about this again.")
        else:
            more = _("If you do nothing, we remind you once, and then never again.")
        parts = [
            *paragraphs(
                _(
                    "Teachers of %(schools)s post what their classes are learning. We can send you "
                    "what is new in the classes of your family: %(days)s."
                )
                % {**names, "days": posting_days_text()},
                _(
                    "Nothing is sent unless you want it: open this page, see the classes, and "
                    "press the button there."
                ),
            ),
            Part("button", _("See the classes"), page),
            Part("note", f"{works % {'day': date_text(ends)}} {more}"),
            Part("reason", _("You get this letter because the school has this address for you.")),
            Part("note", _("Never invite me again"), never),
        ]
        body = MailBody(_("Would you like class updates by email?"), parts)
        headers = {
            "List-Unsubscribe": f"<{never}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            **AUTOMATIC,
        }
        mail = render_mail(body, subject=subject, language=language, office=office)
    content = MessageContent.objects.create(
        nonce=nonce, text=mail.text, html=mail.html, headers=headers
    )
    sender, answers = settings.CLASS_MAIL_FROM, office.email
    return Words(subject, content.pk, from_email=sender, reply_to=answers)
