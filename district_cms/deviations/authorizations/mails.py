"""Mails about authorizations, through the outbox. None has the purpose or an answer in it: those
stand where one signs in."""

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import User
from district_cms.web.mail import editor_url
from district_cms.web.times import date_text

from ..mails import account_of, send
from ..models import Authorization
from .permissions import deciders_of

TEMPLATE: Final = "deviations/email/told"


def tell_asked(row: Authorization) -> None:
    assert row.staff is not None
    subject = _("%(name)s asks to use something personal") % {"name": row.who}
    line = _(
        "%(name)s asks for your authorization to use a personal resource for messages to families "
        "and students: %(what)s, %(days)s."
    ) % {"name": row.who, "what": row.about, "days": row.days}
    _send(deciders_of(row.staff), row, subject, line)


def tell_decided(row: Authorization) -> None:
    if row.state == "granted":
        subject = _("You are authorized until %(day)s") % {"day": date_text(row.last_day)}
        line = _(
            "%(name)s has authorized you to use a personal resource for messages to families and "
            "students: %(what)s, %(days)s. It ends by itself."
        )
    else:
        subject = _("You are not authorized: %(what)s") % {"what": row.about}
        line = _(
            "%(name)s has not authorized what you asked for: %(what)s, %(days)s. The reason is "
            "in the staff area."
        )
    said = {"name": row.decided_by, "what": row.about, "days": row.days}
    _send(_person(row), row, subject, line % said)


def tell_ended(row: Authorization, *, but: User | None = None) -> None:
    """The person and the supervisor, without the one who ended it."""
    subject = _("Ended: %(what)s") % {"what": row.about}
    line = _("The authorization of %(who)s for a personal resource has ended: %(what)s.") % {
        "who": row.who,
        "what": row.about,
    }
    told = [user for user in _both(row) if but is None or user.pk != but.pk]
    _send(told, row, subject, line)


def tell_coming_end(row: Authorization) -> int:
    """Returns how many are told."""
    day = date_text(row.last_day)
    subject = _("An authorization ends on %(day)s") % {"day": day}
    line = _(
        "The authorization of %(who)s for a personal resource ends by itself on %(day)s: %(what)s. "
        "If it is needed longer, %(who)s can ask again."
    ) % {"who": row.who, "day": day, "what": row.about}
    told = _both(row)
    _send(told, row, subject, line, once=f"authorization-{row.uuid}-{row.last_day}")
    return len(told)


def _person(row: Authorization) -> list[User]:
    account = account_of(row)
    return [account] if account is not None else []


def _both(row: Authorization) -> list[User]:
    return [*_person(row), *(deciders_of(row.staff) if row.staff else [])]


def _send(
    people: Iterable[User], row: Authorization, subject: str, line: str, *, once: str = ""
) -> None:
    address = editor_url(reverse("authorizations:one", args=[row.uuid]))
    for user in people:
        key = f"{once}-{user.pk}" if once else ""
        send(TEMPLATE, user, subject, once=key, line=line, clause=row.clause, url=address)
