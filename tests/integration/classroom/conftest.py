"""Shared fixtures for tests of class assignments."""

import pytest

from classroom.models import ClassroomTeacher
from tests.factories.district import District


@pytest.fixture
def teaching(district: District) -> ClassroomTeacher:
    """The assignment of the district's teacher to the district's class."""
    row, _made = ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    return row
