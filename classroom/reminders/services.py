"""The reminders and summaries of a day: their content, and sending each once."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.publishing.models import ProcedureSettings
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.queue.isolation import Item, isolated, standing
from district_cms.web.times import day_text

from ..addresses import class_name, compose_url
from ..permissions import can_see_names
from .rules import Kind
from .selectors import Reminded, Summary, days_of, summaries, to_remind

# What families already wait for comes first.
_ORDER = (Kind.AFTER, Kind.TODAY, Kind.EARLY)


def reminder(
    reminded: Reminded, today: dt.date, sender: User | None = None
) -> EmailMultiAlternatives:
    """Returns one mail about all classes of one person; the outbox accepts one a day, and one of
    each principal."""
    kinds = [kind for kind in _ORDER if reminded.classes.get(kind)]
    first = kinds[0]
    mail = draw(
        "classroom/email/posting_reminder",
        subject=_subject(first, reminded),
        office=DistrictSettings.cached(),
        name=reminded.user.get_short_name(),
        sender=sender.get_full_name() if sender else "",
        parts=[
            {
                "kind": kind.value,
                "sentence": _sentence(kind, reminded.days[kind]),
                "classes": [_line(room) for room in reminded.classes[kind]],
            }
            for kind in kinds
        ],
        home_url=editor_url(reverse("wagtailadmin_home")),
        choice_url=""
        if sender or first is Kind.AFTER
        else editor_url(reverse("wagtailadmin_account")),
    )
    once = f"reminder {reminded.user.pk} {today}" + (f" by {sender.pk}" if sender else "")
    return mail.message(reminded.user.email, once=once, until=_until(reminded, today))


def _until(reminded: Reminded, today: dt.date) -> dt.datetime | None:
    """Returns when the mail is out of date: at the end of the first day that it names as a posting
    day ("today" is only today). "Families are waiting" stays true as long as any staff mail is
    sent."""
    days = [reminded.days[kind] for kind in reminded.classes if kind is not Kind.AFTER]
    if not days:
        return None
    after = min(days) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(after, dt.time()))


def summary(user: User, schools: Iterable[Summary], day: dt.date) -> EmailMultiAlternatives:
    """Returns the numbers of one posting day; the linked screen names the classes."""
    mail = draw(
        "classroom/email/posting_numbers",
        subject=_("How your school posted on %(day)s") % {"day": day_text(day)},
        office=DistrictSettings.cached(),
        name=user.get_short_name(),
        day=day_text(day),
        schools=[
            {
                "title": each.school.title,
                "url": editor_url(reverse("classroom_school", args=[each.school.pk])),
                "total": each.total,
                "posted": each.count("met", "late"),
                "with_school": each.count("with_school"),
                "scheduled": each.count("scheduled"),
                "waiting": each.count("open", "awaited", "missing"),
            }
            for each in schools
        ],
    )
    return mail.message(user.email, once=f"summary {user.pk} {day}")


def _subject(kind: Kind, reminded: Reminded) -> str:
    rooms = reminded.classes[kind]
    values: dict[str, Any] = {
        "class": class_name(rooms[0]),
        "number": len(rooms),
        "day": day_text(reminded.days[kind]),
    }
    if kind is Kind.AFTER:
        text = ngettext(
            "Families of %(class)s are waiting for its update",
            "Families of %(number)d classes are waiting for their updates",
            len(rooms),
        )
    elif kind is Kind.TODAY:
        text = ngettext(
            "Today is a posting day for %(class)s",
            "Today is a posting day for %(number)d classes",
            len(rooms),
        )
    else:
        text = ngettext(
            "%(day)s is a posting day for %(class)s",
            "%(day)s is a posting day for %(number)d classes",
            len(rooms),
        )
    return text % values


def _sentence(kind: Kind, day: dt.date) -> str:
    text = {
        Kind.AFTER: _(
            "The posting day was %(day)s. Families are waiting for the update of these classes. "
            "Post it now:"
        ),
        Kind.TODAY: _(
            "Today, %(day)s, is a posting day, until 11:59 pm. These classes have no update yet:"
        ),
        Kind.EARLY: _(
            "%(day)s is a posting day, until 11:59 pm. These classes have no update yet:"
        ),
    }[kind]
    return text % {"day": day_text(day)}


def _line(room: Any) -> dict[str, str]:
    return {"name": class_name(room), "url": editor_url(compose_url([room]))}


# The names under which failures are recorded. Separate, so that success of one loop does not clear
# the failures of the other.
REMINDERS, SUMMARIES = "reminders", "posting summaries"
# The recipient, and the function that makes the mail.
Mail = tuple[User, Callable[[], EmailMultiAlternatives]]


@dataclass(frozen=True, slots=True)
class Sent:
    """The number of mails."""

    reminders: int = 0
    summaries: int = 0


def send_reminders(*, today: dt.date | None = None) -> Sent:
    """Mails teachers whose classes have no update, and on the day after also principals.

    May run several times a day: the outbox accepts each mail once. `today` is a day in the
    district's time zone. A mail that fails is recorded and does not stop the others."""
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


REMINDED: Final = "school.reminded"


def reminders_today(schools: Iterable[Page]) -> dict[Any, AuditEntry]:
    """Returns {UUID of a school: the entry of the reminder that its principal sent today}."""
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    keys = [school.translation_key for school in schools]
    entries = AuditEntry.objects.filter(action=REMINDED, page_uuid__in=keys, at__gte=since)
    return {entry.page_uuid: entry for entry in entries}


@transaction.atomic
def remind_school(*, school: Page, day: dt.date | None, user: User) -> int | None:
    """Mails the teachers of the school's classes that have no update for this posting day. Returns
    the number of mails, or None if it was done today already.

    Raises `PermissionDenied` for anyone who does not lead the school."""
    if not can_see_names(user, school):
        raise PermissionDenied(_("Only the principals of a school remind its teachers."))
    Page.objects.select_for_update().get(pk=school.pk)
    if day is None or reminders_today([school]):
        return None
    today = timezone.localdate()
    people = to_remind({day: Kind.TODAY if day == today else Kind.AFTER}, school)
    number = sum(reminder(each, today, user).send() for each in people)
    if number:
        record(action=REMINDED, actor=user, page=school, day=day.isoformat(), mails=number)
    return number


def _write(mails: Iterable[Mail], loop: str) -> int:
    written = 0
    failed_before = standing(loop)
    for user, make in mails:
        item = Item(loop, str(user.pk), title=_("Mail about a posting day"))
        with isolated(item, failed_before=failed_before):
            written += make().send()
    return written
