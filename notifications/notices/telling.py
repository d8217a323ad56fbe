"""Asking a second person to look an urgent notice over, by a mail that comes before all others."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.people.models import StaffRole
from district_cms.people.roles import Role
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw

from ..models import MessageClass, UrgentNotice
from ..services import enqueue_message


def ask_second_person(notice: UrgentNotice) -> None:
    """Write to everyone who may send it beside its author. One mail for each wording: asked again
    without a change, nobody gets another."""
    drawn = draw(
        "notifications/email/notice_second_person",
        subject=_("Please look over: %(title)s") % {"title": notice.title_en},
        office=DistrictSettings.kept(),
        notice=notice,
        url=settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse("urgent-notices:inspect", args=[notice.pk]),
    )
    for person in second_persons(notice):
        enqueue_message(
            message_class=MessageClass.URGENT,
            address=person.email,
            subject=drawn.subject,
            text=drawn.text,
            html=drawn.html,
            dedupe_key=f"second-person:{notice.pk}:{person.pk}:{notice.fingerprint}",
        )


def second_persons(notice: UrgentNotice) -> list[Any]:
    """The active accounts that may send it today, without its author: the principals of its school,
    where it is one; communications office and administrators."""
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
