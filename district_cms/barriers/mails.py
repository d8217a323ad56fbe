"""Mails about barriers to the person who reported one, and to the office.

Django's mail backend writes them to the outbox in the same transaction. Mails to the office contain
neither the text of a report nor its author's contact details, which require signing in.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.times import day_text

from . import selectors
from .models import BarrierReport

FOLDER: Final = "barriers/email"
# With many reports, the subject has the number and the link leads to the list.
MOST_LINES: Final = 50
REFERENCE_HEADER: Final = "X-District-Barrier"
"""Finds the copies in the outbox when the person's contact details are deleted."""
# Prevents automatic replies (RFC 3834).
AUTOMATIC: Final = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def send_received(*, report: BarrierReport) -> None:
    """Confirms to the author, if they left an address, that the report arrived, with its number and
    the day of the answer.

    Contains none of the report's text, because a stranger may have given someone else's address.
    """
    with translation.override(report.language):
        contact = selectors.contact_of(selectors.chosen())
        message = _render(
            "barrier_received",
            subject=_("We have your report %(number)s") % {"number": report.reference},
            to=report.email,
            report=report,
            due_on=day_text(report.due_on),
            contact=contact,
        )
        message.extra_headers = {REFERENCE_HEADER: report.reference, **AUTOMATIC}
        message.reply_to = [contact.email] if contact.email else []
        message.send()


def send_answer(*, report: BarrierReport, text: str) -> None:
    """Sends an answer to the report's address, in the language that the person chose. Replies go to
    the office's own mailbox."""
    with translation.override(report.language):
        contact = selectors.contact_of(selectors.chosen())
        message = _render(
            "barrier_answer",
            subject=_("Your report %(number)s about our website") % {"number": report.reference},
            to=report.email,
            report=report,
            paragraphs=[part.strip() for part in text.split("\n\n") if part.strip()],
            contact=contact,
        )
        message.extra_headers = {REFERENCE_HEADER: report.reference}
        message.reply_to = [contact.email] if contact.email else []
        message.send()


def send_to_office(
    *, address: str, new: Sequence[BarrierReport], due: Sequence[BarrierReport]
) -> None:
    """Mails one account of the office which reports are new and which must be answered now."""
    if due:
        subject = ngettext(
            "%(number)d accessibility problem is waiting for your answer",
            "%(number)d accessibility problems are waiting for your answer",
            len(due),
        ) % {"number": len(due)}
    else:
        subject = ngettext(
            "%(number)d new accessibility problem reported",
            "%(number)d new accessibility problems reported",
            len(new),
        ) % {"number": len(new)}
    _render(
        "barrier_office",
        subject=subject,
        to=address,
        new=[_line(report) for report in new[:MOST_LINES]],
        due=[_line(report) for report in due],
        list_url=editor_url(reverse("barriers_office:index")),
    ).send()


def _line(report: BarrierReport) -> dict[str, Any]:
    path = reverse("barriers_office:inspect", args=[report.pk])
    return {"report": report, "url": editor_url(path)}


def _render(template: str, *, subject: str, to: str, **context: Any) -> EmailMultiAlternatives:
    mail = draw(
        f"{FOLDER}/{template}", subject=subject, office=DistrictSettings.cached(), **context
    )
    return mail.message(to)
