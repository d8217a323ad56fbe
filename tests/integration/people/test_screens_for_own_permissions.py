"""The editor's screens take permissions that come from a person's own rows, not from a group."""

import pytest

from classroom.permissions import ClassroomPagePermissionPolicy
from tests.factories.district import District
from tests.factories.pages import make_classroom

pytestmark = pytest.mark.django_db


def test_each_permission_is_distinct(district: District) -> None:
    make_classroom(district.teacher_page, title="Science 3")
    policy = ClassroomPagePermissionPolicy()
    own = list(policy.get_all_permissions_for_user(district.teacher))
    assert len(own) > 2
    assert len(set(own)) == len(own)
