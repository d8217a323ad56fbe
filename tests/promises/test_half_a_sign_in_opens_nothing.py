"""Whoever has a second step is signed in by no door without it."""

from collections.abc import Callable

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from district_cms.people.models import User
from tests.addresses import admin_routes
from tests.factories.district import District
from tests.factories.people import PASSWORD, fresh
from tests.factories.sign_in import code_of, is_in, type_code, type_password, with_app

pytestmark = pytest.mark.django_db

# Open to everybody: each proves somebody by itself, or knows nobody.
OPEN = {
    *("account_login", "wagtailadmin_login", "wagtailadmin_logout", "mfa_authenticate"),
    *("wagtailadmin_password_reset", "wagtailadmin_password_reset_done"),
    *("wagtailadmin_password_reset_complete", "wagtailadmin_javascript_catalog"),
    *("wagtailadmin_sprite", "wagtailadmin_api:openapi-schema"),
}


def by_the_sign_in_page(client: Client, account: User) -> None:
    type_password(client, account, go_to="/admin/account/")


def by_the_door_of_private_pages(client: Client, account: User) -> None:
    form = {"username": account.email, "login": account.email, "password": PASSWORD}
    client.post("/_util/login/?next=/", form, follow=True)


def by_a_new_password(client: Client, account: User) -> None:
    name = urlsafe_base64_encode(str(account.pk).encode())
    token = default_token_generator.make_token(account)
    form = client.get(reverse("wagtailadmin_password_reset_confirm", args=[name, token]))
    client.post(form["Location"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert SESSION_KEY not in client.session
    type_password(client, fresh(account))


DOORS = [by_the_sign_in_page, by_the_door_of_private_pages, by_a_new_password]


@pytest.mark.parametrize("door", DOORS)
def test_a_password_alone_opens_nothing_of_an_account_with_a_second_step(
    client: Client, district: District, door: Callable[[Client, User], None]
) -> None:
    account = fresh(district.principal)
    with_app(account)
    door(client, fresh(account))
    assert SESSION_KEY not in client.session
    tried = 0
    for route in admin_routes():
        address = route.address({})
        if route.name in OPEN or address is None:
            continue
        for answer in (client.get(address), client.post(address)):
            tried += 1
            assert answer.status_code in {302, 403, 404, 405}, address
            assert "/admin/login/" in answer.get("Location", "/admin/login/"), address
    assert tried > 300


def test_with_its_code_the_same_sign_in_is_whole(client: Client, district: District) -> None:
    account = fresh(district.principal)
    key, _codes = with_app(account)
    by_the_sign_in_page(client, fresh(account))
    assert type_code(client, code_of(key))["Location"] == "/admin/account/"
    assert is_in(client)
