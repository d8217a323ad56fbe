"""Which addresses are students', and what they may follow. Only the office sees the list."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from district_cms.people.selectors import staff_addresses

from .models import HighSchoolStudent
from .rules import Standing, is_student_address, standing


def standings(addresses: Iterable[str], today: dt.date | None = None) -> dict[str, Standing]:
    """Returns {address: standing} of the normalized addresses that are students'."""
    domains = settings.STUDENT_EMAIL_DOMAINS
    students = {address for address in addresses if is_student_address(address, domains)}
    if not students:
        return {}
    today = today or timezone.localdate()
    staff = staff_addresses(students)
    listed = set(
        HighSchoolStudent.objects.on(today)
        .filter(address__in=students)
        .values_list("address", flat=True)
    )
    by_address = {
        address: standing(
            student_address=True,
            staff=address in staff,
            listed=address in listed,
            students_may_follow=settings.STUDENTS_MAY_FOLLOW,
        )
        for address in students
    }
    return {address: value for address, value in by_address.items() if value is not None}


def on_the_list(addresses: Iterable[str]) -> list[HighSchoolStudent]:
    """Returns the list's rows for these normalized addresses, for their owner. One query."""
    rows = HighSchoolStudent.objects.filter(address__in=set(addresses))
    return list(rows.select_related("school").order_by("pk"))


def current(today: dt.date | None = None) -> int:
    """Returns the number of students on the list today."""
    return HighSchoolStudent.objects.on(today or timezone.localdate()).count()
