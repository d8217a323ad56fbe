"""New teachers get their page, their classes and their assignments, wherever a class is made."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text

from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

Part = ClassroomTeacher.Part


def teachers(*classes: ClassroomPage) -> list[tuple[str, str]]:
    rows = ClassroomTeacher.objects.filter(classroom__in=classes).order_by("pk")
    return [(row.staff.full_name, row.part) for row in rows.select_related("staff")]


def test_a_class_made_in_the_page_editor_is_its_teachers(
    client: Client, district: District
) -> None:
    client.force_login(district.principal)
    add = ["classroom", "classroompage", district.teacher_page.pk]
    fields: dict[str, Any] = {
        "title": "Science 3",
        "introduction": rich_text(""),
        "good_to_know": rich_text(""),
        "subject": "science",
        "grade_levels": ["03"],
        "school_year": str(district.year.pk),
        "language": "en",
        "action-publish": "x",
    }
    sent = nested_form_data(fields)
    answer = client.post(reverse("wagtailadmin_pages:add", args=add), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert teachers(ClassroomPage.objects.get(title="Science 3")) == [("Elena Rivera", Part.LEAD)]


def test_copied_classes_are_the_teachers_under_whom_they_stand(
    client: Client, district: District
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    values = {"new_title": "Mr. Moss", "new_slug": "mr-moss", "copy_subpages": "on"}
    values["new_parent_page"] = str(district.other_school.pk)
    client.post(reverse("wagtailadmin_pages:copy", args=[district.teacher_page.pk]), values)
    (copy,) = ClassroomPage.objects.descendant_of(district.other_school)
    assert teachers(copy) == [("Elena Rivera", Part.LEAD)]
    assert teachers(district.classroom) == [("Elena Rivera", Part.LEAD)], "no second row"


def test_a_class_below_someone_who_has_left_stays_without_a_teacher(
    client: Client, district: District
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    district.teacher_staff.active = False
    district.teacher_staff.save()
    values = {"new_title": "Math 3b", "new_slug": "math-3b"}
    values["new_parent_page"] = str(district.teacher_page.pk)
    client.post(reverse("wagtailadmin_pages:copy", args=[district.classroom.pk]), values)
    assert teachers(ClassroomPage.objects.get(title="Math 3b")) == []
