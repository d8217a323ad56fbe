"""The mails about barriers: what a person gets, and what the office is told.

Handed over to Django's mail, which writes them into the outbox in the same transaction. What the
office is told holds neither the words of a report nor how to reach its writer: those stand behind
the sign-in.
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
# After a crowd, the number in the subject and the list behind the link say the rest.
MOST_LINES: Final = 50
REFERENCE_HEADER: Final = "X-District-Barrier"
"""By which copies in the outbox are found when the person's address is forgotten."""
# Nobody's holiday notice shall answer a machine (RFC 3834).
AUTOMATIC: Final = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}


def send_received(*, report: BarrierReport) -> None:
    """Say to who left an address that the report came in, its number and the day of the answer.

    Holds nothing of what was written: a stranger may have given someone else's address.
    """
    with translation.override(report.language):
        contact = selectors.contact_of(selectors.chosen())
        message = _draw(
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
    """Write an answer to the address of the report, in the language that the person chose.
    What they answer goes to the office's own mailbox."""
    with translation.override(report.language):
        contact = selectors.contact_of(selectors.chosen())
        message = _draw(
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
    """Tell one account of the office what came in, and what has to be answered now."""
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
    _draw(
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


def _draw(template: str, *, subject: str, to: str, **context: Any) -> EmailMultiAlternatives:
    drawn = draw(
        f"{FOLDER}/{template}", subject=subject, office=DistrictSettings.cached(), **context
    )
    return drawn.message(to)
