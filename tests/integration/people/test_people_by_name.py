"""Lists of pages are filtered by a name that is typed: nobody gets a list of everyone."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.pages import make_draft, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(district: District) -> Client:
    client = Client()
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def found(client: Client, district: District, **asked: str) -> list[str]:
    """The titles of the class's updates that the explorer lists."""
    address = reverse("wagtailadmin_explore", args=[district.classroom.pk])
    response = client.get(f"{address}?{urlencode(asked)}")
    return sorted(page.title for page in response.context["pages"])


def test_pages_are_found_by_part_of_their_owners_name(client: Client, district: District) -> None:
    content = update_content(district.curriculum, title="Fractions")
    update = make_draft(district.classroom, owner=district.teacher, **content)
    content = update_content(district.curriculum, title="Decimals")
    make_draft(district.classroom, owner=district.principal, **content)
    name = district.teacher.get_full_name()
    assert found(client, district, owner=name.lower()) == ["Fractions"]
    assert found(client, district, owner=district.teacher.email[:-3]) == ["Fractions"]
    assert found(client, district, owner=name, q="Fractions") == ["Fractions"]
    assert found(client, district, owner="nobody at all") == []
    assert found(client, district, edited_by=name) == []
    client.force_login(district.teacher)
    update.save_revision(user=district.teacher, log_action=True)
    assert found(client, district, edited_by=name) == ["Fractions"]
