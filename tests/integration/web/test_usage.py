"""Where a page is used: a page of the list reads what it shows, and no more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.models.reference_index import ReferenceGroups

from district_cms.people.roles import Role
from district_cms.web.tables.usage import part_of
from tests.factories.district import District
from tests.factories.pages import make_standard_page, make_update, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db


def make_updates(district: District, number: int) -> None:
    for each in range(number):
        content = update_content(district.curriculum, title=f"Update {each} of {number}")
        make_update(district.classroom, **content)


def test_a_part_is_that_of_wagtails_whole_list(district: District) -> None:
    make_updates(district, 5)
    curriculum = f'<p><a linktype="page" id="{district.curriculum.pk}">The curriculum</a></p>'
    make_standard_page(district.home, body=[("prose", curriculum)])
    references = ReferenceIndex.get_references_to(district.curriculum)
    whole = [
        (made, {each.pk for each in references_of})
        for made, references_of in ReferenceGroups(references)
    ]
    assert len(whole) == 6
    for part in (slice(0, 4), slice(4, 8), slice(8, 12)):
        found = [(made, {each.pk for each in those}) for made, those in part_of(references, part)]
        assert found == whole[part]


def test_a_list_of_many_asks_as_much_as_one_of_twenty(district: District) -> None:
    client = Client()
    client.force_login(make_account(Role.COMMUNICATIONS))
    address = reverse("wagtailadmin_pages:usage", args=[district.curriculum.pk])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        assert "Update 0 of" in answer.text
        return len(queries)

    make_updates(district, 20)
    asked()
    few = asked()
    make_updates(district, 15)
    assert asked() <= few + 1  # the pages of the list
    assert few <= 40
