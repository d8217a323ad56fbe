"""What the tests of who teaches a class share."""

import pytest

from classroom.models import ClassroomTeacher
from tests.factories.district import District


@pytest.fixture
def teaching(district: District) -> ClassroomTeacher:
    """The row by which the district's teacher has the district's class."""
    row, _made = ClassroomTeacher.objects.get_or_create(
        classroom=district.classroom, staff=district.teacher_staff
    )
    return row
