"""A principal's reminder to the teachers whose classes wait."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.models import DistrictSettings
from district_cms.web.mail import draw, editor_url
from district_cms.web.times import day_text

from ..models import ClassroomTeacher, SchoolReminder
from ..permissions import can_see_names
from ..reminders.rules import Teaching, who_is_reminded
from ..reminders.selectors import covered
from .selectors import Glance


def reminder_of(school: Page, day: dt.date | None) -> SchoolReminder | None:
    """The reminder that was sent for this posting day."""
    return SchoolReminder.objects.filter(school_id=school.pk, day=day).first() if day else None


def to_remind(glance: Glance) -> dict[User, list[str]]:
    """{account: its classes that wait}: whom the prepared message goes to, as the reminders of the
    district choose them, so that nobody on leave gets it, nor who has handed something in since.
    One query, none where nobody waits."""
    names = {row.classroom.pk: row.name for row in glance.rows if row.waits and not row.is_in_since}
    if glance.newest is None or not glance.has_come or not names:
        return {}
    taught = ClassroomTeacher.objects.current().filter(
        classroom_id__in=names, staff__active=True, staff__user__isnull=False
    )
    taught = taught.annotate(is_covered=covered())
    rows = list(taught.select_related("staff__user").order_by("staff__family_name", "staff_id"))
    by_class: dict[int, list[Teaching]] = defaultdict(list)
    for each in rows:
        by_class[each.classroom_id].append(Teaching(each.staff_id, each.part, each.is_covered))
    people: dict[User, list[str]] = defaultdict(list)
    for each in rows:
        account = each.staff.user
        reminded = each.staff_id in who_is_reminded(by_class[each.classroom_id])
        if account is not None and account.is_active and reminded:
            people[account].append(names[each.classroom_id])
    return dict(people)


@transaction.atomic
def remind(*, school: Page, glance: Glance, user: User) -> SchoolReminder | None:
    """Write to the teachers of the classes that wait: one mail a person, once for a posting day.

    Returns what was sent, or None where nobody waits or somebody has sent it. Raises
    `PermissionDenied` for anyone who does not lead the school.
    """
    if not can_see_names(user, school):
        raise PermissionDenied(_("Only the principals of a school remind its teachers."))
    people = to_remind(glance)
    if glance.newest is None or not people:
        return None
    names = {name for classes in people.values() for name in classes}
    sent, created = SchoolReminder.objects.get_or_create(
        school_id=school.pk,
        day=glance.newest,
        defaults={
            "by": user.get_full_name(),
            "classes": len(names),
            "teachers": len(people),
        },
    )
    if not created:
        return None
    for account, classes in people.items():
        _mail(account, classes, day=glance.newest, user=user)
    # Counts only: whom it concerned is for the person and the principal.
    record(
        action="school.reminded",
        actor=user,
        page=school,
        day=glance.newest.isoformat(),
        classes=len(names),
        teachers=len(people),
    )
    return sent


def _mail(account: User, classes: Sequence[str], *, day: dt.date, user: User) -> None:
    drawn = draw(
        "classroom/email/school_reminder",
        subject=_("A reminder: the update for %(day)s") % {"day": day_text(day)},
        office=DistrictSettings.kept(),
        name=account.get_short_name(),
        principal=user.get_full_name(),
        classes=sorted(classes),
        day=day_text(day),
        url=editor_url(reverse("wagtailadmin_home")),
    )
    drawn.message(account.email).send()
