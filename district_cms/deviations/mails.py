"""Mails about explanations, through the outbox."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.times import day_text

from .models import Authorization, Deviation


def tell_asked(row: Deviation) -> None:
    """The person who is asked, with the question."""
    account = account_of(row)
    if account is not None:
        send(
            "deviations/email/asked",
            account,
            _("Please explain: %(what)s") % {"what": row.about},
            who=row.asked_by,
            about=row.about,
            day=day_text(row.day),
            question=row.question,
            clause=row.clause,
            url=editor_url(reverse("deviations:one", args=[row.uuid])),
        )


def tell_decided(row: Deviation) -> None:
    """Who wrote the explanation. None of its words, and none of the answer: those stand where one
    signs in."""
    account = account_of(row)
    if account is not None:
        said = {"name": row.decided_by, "what": row.about, "day": day_text(row.day)}
        line = (
            _("%(name)s has read and accepted what you explained: %(what)s, %(day)s.")
            if row.decision == "accepted"
            else _("%(name)s has read what you explained and wants to talk: %(what)s, %(day)s.")
        )
        send(
            "deviations/email/told",
            account,
            _("What you explained was read: %(what)s") % {"what": row.about},
            line=line % said,
            clause=row.clause,
            url=editor_url(reverse("deviations:own")),
        )


def account_of(row: Deviation | Authorization) -> User | None:
    """Whose it is, as long as the person can sign in."""
    account = row.staff.user if row.staff else None
    return account if account is not None and account.is_active else None


def send(template: str, account: User, subject: str, *, once: str = "", **context: Any) -> None:
    office, name = DistrictSettings.kept(), account.get_short_name()
    drawn = draw(template, subject=subject, office=office, name=name, **context)
    drawn.message(account.email, once=once).send()
