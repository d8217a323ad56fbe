"""Signing on with Google or Microsoft, against a real provider on this machine."""

import datetime as dt
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import SESSION_KEY
from django.test import Client
from environs import ValidationError
from oidc_provider_mock import run_server_in_thread
from pytest_django.fixtures import Settings

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Invitation, SignIn, Staff
from district_cms.people.roles import Role
from district_cms.people.sign_in.state import CONFIRMED_AT
from district_cms.people.staff_file.importer import StaffImporter
from district_cms.settings.env import sign_on_providers
from tests.factories.people import make_staff, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.real_hour]
TENANT = "6f1c8a52-0000-4000-8000-2b7d6c1a9e11"
OWN = {"hd": "larkspur.example", "email_verified": True}


@pytest.fixture(params=[3600])
def issuer(request: pytest.FixtureRequest, settings: Settings) -> Iterator[str]:
    """The provider's address; the parameter is for how many seconds its tokens hold."""
    with run_server_in_thread(access_token_max_age=dt.timedelta(seconds=request.param)) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        settings.MICROSOFT_TENANT = TENANT
        apps = sign_on_providers(google=("client", "secret", address), microsoft=("", "", ""))
        [google] = apps
        microsoft = {**google, "provider_id": "microsoft", "name": "Microsoft"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [google, microsoft]}
        }
        yield address


@pytest.fixture
def teacher(school: Any) -> Staff:
    return make_staff((Role.TEACHER, school), email="elena.rivera@larkspur.example")


def leave_for(client: Client, provider: str) -> str:
    """The provider's address to which the button leads."""
    response = client.get(f"/admin/sign-in/with/{provider}/", {"next": "/admin/account/"})
    return str(response["Location"])


def come_back(client: Client, address: str, sub: str) -> Any:
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def sign_on(issuer: str, claims: dict[str, Any], provider: str = "google", sub: str = "a") -> Any:
    """The last answer, and whether someone is signed in."""
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()
    client = Client()
    response = come_back(client, leave_for(client, provider), sub)
    return SimpleNamespace(response=response, account=client.session.get(SESSION_KEY))


def test_the_first_time_the_address_is_the_key_and_then_the_subject(
    issuer: str, teacher: Staff
) -> None:
    account = str(teacher.user_id)
    first = sign_on(issuer, {**OWN, "email": "Elena.Rivera@larkspur.example"})
    assert (first.account, first.response["Location"]) == (account, "/admin/account/")
    assert AuditEntry.objects.filter(action="people.provider_linked").count() == 1
    assert SocialAccount.objects.get().extra_data == {}
    married = sign_on(issuer, {**OWN, "email": "elena.winter@larkspur.example"})
    assert married.account == account
    heir = sign_on(issuer, {**OWN, "email": "elena.rivera@larkspur.example"}, sub="b")
    assert (heir.account, heir.response.status_code) == (None, 403)


def test_a_session_by_a_provider_ends_after_eight_hours_whoever_was_signed_in_before(
    issuer: str, teacher: Staff
) -> None:
    claims = {**OWN, "email": "elena.rivera@larkspur.example"}
    requests.put(f"{issuer}/users/a", json=claims, timeout=5).raise_for_status()
    client = Client()
    client.force_login(make_superuser())
    come_back(client, leave_for(client, "google"), "a")
    assert client.session[SESSION_KEY] == str(teacher.user_id)
    assert client.session.get_expiry_age() <= 8 * 60 * 60
    assert SignIn.objects.get(user=teacher.user_id).method == "provider"


def later(client: Client, minutes: int) -> None:
    """As if the provider had confirmed the session so many minutes earlier."""
    session = client.session
    session[CONFIRMED_AT] -= minutes * 60
    session.save()


def still_known(address: str) -> str:
    """The provider of these tests has no sessions of its own and takes "none" for signed out."""
    return address.replace("&prompt=none", "")


