"""No principal puts up a class update that they wrote, whatever else they may publish."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content
from tests.factories.people import fresh, make_account

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}


@pytest.fixture
def principal(district: District, client: Client) -> Client:
    client.force_login(district.principal)
    return client


def test_a_principal_does_not_publish_the_update_that_they_begin(
    district: District, principal: Client
) -> None:
    add = reverse("wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk])
    assert 'name="action-publish"' not in principal.get(add).text
    principal.post(add, update_form(update_content(district.curriculum), **PUBLISH))
    written = UpdatePage.objects.get()
    assert written.owner == district.principal
    assert not written.live


def test_a_principal_does_not_publish_what_they_wrote_and_saved(
    district: District, principal: Client
) -> None:
    content = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.principal, **content)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert 'name="action-publish"' not in principal.get(edit).text
    principal.post(edit, update_form(content, **PUBLISH))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    principal.post(f"{bulk}?id={draft.pk}")
    principal.post(f"{bulk}?id={district.school.pk}", {"include_descendants": "on"})
    assert not UpdatePage.objects.get().live


def test_a_principal_publishes_what_a_teacher_wrote(district: District, principal: Client) -> None:
    content = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.teacher, **content)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    principal.post(edit, update_form(content, **PUBLISH))
    assert UpdatePage.objects.get().live


def test_a_principal_publishes_the_pages_of_the_own_school(district: District) -> None:
    for page in (district.school, district.classroom):
        assert page.permissions_for_user(fresh(district.principal)).can_publish()


def test_the_office_publishes_what_it_writes(district: District) -> None:
    office = make_account(Role.COMMUNICATIONS)
    content = update_content(district.curriculum)
    own = make_draft(district.classroom, owner=office, **content)
    assert own.permissions_for_user(fresh(office)).can_publish()
    assert district.classroom.permissions_for_user(fresh(office)).can_publish_subpage()


def test_no_copy_and_no_button_of_a_script_puts_up_what_a_principal_wrote(
    district: District, principal: Client
) -> None:
    content = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.principal, **content)
    copy = reverse("wagtailadmin_pages:copy", args=[draft.pk])
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": district.classroom.pk}
    principal.post(copy, {**sent, "publish_copies": "on"})
    principal.post(copy, {**sent, "new_slug": "alias", "alias": "on"})
    for action in ("publish", "copy", "create_alias"):
        address = reverse("wagtailadmin_api:pages:action", args=[draft.pk, action])
        principal.post(address, {"keep_live": True}, content_type="application/json")
    assert not UpdatePage.objects.filter(live=True).exists()
