"""Wagtail's rows of who has a page open: each editor touches only the own, whatever is typed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import EditingSession

from classroom.models import UpdatePage
from district_cms.people.models import User
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db

SESSIONS = "/admin/editing-sessions"


@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(district.classroom, **update_content(district.curriculum))


def opens(user: User, page: UpdatePage) -> EditingSession:
    client = Client()
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    return EditingSession.objects.get(user=user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ping(user: User, page: Any, number: int, **data: str) -> Any:
    path = f"{SESSIONS}/ping/classroom/updatepage/{page}/{number}/"
    return signed_in(user).post(path, data, headers={"Accept": "application/json"})


def test_another_editors_row_is_not_deleted_by_its_number(
    district: District, update: UpdatePage
) -> None:
    row = opens(district.teacher, update)
    for other in (district.principal, district.other_principal):
        assert signed_in(other).post(f"{SESSIONS}/release/{row.pk}/").status_code == 200
        assert EditingSession.objects.filter(pk=row.pk).exists()
    signed_in(district.teacher).post(f"{SESSIONS}/release/{row.pk}/")
    assert not EditingSession.objects.filter(pk=row.pk).exists()


def test_another_editors_row_is_not_taken_over_by_its_number(
    district: District, update: UpdatePage
) -> None:
    row = opens(district.teacher, update)
    answer = ping(district.principal, update.pk, row.pk)
    assert answer.status_code == 200
    assert answer.json()["session_id"] != row.pk
    row.refresh_from_db()
    assert row.user == district.teacher


def test_who_may_not_edit_the_page_is_not_even_told_who_does(
    district: District, update: UpdatePage
) -> None:
    row = opens(district.teacher, update)
    assert ping(district.other_principal, update.pk, row.pk).status_code == 404
    assert not EditingSession.objects.filter(user=district.other_principal).exists()


@pytest.mark.parametrize("path", [
    "classroom/updatepage/abc/1", "classroom/updatepage/99999999999999999999999/1",
    "classroom/updatepage/_/1", "nothing/updatepage/1/1", "classroom/nothing/1/1",
    "classroom/posting/1/1", "web/failedwork/1/1", "sessions/session/1/1",
    "notifications/message/1/1", "notifications/message/abc/1",
])  # fmt: skip
def test_pages_and_tables_that_are_made_up_are_not_found(
    path: str, district: District, update: UpdatePage
) -> None:
    assert signed_in(district.teacher).post(f"{SESSIONS}/ping/{path}/").status_code == 404
