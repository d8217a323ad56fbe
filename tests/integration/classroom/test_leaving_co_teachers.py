"""Who has a class already, or will have it, when someone else leaves it or is away."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.assignments import services
from classroom.models import ClassroomTeacher, Leave
from classroom.reminders.rules import who_is_reminded
from classroom.reminders.selectors import _teaching
from classroom.school import glance_at
from district_cms.people.leaving import end_accounts_due
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def other(district: District) -> Staff:
    return make_staff((Role.TEACHER, district.school), given_name="Noor", family_name="Haddad")


def rows_of(staff: Staff) -> list[tuple[str, dt.date | None, dt.date | None]]:
    first = F("starts_on").asc(nulls_first=True)
    rows = ClassroomTeacher.objects.filter(staff=staff).order_by(first, "pk")
    return list(rows.values_list("part", "starts_on", "until"))


def away(staff: Staff, substitute: Staff | None, first: dt.date, last: dt.date) -> Leave:
    return services.be_on_leave(
        staff=staff, first_day=first, last_day=last, substitute=substitute, actor="office"
    )


def leaves(staff: Staff, last_day: dt.date, successor: Staff, part: str = "lead") -> None:
    (classroom,) = staff.teaching.values_list("classroom", flat=True)
    services.leave_for_good(
        staff=staff, last_day=last_day, successors={classroom: successor}, part=part, actor="office"
    )


def reminded(district: District) -> frozenset[int]:
    return who_is_reminded(_teaching([district.classroom.pk])[district.classroom.pk])


def test_a_teacher_gets_reminders_again_when_the_substitute_leaves_or_lacks_the_class(
    district: District, teaching: ClassroomTeacher, other: Staff
) -> None:
    today = timezone.localdate()
    away(district.teacher_staff, other, today, today + 60 * DAY)
    assert reminded(district) == {other.user_id}
    services.leave_for_good(
        staff=other, last_day=today - DAY, successors={}, part="lead", actor="office"
    )
    assert reminded(district) == {district.teacher.pk}
    (row,) = [row for row in glance_at(district.school).rows if row.away]
    assert "nobody substitutes" in row.away[0]


def test_a_substitute_who_takes_over_the_class_substitutes_until_then(
    district: District, teaching: ClassroomTeacher, other: Staff, clock: Clock
) -> None:
    today = timezone.localdate()
    away(district.teacher_staff, other, today, today + 60 * DAY)
    leaves(district.teacher_staff, today + 9 * DAY, other)
    clock(f"{today + 10 * DAY} 00:30")
    end_accounts_due(today=today + 10 * DAY)
    first, last = today + 10 * DAY, today + 9 * DAY
    assert rows_of(other) == [("substitute", today, last), ("lead", first, None)]


def test_two_assignments_of_one_person_share_no_day(
    district: District, teaching: ClassroomTeacher
) -> None:
    today = timezone.localdate()
    ClassroomTeacher.objects.filter(pk=teaching.pk).update(until=today)
    again = ClassroomTeacher(classroom=district.classroom, staff=district.teacher_staff)
    again.starts_on = today
    with pytest.raises(ValidationError, match="already teaches"):
        again.full_clean()
    again.starts_on = today + DAY
    again.full_clean()


def test_a_new_last_day_and_successor_leave_no_trace_of_the_first(
    client: Client, district: District, teaching: ClassroomTeacher, other: Staff, clock: Clock
) -> None:
    today = timezone.localdate()
    co_teacher = make_staff((Role.TEACHER, district.school), given_name="Bo", family_name="Lind")
    ClassroomTeacher.objects.create(
        classroom=district.classroom, staff=co_teacher, part="co-teacher"
    )
    leaves(district.teacher_staff, today + 20 * DAY, co_teacher)
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("classroom_leaving", args=[district.teacher_staff.pk])
    field = f"class_{district.classroom.pk}"
    # The form shows the earlier choices again; without a successor the co-teacher still has the
    # class.
    form = client.get(address).context["form"]
    assert (form[field].initial, form["part"].initial) == (str(co_teacher.pk), "lead")
    preview = client.post(address, {"last_day": str(today + 9 * DAY), "part": "lead"})
    assert "still taught by Bo Lind" in preview.text
    leaves(district.teacher_staff, today + 9 * DAY, other)
    clock(f"{today + 10 * DAY} 00:30")
    end_accounts_due(today=today + 10 * DAY)
    assert rows_of(co_teacher) == [("co-teacher", None, None)]
    assert rows_of(other) == [("lead", today + 10 * DAY, None)]


@pytest.mark.parametrize(
    ("part", "starts", "ends", "after"),
    [
        ("lead", None, None, [("lead", None, None)]),
        ("co-teacher", None, None, [("co-teacher", None, 10), ("lead", 11, None)]),
        ("co-teacher", 11, 90, [("lead", 11, 90)]),
        ("lead", 30, None, [("lead", 11, None)]),
        ("co-teacher", None, 10, [("co-teacher", None, 10), ("lead", 11, None)]),
    ],
)
def test_a_successor_has_the_class_once_and_only_after_the_last_day(
    district: District,
    teaching: ClassroomTeacher,
    other: Staff,
    part: str,
    starts: int | None,
    ends: int | None,
    after: list[tuple[str, int | None, int | None]],
    clock: Clock,
) -> None:
    today = timezone.localdate()

    def day(number: int | None) -> dt.date | None:
        return today + number * DAY if number else None

    ClassroomTeacher.objects.create(
        classroom=district.classroom,
        staff=other,
        part=part,
        starts_on=day(starts),
        until=day(ends),
    )
    co_teacher = make_staff((Role.TEACHER, district.school), given_name="Bo", family_name="Lind")
    ClassroomTeacher.objects.create(
        classroom=district.classroom, staff=co_teacher, part="co-teacher"
    )
    before = rows_of(other)
    # Two people who leave hand the class over to the same person.
    leaves(district.teacher_staff, today + 10 * DAY, other)
    leaves(co_teacher, today + 20 * DAY, other, "co-teacher")
    assert rows_of(other) == before
    for number in (11, 21):
        clock(f"{today + number * DAY} 00:30")
        end_accounts_due(today=today + number * DAY)
        assert rows_of(other) == [(each, day(first), day(last)) for each, first, last in after]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12/31/2099", "more than two years ahead"), ("soon", "Write a day like")],
)
def test_an_impossible_last_day_is_reported_at_the_field(
    client: Client, district: District, teaching: ClassroomTeacher, typed: str, said: str
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    for name in ("classroom_leaving", "classroom_leave"):
        address = reverse(name, args=[district.teacher_staff.pk])
        sent = {"last_day": typed, "first_day": str(timezone.localdate()), "part": "lead"}
        answer = client.post(address, sent)
        assert said in str(answer.context["form"].errors["last_day"])
        assert "js/typed_dates" in answer.text


def test_a_successor_who_has_the_class_already_keeps_it(
    client: Client, district: District, teaching: ClassroomTeacher, other: Staff
) -> None:
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=other)
    client.force_login(make_account(Role.ADMINISTRATOR))
    sent = {
        "part": "lead",
        "last_day": str(timezone.localdate() + DAY),
        f"class_{district.classroom.pk}": other.pk,
    }
    steps = client.post(
        reverse("classroom_leaving", args=[district.teacher_staff.pk]), sent
    ).context["steps"]
    assert steps[0] == "Math 3: Noor Haddad already has it, and keeps it."
