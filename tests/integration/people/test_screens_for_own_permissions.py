"""The editor's screens take permissions that come from a person's own rows, not from a group."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom.permissions import ClassroomPagePermissionPolicy
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


def test_a_teacher_with_one_class_who_adds_an_update_is_led_into_it(
    district: District, client: Client
) -> None:
    client.force_login(district.teacher)
    response = client.get("/admin/pages/create/classroom/updatepage")
    add = ["classroom", "updatepage", district.classroom.pk]
    assert response["Location"] == reverse("wagtailadmin_pages:add", args=add)


def test_a_principal_who_adds_an_update_chooses_the_class(
    district: District, client: Client
) -> None:
    make_classroom(district.teacher_page, title="Science 3")
    client.force_login(district.principal)
    response = client.get("/admin/pages/create/classroom/updatepage")
    assert response.status_code == 200


def test_each_own_permission_is_told_from_the_others(district: District) -> None:
    make_classroom(district.teacher_page, title="Science 3")
    policy = ClassroomPagePermissionPolicy()
    own = list(policy.get_all_permissions_for_user(district.teacher))
    assert len(own) > 2
    assert len(set(own)) == len(own)


def test_the_list_of_class_assignments_asks_no_query_a_row(
    district: District, client: Client
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    address = reverse("class-assignments:index")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(5):
        make_classroom(district.teacher_page)
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    assert len(more) == len(few)
