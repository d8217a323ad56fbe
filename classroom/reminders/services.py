"""Sending the reminders and summaries of a day, each once."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.people.models import User
from district_cms.publishing.models import ProcedureSettings
from district_cms.web.queue.apart import Item, apart, standing

from .mails import reminder, summary
from .rules import Kind
from .selectors import days_of, summaries, to_remind

# The loops, as failures of them are filed: one that goes well must not clear the other's.
REMINDERS, SUMMARIES = "reminders", "posting summaries"
# Whom it goes to, and how it is made.
Mail = tuple[User, Callable[[], EmailMultiAlternatives]]


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails were written."""

    reminders: int = 0
    summaries: int = 0


def send_reminders(*, today: dt.date | None = None) -> Sent:
    """Write to teachers whose classes have nothing in, and the day after to principals.

    May run several times on a day: the outbox takes each mail once. `today` is a day in the
    district's zone. A mail that fails is written down and keeps nobody else's back.
    """
    today = today or timezone.localdate()
    chosen = ProcedureSettings.load()
    days = days_of(today)
    reminders: list[Mail] = []
    if chosen.remind_teachers and days:
        reminders = [(each.user, partial(reminder, each, today)) for each in to_remind(days)]
    summed: list[Mail] = []
    over = next((day for day, kind in days.items() if kind is Kind.AFTER), None)
    if chosen.summarize_for_principals and over is not None:
        summed = [
            (user, partial(summary, user, schools, over))
            for user, schools in summaries(over).items()
        ]
    return Sent(_write(reminders, REMINDERS), _write(summed, SUMMARIES))


def _write(mails: Iterable[Mail], loop: str) -> int:
    written = 0
    failed_before = standing(loop)
    for user, make in mails:
        item = Item(loop, str(user.pk), title=_("Mail about a posting day"))
        with apart(item, failed_before=failed_before):
            written += make().send()
    return written
