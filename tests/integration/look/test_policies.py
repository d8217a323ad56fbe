"""Which policy a browser is given: strict for everyone, looser in the editor and in previews."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories.district import District

TOOLBAR = "js/tota11y.min.js"


@pytest.fixture
def author(district: District, client: Client) -> Client:
    client.force_login(district.teacher)
    return client


def test_a_page_that_is_drawn_without_a_request_has_no_preview(db: None) -> None:
    assert TOOLBAR not in render_to_string("404.html")


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/admin/login/", "/health/"])
def test_no_page_may_use_a_device_or_be_a_part_of_another_site(
    address: str, district: District, client: Client
) -> None:
    headers = client.get(address).headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
