"""Continuing classes: concurrent users, restricted pages, people on leave, a year that has
begun."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from classroom.assignments.services import be_on_leave, stay
from classroom.models import ClassroomPage, ClassroomTeacher, PostingSlot, TeacherPage
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage, SchoolYear
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year, make_teacher_page
from tests.factories.people import make_account, make_staff
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

Part = ClassroomTeacher.Part


def screen(district: District, more: str = "") -> str:
    return f"{reverse('classroom_next_year')}?school={district.school.pk}{more}"


def sent(page: TeacherPage, *classes: ClassroomPage) -> dict[str, Any]:
    return {f"class_{room.pk}": page.pk for room in classes}


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def page_in(coming: SchoolYear) -> ClassroomPage:
    return ClassroomPage.objects.get(school_year=coming)


def test_a_screen_is_processed_as_it_was_rendered_although_others_have_changed_the_list(
    district: District, coming: SchoolYear, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classroom.assignments.next_year.AT_ONCE", 2)
    rooms = [district.classroom, *(make_classroom(district.teacher_page) for _ in range(3))]
    # Both screens are open. The first is submitted first; then the second screen becomes the first.
    office.post(screen(district), sent(district.teacher_page, *rooms[:2]))
    answer = office.post(
        screen(district, "&p=2"), sent(district.teacher_page, *rooms[2:]), follow=True
    )
    assert said(answer)[-1] == "2 classes have their pages for 2027-28, and their teachers."
    assert ClassroomPage.objects.filter(school_year=coming).count() == 4


def test_the_second_of_two_users_reads_that_it_was_done(
    district: District, coming: SchoolYear, office: Client
) -> None:
    for _time in range(2):
        answer = office.post(
            screen(district), sent(district.teacher_page, district.classroom), follow=True
        )
    words = "1 class was not made: by now it has a page for 2027-28, or is not live."
    assert said(answer) == [words]


def test_a_class_of_another_school_is_not_continued_here(
    district: District, coming: SchoolYear, office: Client
) -> None:
    elsewhere = make_teacher_page(district.other_school)
    for page, room in (
        (district.teacher_page, make_classroom(elsewhere)),
        (elsewhere, district.classroom),
    ):
        office.post(screen(district), sent(page, room))
    assert not ClassroomPage.objects.filter(school_year=coming).exists()


def test_a_class_below_a_restricted_page_stays_restricted_below_another_teachers_page(
    district: District, coming: SchoolYear, office: Client
) -> None:
    PageViewRestriction.objects.create(
        page=district.teacher_page, restriction_type=PageViewRestriction.LOGIN
    )
    other = make_teacher_page(district.school, title="Mr. Osei")
    office.post(screen(district), sent(other, district.classroom))
    assert Client().get(page_in(coming).get_url()).status_code == 302


def test_no_second_restriction_is_added_below_the_restricted_page_itself(
    district: District, coming: SchoolYear, office: Client
) -> None:
    PageViewRestriction.objects.create(
        page=district.teacher_page, restriction_type=PageViewRestriction.LOGIN
    )
    office.post(screen(district), sent(district.teacher_page, district.classroom))
    assert not PageViewRestriction.objects.filter(page=page_in(coming)).exists()


def test_a_teacher_who_leaves_in_the_next_year_has_the_class_until_then(
    district: District, coming: SchoolYear, office: Client
) -> None:
    last_day = dt.date(2027, 12, 17)
    Staff.objects.filter(pk=district.teacher_staff.pk).update(last_day=last_day)
    office.post(screen(district), sent(district.teacher_page, district.classroom))
    row = page_in(coming).teaching.get()
    assert row.until == last_day
    stay(staff=district.teacher_staff, actor=None)
    row.refresh_from_db()
    assert row.until is None


def test_the_substitute_has_the_class_on_the_days_of_a_leave(
    district: District, coming: SchoolYear, office: Client
) -> None:
    substitute = make_staff((Role.TEACHER, district.school))
    first, last = dt.date(2027, 9, 1), dt.date(2027, 12, 1)
    be_on_leave(
        staff=district.teacher_staff,
        first_day=first,
        last_day=last,
        substitute=substitute,
        actor=None,
    )
    office.post(screen(district), sent(district.teacher_page, district.classroom))
    row = page_in(coming).teaching.get(staff=substitute)
    assert (row.part, row.starts_on, row.until) == (Part.SUBSTITUTE, first, last)


def test_in_a_year_that_has_begun_no_posting_day_is_missing_when_the_class_is_created(
    district: District, coming: SchoolYear, client: Client, clock: Clock
) -> None:
    clock("2027-10-20 09:00")
    client.force_login(make_account(Role.ADMINISTRATOR))
    shown = client.get(screen(district)).content.decode()
    assert "the posting days of the new page begin today." in shown
    client.post(screen(district), sent(district.teacher_page, district.classroom))
    page = page_in(coming)
    assert page.starts_on == dt.date(2027, 10, 20)
    slots = PostingSlot.objects.filter(classroom=page)
    assert not slots.filter(standing="missing").exists()
    assert slots.exists()


def test_the_year_that_begins_next_is_proposed_however_many_are_planned(
    district: District, coming: SchoolYear, office: Client
) -> None:
    make_school_year(dt.date(2028, 8, 30), dt.date(2029, 6, 8))
    assert office.get(screen(district)).context["into"] == coming


def test_without_a_live_school_the_screen_leads_back_and_takes_nothing(
    district: District, coming: SchoolYear, office: Client
) -> None:
    SchoolPage.objects.update(live=False)
    shown = office.get(reverse("classroom_next_year"))
    assert shown.headers["Location"] == reverse("classroom_school_year")
    assert office.post(reverse("classroom_next_year")).status_code == 302
