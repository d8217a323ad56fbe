"""Before a curriculum page goes it is said which live updates link to it, and who is told."""

import datetime as dt
import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ

from classroom.services.curriculum import TELL
from classroom.tasks import tell_of_lost_links
from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.schools.models import CurriculumPage
from notifications.models import Message
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_school_year,
    make_update,
    update_content,
)
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

SEEN = {"links-seen": "1"}


@pytest.fixture
def office(district: District) -> Client:
    client = Client()
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


def linked(district: District, **fields: Any) -> Any:
    return make_update(district.classroom, **update_content(district.curriculum, **fields))


def addresses(page: CurriculumPage) -> list[str]:
    bulk = "wagtail_bulk_action"
    return [
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse(bulk, args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}",
        reverse(bulk, args=["wagtailcore", "page", "delete"]) + f"?id={page.pk}",
        reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk]),
    ]


def messages() -> list[Message]:
    """What the teachers get once the queue has done its work."""
    for row in OrmQ.objects.order_by("pk"):
        if row.func() == TELL:
            tell_of_lost_links(*row.task["args"])
    OrmQ.objects.all().delete()
    return list(Message.objects.order_by("pk"))


def is_there(page: CurriculumPage) -> bool:
    return CurriculumPage.objects.live().filter(pk=page.pk).exists()


@pytest.mark.parametrize("number", range(5))
def test_every_address_says_first_which_updates_link_to_it_and_who_is_told(
    number: int, district: District, office: Client
) -> None:
    update = linked(district)
    address = addresses(district.curriculum)[number]

    response = office.post(address, {"include_descendants": "on"})

    said = html.unescape(response.content.decode())
    assert "1 live update links to it." in said
    assert f">{update.title}</a> ({district.classroom.title})" in said
    assert district.teacher.get_full_name() in said
    assert 'name="include_descendants" value="on"' in said
    assert is_there(district.curriculum)
    assert messages() == []


@pytest.mark.parametrize("number", range(5))
def test_whoever_has_seen_it_takes_the_page_off_and_the_teachers_are_told(
    number: int, district: District, office: Client
) -> None:
    update = linked(district)

    office.post(addresses(district.curriculum)[number], SEEN)

    assert not is_there(district.curriculum)
    [message] = messages()
    assert message.address == district.teacher.email
    assert district.curriculum.title in message.subject
    assert f"{update.title} ({district.classroom.title})" in message.text
    assert reverse("wagtailadmin_pages:edit", args=[update.pk]) in message.text
    entry = AuditEntry.objects.get(action="curriculum.links_lost")
    assert entry.data["updates"] == [str(update.translation_key)]


def test_the_question_asks_about_the_pages_below_too(district: District, office: Client) -> None:
    linked(district)
    section = district.curriculum.get_parent()
    unpublish = reverse("wagtailadmin_pages:unpublish", args=[section.pk])
    assert "Take the 1 page below it off the site too" in office.get(unpublish).text
    delete = reverse("wagtailadmin_pages:delete", args=[section.pk])
    assert "1 page below it is deleted too." in office.get(delete).text


def test_nothing_is_said_to_who_may_not_take_it_down(district: District, client: Client) -> None:
    linked(district)
    client.force_login(district.teacher)
    for address in addresses(district.curriculum)[:2]:
        assert client.get(address).status_code == 302


def test_where_nobody_teaches_the_school_is_told(district: District, office: Client) -> None:
    linked(district)
    district.classroom.teaching.all().delete()
    said = office.post(addresses(district.curriculum)[0]).content.decode()
    assert district.principal.get_full_name() in said
    assert "the school, because nobody teaches this class now" in said
    district.curriculum.unpublish()
    assert [message.address for message in messages()] == [district.principal.email]


def test_archived_classes_are_counted_and_nobody_is_told(
    district: District, office: Client
) -> None:
    year = make_school_year(dt.date(2024, 9, 2), dt.date(2025, 6, 10))
    old = make_classroom(district.teacher_page, school_year=year)
    make_update(old, **update_content(district.curriculum))
    said = office.post(addresses(district.curriculum)[0]).content.decode()
    assert "1 update of an earlier school year links to it too" in said
    district.curriculum.unpublish()
    assert messages() == []


def test_a_page_of_which_only_a_draft_is_deleted_tells_nobody(district: District) -> None:
    linked(district)
    district.curriculum.unpublish()
    CurriculumPage.objects.get(pk=district.curriculum.pk).delete()
    assert len(messages()) == 1  # that it was taken down
