"""The address of a button, opened without the button."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.district import District

pytestmark = pytest.mark.django_db


def test_it_explains_the_problem_and_has_a_way_back(district: District, client: Client) -> None:
    client.force_login(district.teacher)
    address = reverse("site_try_again", args=[1])
    answer = client.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Nothing was sent or changed now." in answer.text
    assert f'href="{reverse("wagtailadmin_home")}"' in answer.text
    # A script gets the short answer.
    assert client.get(address, headers={"accept": "application/json"}).content == b""
