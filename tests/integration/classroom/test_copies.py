"""Copies of classes, and class assignments."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def copied(classroom: ClassroomPage, **options: Any) -> ClassroomPage:
    page = classroom.copy(update_attrs={"slug": "2026-27-math-3-b"}, **options)
    found: ClassroomPage = ClassroomPage.objects.get(pk=page.pk)
    return found


def test_one_person_is_assigned_to_a_class_once(district: District) -> None:
    again = ClassroomTeacher(
        classroom=district.classroom,
        staff=district.teacher_staff,
        part=ClassroomTeacher.Part.SUBSTITUTE,
    )
    with pytest.raises(ValidationError, match="already teaches this class"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_class_may_have_two_teachers_and_a_teacher_two_classes(district: District) -> None:
    second = make_staff((Role.TEACHER, district.school))
    for classroom in (district.classroom, copied(district.classroom)):
        row = ClassroomTeacher(classroom=classroom, staff=second, part="co-teacher")
        row.full_clean()
        row.save()
    assert district.classroom.teaching.count() == 2
    assert second.teaching.count() == 2