def signed_on(issuer: str) -> Client:
    claims = {**OWN, "email": "elena.rivera@larkspur.example"}
    requests.put(f"{issuer}/users/a", json=claims, timeout=5).raise_for_status()
    client = Client()
    come_back(client, leave_for(client, "google"), "a")
    return client


def test_opening_a_page_asks_the_provider_again_without_a_question(
    issuer: str, teacher: Staff
) -> None:
    client = signed_on(issuer)
    later(client, 16)
    sent_to_sign_in = client.get("/admin/account/")["Location"]
    to_provider = client.get(client.get(sent_to_sign_in)["Location"])["Location"]
    query = parse_qs(urlsplit(to_provider).query)
    assert (query["prompt"], query["login_hint"]) == (["none"], ["elena.rivera@larkspur.example"])
    back = come_back(client, still_known(to_provider), "a")
    assert back["Location"] == "/admin/account/"
    assert client.get("/admin/account/").status_code == 200
    assert SignIn.objects.count() == 1


def test_what_is_being_written_can_be_saved_for_an_hour(issuer: str, teacher: Staff) -> None:
    client = signed_on(issuer)
    later(client, 50)
    assert client.post("/admin/account/", {}).status_code == 200
    later(client, 11)
    assert "/admin/login/" in client.post("/admin/account/", {})["Location"]


def test_whoever_is_disabled_at_the_provider_is_out(issuer: str, teacher: Staff) -> None:
    client = signed_on(issuer)
    later(client, 16)
    to_provider = client.get(client.get("/admin/login/?next=/admin/")["Location"])["Location"]
    come_back(client, to_provider, "a")
    page = client.get("/admin/login/")
    assert "asks you to sign in again" in page.text
    assert SESSION_KEY not in client.session


def test_another_person_at_the_provider_confirms_nobody(issuer: str, teacher: Staff) -> None:
    make_staff(email="otto.lind@larkspur.example")
    claims = {**OWN, "email": "otto.lind@larkspur.example"}
    assert sign_on(issuer, claims, sub="b").account
    client = signed_on(issuer)
    later(client, 16)
    to_provider = client.get(client.get("/admin/login/")["Location"])["Location"]
    assert come_back(client, still_known(to_provider), "b").status_code == 403
    assert "/admin/login/" in client.get("/admin/account/")["Location"]


def test_the_way_there_carries_state_and_pkce(issuer: str, teacher: Staff) -> None:
    client = Client()
    query = parse_qs(urlsplit(leave_for(client, "google")).query)
    assert query["state"]
    assert query["code_challenge_method"] == ["S256"]
    claims = {**OWN, "email": "elena.rivera@larkspur.example"}
    requests.put(f"{issuer}/users/a", json=claims, timeout=5).raise_for_status()
    elsewhere = come_back(Client(), leave_for(client, "google"), "a")
    assert (elsewhere.status_code, elsewhere.wsgi_request.user.is_authenticated) == (403, False)


def test_whoever_signs_on_chooses_the_account_there(issuer: str, teacher: Staff) -> None:
    query = parse_qs(urlsplit(leave_for(Client(), "google")).query)
    assert query["prompt"] == ["select_account"]


def test_a_provider_that_does_not_answer_is_named_on_a_plain_page(
    issuer: str, settings: Settings
) -> None:
    apps = sign_on_providers(google=("client", "secret", f"{issuer}/x"), microsoft=("", "", ""))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    response = Client().get("/admin/sign-in/with/google/")
    assert response.status_code == 503
    assert "Google does not answer. Try again in a few minutes." in response.text


