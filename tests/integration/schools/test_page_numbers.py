"""Any page number of a list of updates gets an answer."""

from typing import Any

import pytest
from django.test import Client

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.pages import make_update, update_content

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [
    "0", "-5", "2", "1e5", "abc", "", "999999999999", str(2**63 - 1), "9" * 30, "9" * 5000,
])  # fmt: skip
def test_an_invalid_page_number_shows_the_first_page(
    number: str, district: District, client: Client
) -> None:
    make_update(district.classroom, **update_content(district.curriculum, title="The pond"))
    address = "/juniper-creek/ms-rivera/2026-27/math-3/"
    response = client.get(address, {"page": number})
    assert response.status_code == 200
    assert "The pond" in response.text


def values(page: UpdatePage) -> list[Any]:
    return [field.value_from_object(page) for field in UpdatePage._meta.concrete_fields]
