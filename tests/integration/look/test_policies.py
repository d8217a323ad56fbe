"""Which policy a browser is given: strict for everyone, looser in the editor and in previews."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from tests.factories.district import District

TOOLBAR = "js/tota11y.min.js"
USER_BAR = "<wagtail-userbar>"


@pytest.fixture
def author(district: District, client: Client) -> Client:
    client.force_login(district.teacher)
    return client


def policy_of(client: Client, address: str) -> str:
    return str(client.get(address)["Content-Security-Policy"])


@pytest.mark.parametrize("address", ["/", "/search/", "/nowhere/"])
def test_a_visitor_gets_the_strict_policy_everywhere(
    address: str, district: District, client: Client
) -> None:
    assert "unsafe" not in policy_of(client, address)


def test_an_author_gets_the_strict_policy_on_public_pages_user_bar_included(
    update: UpdatePage, author: Client
) -> None:
    response = author.get(update.url)
    assert USER_BAR in response.text
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_visitor_s_page_has_neither_user_bar_nor_toolbar(
    update: UpdatePage, client: Client
) -> None:
    page = client.get(update.url).text
    assert USER_BAR not in page
    assert TOOLBAR not in page


def test_an_author_s_public_page_has_no_toolbar(update: UpdatePage, author: Client) -> None:
    assert TOOLBAR not in author.get(update.url).text


def test_a_preview_has_the_accessibility_toolbar_and_a_policy_that_lets_it_work(
    update: UpdatePage, author: Client
) -> None:
    response = author.get(reverse("wagtailadmin_pages:view_draft", args=[update.pk]))
    assert TOOLBAR in response.text
    policy = response["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline' 'unsafe-eval';" in policy
    assert "connect-src 'self';" in policy
    assert "http" not in policy


def test_the_editor_s_own_screens_evaluate_nothing(update: UpdatePage, author: Client) -> None:
    policy = policy_of(author, reverse("wagtailadmin_pages:edit", args=[update.pk]))
    assert "'unsafe-inline'" in policy
    assert "'unsafe-eval'" not in policy


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


def test_an_account_has_no_hours_of_its_own(author: Client) -> None:
    page = author.get(reverse("wagtailadmin_account")).text
    assert "current_time_zone" not in page
