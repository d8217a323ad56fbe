"""Mails to a second person: to ask them to look a notice over, or to report an urgent one that was
sent without them. Urgent mails are sent before all others."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage
from district_cms.web.mail import RenderedMail, editor_url

from ..families.mail_body import MailBody, Part, paragraphs, render_mail
from ..models import ClassNotice, MessageClass, UrgentNotice
from ..services import enqueue_message


def ask_second_person(notice: UrgentNotice | ClassNotice) -> None:
    """Ask everyone who may send it, except its author, by mail. One mail per wording: nobody is
    asked again without a change."""
    name = {"name": notice.made_by_name}
    if isinstance(notice, UrgentNotice):
        about, heading = notice.title_en, _("Please look over an urgent notice")
        text = _(
            "%(name)s wrote it. Please look it over and send it. Anyone who sends it without you "
            "must give a reason, and you get a message."
        )
    else:
        about, heading = notice.class_name, _("Please look over a class notice")
        text = _(
            "%(name)s wrote it. Nobody gets it until you send it. Then it appears on the class "
            "page before the messages go out."
        )
    parts = [
        *paragraphs(text % name),
        Part("strong", about),
        *paragraphs(notice.text_en),
        Part("button", _("Look it over"), _sheet_url(notice)),
    ]
    subject = _("Please look over: %(title)s") % {"title": about}
    mail = render_mail(MailBody(heading, parts), subject=subject, language=get_language() or "en")
    _send(mail, second_persons(notice), f"second-person:{notice.pk}", notice)


def tell_sent_alone(notice: UrgentNotice, sender: Any) -> None:
    """Tell the others who may send it, by mail, that it went out without them, and why."""
    text = _("%(name)s sent it without a second person. The reason: %(reason)s") % {
        "name": notice.sent_by_name,
        "reason": notice.safety_reason,
    }
    parts = [
        *paragraphs(text),
        Part("strong", notice.title_en),
        *paragraphs(notice.text_en),
        Part("button", _("See its progress"), _sheet_url(notice)),
    ]
    body = MailBody(_("An urgent notice went out without a second person"), parts)
    subject = _("Sent without a second person: %(title)s") % {"title": notice.title_en}
    mail = render_mail(body, subject=subject, language=get_language() or "en")
    others = [person for person in second_persons(notice) if person != sender]
    _send(mail, others, f"sent-alone:{notice.pk}", notice)


def _sheet_url(notice: UrgentNotice | ClassNotice) -> str:
    return editor_url(reverse(f"{notice.kind}-notices:inspect", args=[notice.pk]))


def _send(
    mail: RenderedMail, people: Iterable[Any], key: str, notice: UrgentNotice | ClassNotice
) -> None:
    mark = notice.fingerprint
    urgent = isinstance(notice, UrgentNotice)
    for person in people:
        enqueue_message(
            message_class=MessageClass.URGENT if urgent else MessageClass.STAFF,
            address=person.email,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            dedupe_key=f"{key if urgent else f'class-{key}'}:{person.pk}:{mark}",
        )


def second_persons(notice: UrgentNotice | ClassNotice) -> list[Any]:
    """Returns the active accounts that may send it today, without its author: the principals of the
    school; for an urgent notice also the communications office and the administrators. For several
    schools no principal."""
    if isinstance(notice, ClassNotice):
        room = notice.classroom
        school = SchoolPage.objects.get(path=school_path(room.path if room is not None else ""))
        return [user for user in reviewers_of(school.pk) if user.pk != notice.made_by_id]
    rows = StaffRole.objects.current().filter(staff__active=True, staff__user__is_active=True)
    wanted = Q(role__in=[Role.COMMUNICATIONS, Role.ADMINISTRATOR])
    schools = [school.pk for school in notice.places]
    if len(schools) == 1:
        wanted |= Q(role=Role.PRINCIPAL, school__in=schools)
    users = {
        row.staff.user.pk: row.staff.user
        for row in rows.filter(wanted).select_related("staff__user").order_by("pk")
        if row.staff.user is not None
    }
    users.pop(notice.made_by_id, None)
    return list(users.values())
