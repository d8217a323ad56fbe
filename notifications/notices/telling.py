"""Asking a second person to look an urgent notice over, and telling them of one that went out
without, by a mail that comes before all others."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings, SchoolPage
from district_cms.web.mail import Drawn, draw

from ..models import ClassNotice, MessageClass, UrgentNotice
from ..services import enqueue_message


def ask_second_person(notice: UrgentNotice | ClassNotice) -> None:
    """Write to everyone who may send it beside its author. One mail for each wording: asked again
    without a change, nobody gets another."""
    about = notice.title_en if isinstance(notice, UrgentNotice) else notice.class_name
    subject = _("Please look over: %(title)s") % {"title": about}
    drawn = _drawn("notice_second_person", notice, subject)
    _send(drawn, second_persons(notice), f"second-person:{notice.pk}", notice)


def tell_sent_alone(notice: UrgentNotice, sender: Any) -> None:
    """Write to the others who may send it that it went out without them, and why."""
    subject = _("Sent without a second person: %(title)s") % {"title": notice.title_en}
    drawn = _drawn("notice_sent_alone", notice, subject)
    others = [person for person in second_persons(notice) if person != sender]
    _send(drawn, others, f"sent-alone:{notice.pk}", notice)


def _drawn(template: str, notice: UrgentNotice | ClassNotice, subject: str) -> Drawn:
    return draw(
        f"notifications/email/{template}",
        subject=subject,
        office=DistrictSettings.kept(),
        notice=notice,
        url=settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse(f"{notice.kind}-notices:inspect", args=[notice.pk]),
    )


def _send(
    drawn: Drawn, people: Iterable[Any], key: str, notice: UrgentNotice | ClassNotice
) -> None:
    mark = notice.fingerprint
    urgent = isinstance(notice, UrgentNotice)
    for person in people:
        enqueue_message(
            message_class=MessageClass.URGENT if urgent else MessageClass.STAFF,
            address=person.email,
            subject=drawn.subject,
            text=drawn.text,
            html=drawn.html,
            dedupe_key=f"{key if urgent else f'class-{key}'}:{person.pk}:{mark}",
        )


def second_persons(notice: UrgentNotice | ClassNotice) -> list[Any]:
    """The active accounts that may send it today, without its author: the principals of its school,
    where it is one; of an urgent one communications office and administrators as well."""
    if isinstance(notice, ClassNotice):
        room = notice.classroom
        school = SchoolPage.objects.get(path=school_path(room.path if room is not None else ""))
        return [user for user in reviewers_of(school.pk) if user.pk != notice.made_by_id]
    rows = StaffRole.objects.current().filter(staff__active=True, staff__user__is_active=True)
    wanted = Q(role__in=[Role.COMMUNICATIONS, Role.ADMINISTRATOR])
    schools = [] if notice.whole_district else list(notice.schools.values_list("pk", flat=True))
    if len(schools) == 1:
        wanted |= Q(role=Role.PRINCIPAL, school__in=schools)
    found = {
        row.staff.user.pk: row.staff.user
        for row in rows.filter(wanted).select_related("staff__user").order_by("pk")
        if row.staff.user is not None
    }
    found.pop(notice.made_by_id, None)
    return list(found.values())
