"""Mails about explanations and authorizations, sent through the outbox. They quote no explanation,
purpose or answer, which stay behind the sign-in."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.times import date_text, day_text

from .models import Authorization, Deviation
from .permissions import deciders_of


def announce_question(row: Deviation) -> None:
    """Mails the person who is asked."""
    _send(
        _account_of(row),
        "deviations/email/asked",
        _("Please explain: %(what)s") % {"what": row.about},
        who=row.asked_by,
        about=row.about,
        day=day_text(row.day),
        question=row.question,
        clause=row.clause,
        url=editor_url(reverse("deviations:one", args=[row.uuid])),
    )


def announce_answer(row: Deviation) -> None:
    """Mails the person who explained."""
    line = (
        _("%(name)s has read and accepted what you explained: %(what)s, %(day)s.")
        if row.decision == "accepted"
        else _("%(name)s has read what you explained and wants to talk: %(what)s, %(day)s.")
    )
    _send(
        _account_of(row),
        "deviations/email/told",
        _("What you explained was read: %(what)s") % {"what": row.about},
        line=line % {"name": row.decided_by, "what": row.about, "day": day_text(row.day)},
        clause=row.clause,
        url=editor_url(reverse("deviations:own")),
    )


def announce_request(row: Authorization) -> None:
    """Mails the people who decide."""
    assert row.staff is not None
    subject = _("%(name)s asks to use a personal phone or account")
    line = _(
        "%(name)s asks for your authorization to use a personal resource for messages to families "
        "and students: %(what)s, %(days)s."
    )
    _about_authorization(deciders_of(row.staff), row, subject, line, name=row.who)


def announce_grant_or_refusal(row: Authorization) -> None:
    """Mails the person who asked."""
    if row.state == "granted":
        subject = _("You are authorized until %(day)s")
        line = _(
            "%(name)s has authorized you to use a personal resource for messages to families and "
            "students: %(what)s, %(days)s. It ends by itself."
        )
    else:
        subject = _("You are not authorized: %(what)s")
        line = _(
            "%(name)s has not authorized what you asked for: %(what)s, %(days)s. The reason is "
            "in the staff area."
        )
    _about_authorization(_account_of(row), row, subject, line, name=row.decided_by)


def announce_end(row: Authorization, *, without: User | None = None) -> None:
    """Mails the person and those who decide, except the one who ended it."""
    subject = _("Ended: %(what)s")
    line = _("The authorization of %(name)s for a personal resource has ended: %(what)s.")
    both = [*_account_of(row), *(deciders_of(row.staff) if row.staff else [])]
    people = [user for user in both if user != without]
    _about_authorization(people, row, subject, line, name=row.who)


def _account_of(row: Deviation | Authorization) -> list[User]:
    """Returns the person's account, if the person can sign in."""
    account = row.staff.user if row.staff else None
    return [account] if account is not None and account.is_active else []


def _about_authorization(
    people: Iterable[User], row: Authorization, subject: str, line: str, *, name: str
) -> None:
    words = {"name": name, "what": row.about, "days": row.days, "day": date_text(row.last_day)}
    url = editor_url(reverse("authorizations:one", args=[row.uuid]))
    _send(
        people,
        "deviations/email/told",
        subject % words,
        line=line % words,
        clause=row.clause,
        url=url,
    )


def _send(people: Iterable[User], template: str, subject: str, **context: Any) -> None:
    office = DistrictSettings.cached()
    for user in people:
        name = user.get_short_name()
        draw(template, subject=subject, office=office, name=name, **context).message(
            user.email
        ).send()