def test_an_address_of_the_one_tenant_needs_no_other_word(issuer: str, teacher: Staff) -> None:
    claims = {"tid": TENANT, "preferred_username": "elena.rivera@larkspur.example"}
    assert sign_on(issuer, claims, "microsoft").account == str(teacher.user_id)
    other = {**claims, "tid": "another"}
    refused = sign_on(issuer, other, "microsoft", sub="b")
    assert (refused.account, refused.response.status_code) == (None, 403)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"hd": "other.example"}, "not an account of the district"),
        ({"hd": None}, "not an account of the district"),
        ({"email_verified": False}, "has not verified your address"),
        ({"email": "nobody@larkspur.example"}, "does not know this address"),
        ({"email": "elena.rivera@other.example"}, "does not know this address"),
    ],
)
def test_who_is_not_of_the_staff_reads_what_to_do(
    issuer: str, teacher: Staff, changed: dict[str, Any], sentence: str
) -> None:
    refused = sign_on(issuer, {**OWN, "email": "elena.rivera@larkspur.example", **changed})
    assert (refused.account, refused.response.status_code) == (None, 403)
    assert sentence in refused.response.text
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("issuer", [-60], indirect=True)
def test_a_token_that_has_expired_signs_nobody_in(issuer: str, teacher: Staff) -> None:
    refused = sign_on(issuer, {**OWN, "email": "elena.rivera@larkspur.example"})
    assert (refused.account, refused.response.status_code) == (None, 403)
    assert "did not confirm who you are" in refused.response.text


@pytest.mark.parametrize(
    "wrong", [{"iss": "https://elsewhere.example"}, {"aud": "another website"}]
)
def test_a_token_of_someone_else_or_for_someone_else_signs_nobody_in(
    issuer: str, teacher: Staff, wrong: dict[str, str]
) -> None:
    refused = sign_on(issuer, {**OWN, "email": "elena.rivera@larkspur.example", **wrong})
    assert (refused.account, refused.response.status_code) == (None, 403)
    assert "did not confirm who you are" in refused.response.text


def test_who_has_ended_here_is_not_let_in_by_a_link_of_before(issuer: str, teacher: Staff) -> None:
    claims = {**OWN, "email": "elena.rivera@larkspur.example"}
    assert sign_on(issuer, claims).account
    Staff.objects.filter(pk=teacher.pk).update(active=False)
    refused = sign_on(issuer, claims)
    assert (refused.account, refused.response.status_code) == (None, 403)
    assert "Your account here has ended" in refused.response.text


def test_an_account_for_emergencies_is_opened_by_its_password_alone(issuer: str) -> None:
    root = make_superuser()
    assert sign_on(issuer, {**OWN, "email": root.email}).account is None


def test_a_list_of_staff_invites_nobody_to_a_password_where_a_provider_signs_them_in(
    issuer: str, school: Any
) -> None:
    importer = StaffImporter(None, accounts=True)
    rows = "first name,last name,email,title\nBo,Finch,bo.finch@larkspur.example,Secretary"
    importer.apply(importer.read("staff.csv", rows.encode()))
    assert Staff.objects.get(family_name="Finch").user is not None
    assert not Invitation.objects.exists()
    claims = {**OWN, "email": "bo.finch@larkspur.example"}
    assert sign_on(issuer, claims).account


def test_the_sign_in_page_names_the_providers(issuer: str) -> None:
    page = Client().get("/admin/login/?next=/admin/account/").text
    assert "/admin/sign-in/with/google/?next=/admin/account/" in page
    assert "Sign in with Microsoft" in page


@pytest.mark.parametrize(
    "address", ["signup/", "3rdparty/", "social/signup/", "sign-in/with/other/", "login/code/"]
)
def test_nothing_else_of_allauth_is_served(issuer: str, address: str) -> None:
    assert Client().get(f"/{address}").status_code == 404
    assert Client().get(f"/admin/{address}").status_code in {302, 404}


@pytest.mark.parametrize("tenant", ["", "common", "organizations", "consumers"])
def test_a_tenant_of_everyone_stops_the_start(tenant: str) -> None:
    with pytest.raises(ValidationError, match="MICROSOFT_TENANT"):
        sign_on_providers(google=("", "", ""), microsoft=("client", "secret", tenant))
