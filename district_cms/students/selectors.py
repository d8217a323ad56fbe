"""Which addresses are students', and what they may follow. Only the office sees the list."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from district_cms.people.selectors import staff_addresses

from .models import HighSchoolStudent
from .rules import Standing, is_student_address, standing
from .tokens import address_tokens


def standings(addresses: Iterable[str], today: dt.date | None = None) -> dict[str, Standing]:
    """Returns {address: standing} of the normalized addresses that are students'."""
    domains = settings.STUDENT_EMAIL_DOMAINS
    students = {address for address in addresses if is_student_address(address, domains)}
    if not students:
        return {}
    today = today or timezone.localdate()
    staff = staff_addresses(students)
    tokens = address_tokens(students)
    on_list = HighSchoolStudent.objects.on(today).filter(token__in=tokens)
    listed = {tokens[each] for each in on_list.values_list("token", flat=True)}
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


def on_the_list(addresses: Iterable[str]) -> list[tuple[str, HighSchoolStudent]]:
    """Returns these normalized addresses with the list's rows, for their owner. One query."""
    tokens = address_tokens(addresses)
    rows = HighSchoolStudent.objects.filter(token__in=tokens)
    return [(tokens[row.token], row) for row in rows.select_related("school").order_by("pk")]


def current(today: dt.date | None = None) -> int:
    """Returns the number of students on the list today."""
    return HighSchoolStudent.objects.on(today or timezone.localdate()).count()
