"""Classes that someone follows without teaching them: chosen, read, searched, and private."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from classroom.home import caseload as services
from classroom.home.caseload import follow
from classroom.models import CaseloadChoice, ClassroomPage
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.pages import make_classroom, make_teacher_page, make_update, update_content
from tests.factories.people import PASSWORD, make_staff

pytestmark = pytest.mark.django_db

MINE, CHOOSE = "/staff/classes/", "/staff/classes/choose/"


@pytest.fixture
def counselor(district: District) -> Staff:
    return make_staff((Role.COUNSELOR, None), schools=[district.school], title="School Counselor")


@pytest.fixture
def signed_in(counselor: Staff, client: Client) -> Client:
    client.force_login(account_of(counselor))
    return client


def words(html: str) -> str:
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def with_days(district: District, room: ClassroomPage, name: str, **event: Any) -> None:
    """An update with homework for Monday, and a field day on Thursday."""
    day: dict[str, Any] = {"title": f"{name} day", "date": dt.date(2026, 11, 12), **event}
    homework = {"title": f"{name} page 40", "details": "", "due": dt.date(2026, 11, 16)}
    make_update(
        room,
        **update_content(
            district.curriculum,
            assignments=[("assignment", homework)],
            assignments_none=False,
            assignments_none_reason="",
            events=[("event", day)],
            events_none=False,
            events_none_reason="",
        ),
    )


def test_a_counselor_without_the_editor_lands_on_the_followed_classes_after_sign_in(
    counselor: Staff, client: Client
) -> None:
    asked = {"username": counselor.email, "password": PASSWORD}
    answer = client.post(reverse("wagtailadmin_login"), asked, follow=True)
    assert answer.redirect_chain[-1][0] == MINE
    shown = words(answer.text)
    assert "You follow no class yet" in shown
    assert "do not have permission" not in shown
    assert f'action="{reverse("wagtailadmin_logout")}"' in answer.text
    # Another screen of the editor explains the refusal and links here.
    refused = client.get("/admin/pages/", follow=True).text
    assert "Nothing to edit here" in refused
    assert f'href="{MINE}"' in refused


def test_a_grade_shows_its_classes_and_what_is_due_and_coming_this_week(
    district: District, counselor: Staff, signed_in: Client
) -> None:
    other_page = make_teacher_page(district.school, title="Mx. Tanaka")
    other_grade = make_classroom(other_page, title="Science 4", grade_levels=["04"])
    with_days(district, district.classroom, "Math", place="Gym", audience="families")
    with_days(district, other_grade, "Rocks")

    asked = {"school": district.school.pk, "grade": "03"}
    chosen = words(signed_in.post(CHOOSE, asked, follow=True).text)
    assert "You follow Juniper Creek Elementary, Grade 3 now." in chosen
    answer = signed_in.get(MINE)
    shown = words(answer.text)
    assert "Thursday, November 12 Math day" in shown
    assert "Monday, November 16 Math page 40 Due Math 3 Ms. Rivera" in shown
    assert f'href="{district.classroom.url}"' in answer.text
    assert "Math 3 Ms. Rivera Grade 3 Juniper Creek Elementary Updated" in shown
    assert "Next update Tuesday, December" in shown
    # As on the public page: no other grades, and no details for families only.
    assert "Rocks" not in shown
    assert "Gym" not in shown
    assert "Time and place are for families" in shown

    follow(staff=counselor, school=district.school)
    both = words(signed_in.get(MINE).text)
    assert "Rocks page 40" in both
    found = words(signed_in.get(MINE, {"q": "tanaka"}).text)
    assert "Rocks page 40" in found
    assert "Math page 40" not in found


def test_a_single_class_is_found_by_its_teacher_followed_once_and_unfollowed(
    district: District, signed_in: Client
) -> None:
    found = signed_in.get(CHOOSE, {"q": "ms. rivera juniper"}).text
    address = reverse("caseload_follow", args=[district.classroom.pk])
    assert f'action="{address}"' in found
    for _time in range(2):
        answer = signed_in.post(address, {"q": "ms. rivera"}, follow=True)
        assert "You follow this class." in words(answer.text)
    choice = CaseloadChoice.objects.get()
    assert f"/email/subscribe/class/{district.classroom.translation_key}/" in answer.text
    assert "Math 3" in words(signed_in.get(MINE).text)
    signed_in.post(reverse("caseload_stop", args=[choice.pk]))
    assert "You follow no class yet" in words(signed_in.get(MINE).text)


def test_a_restricted_class_is_neither_found_nor_followed_nor_shown(
    district: District, counselor: Staff, signed_in: Client
) -> None:
    room = district.classroom
    follow(staff=counselor, classroom=room)
    follow(staff=counselor, school=district.school)
    room.unpublish()
    assert "Math 3" not in words(signed_in.get(MINE).text)
    assert reverse("caseload_follow", args=[room.pk]) not in signed_in.get(f"{CHOOSE}?q=math").text
    assert signed_in.post(reverse("caseload_follow", args=[room.pk])).status_code == 404
    # Its choice can still be deleted.
    assert "its page is not on the website now" in words(signed_in.get(CHOOSE).text)


def test_choices_are_private_and_need_a_staff_record(
    district: District, counselor: Staff, client: Client
) -> None:
    choice = follow(staff=counselor, classroom=district.classroom)
    stop = reverse("caseload_stop", args=[choice.pk])
    assert client.get(MINE).status_code == 302
    client.force_login(district.teacher)
    assert client.post(stop).status_code == 404
    assert "You follow no class yet" in words(client.get(MINE).text)
    assert client.get(reverse("caseload_stop", args=[choice.pk])).status_code == 405
    Staff.objects.filter(pk=district.teacher_staff.pk).update(active=False)
    assert client.post(stop).status_code == 302
    assert CaseloadChoice.objects.filter(pk=choice.pk).exists()


def test_a_choice_without_a_school_or_above_the_limit_is_refused_with_a_message(
    district: District, counselor: Staff, signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = signed_in.post(CHOOSE, {"school": "", "grade": "03"})
    assert answer.status_code == 422
    assert "Choose a school." in words(answer.text)
    monkeypatch.setattr(services, "MOST", 1)
    kept = follow(staff=counselor, school=district.school, grade="03")
    assert follow(staff=counselor, school=district.school, grade="03") == kept
    with pytest.raises(ValidationError, match="Stop following one first"):
        follow(staff=counselor, classroom=district.classroom)
    refused = signed_in.post(
        reverse("caseload_follow", args=[district.classroom.pk]), {"q": "math"}, follow=True
    )
    assert "Stop following one first" in words(refused.text)
