"""Passkeys as a second step: made and shown, and no other answer is taken for one."""

import json
from typing import Any
from unittest import mock

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.test import Client, RequestFactory
from django.urls import reverse
from fido2.utils import websafe_decode, websafe_encode
from hypothesis import given
from hypothesis import strategies as st

from district_cms.people.models import SignIn, User
from district_cms.people.second_step.adapter import MFAAdapter, passkeys_of
from district_cms.people.second_step.forms import PasskeyForm
from district_cms.people.second_step.requirement import has_second_step
from tests.factories.district import District
from tests.factories.sign_in import is_in, type_password
from tests.fakes.security_key import SecurityKey

pytestmark = pytest.mark.django_db

STEP = "/admin/sign-in/second-step/"


def make_passkey(client: Client, key: SecurityKey, name: str = "School laptop") -> Any:
    """Through the screen, in a session that is signed in."""
    address = reverse("mfa_add_webauthn")
    options = client.get(address).context["js_data"]["creation_options"]
    return client.post(address, {"name": name, "credential": key.make(options)}, follow=True)


def test_a_passkey_is_made_and_shown(client: Client, teacher: User) -> None:
    key = SecurityKey()
    type_password(client, teacher)
    assert len(make_passkey(client, key).context["unused_codes"]) == 10
    second = Client()
    assert type_password(second, teacher)["Location"] == STEP
    options = second.get(STEP).context["js_data"]["request_options"]
    second.post(STEP, {"credential": key.show(options)})
    assert is_in(second)
    assert SignIn.objects.order_by("pk").last().method == "passkey"  # type: ignore[union-attr]


def test_a_name_is_proposed_that_says_where_it_was_made(client: Client, teacher: User) -> None:
    firefox = {"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
    type_password(client, teacher)

    def proposed(**headers: Any) -> Any:
        return client.get(reverse("mfa_add_webauthn"), headers=headers).context["form"]["name"]

    assert proposed(**firefox).value() == "Firefox, Windows"
    assert 'value="Firefox, Windows"' in str(proposed(**firefox))
    assert proposed(**{"user-agent": "curl/8"}).value() == "Passkey"
    # A second one there is told apart, and whoever has another name in mind writes that.
    for name in ("Firefox, Windows", "Firefox, Windows 2"):
        make_passkey(client, SecurityKey(), name=name)
    assert proposed(**firefox).value() == "Firefox, Windows 3"
    make_passkey(client, SecurityKey(), name="Blue key")
    assert "Blue key" in {str(each) for each in passkeys_of(teacher)}


def attempt(teacher: User, answer: Any) -> bool:
    """Whether an answer, made of the options of a new session, completes its sign-in."""
    client = Client()
    type_password(client, teacher)
    options = client.get(STEP).context["js_data"]["request_options"]
    client.post(STEP, {"credential": answer(options)})
    return is_in(client)


@pytest.fixture
def key(client: Client, teacher: User) -> SecurityKey:
    made = SecurityKey()
    type_password(client, teacher)
    make_passkey(client, made)
    return made


def test_an_answer_to_an_older_question_is_refused(teacher: User, key: SecurityKey) -> None:
    caught: list[str] = []

    def right(options: dict[str, Any]) -> str:
        caught.append(key.show(options))
        return caught[0]

    assert attempt(teacher, right)
    assert not attempt(teacher, lambda options: caught[0])


def test_an_answer_given_on_another_website_is_refused(teacher: User, key: SecurityKey) -> None:
    key.origin = "https://larkspur-login.example"
    assert not attempt(teacher, key.show)


def test_another_key_with_the_same_id_is_refused(teacher: User, key: SecurityKey) -> None:
    assert not attempt(teacher, SecurityKey(credential_id=key.credential_id, counter=50).show)


@pytest.mark.parametrize("answer", [
    *("{}", "[]", "null", "1", "x", "[" * 9000, "0" * 100_000, '{"response": null}'),
    '{"id": "AA", "rawId": "AA", "response": {"clientDataJSON": "bnVsbA", "signature": "AA"}}',
])  # fmt: skip
def test_what_is_no_answer_is_refused(teacher: User, key: SecurityKey, answer: str) -> None:
    assert not attempt(teacher, lambda options: answer)


@given(at=st.integers(0, 200), byte=st.integers(0, 255))
def test_a_damaged_passkey_is_refused_in_words(at: int, byte: int) -> None:
    """Whatever byte of what an authenticator made is another one."""
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    account = User(pk=1, email="elena.rivera@larkspur.example")
    with (
        mock.patch.object(auth, "get_credentials", return_value=[]),
        mock.patch.object(PasskeyForm, "clean_name", return_value="mine"),
        mock.patch.object(MFAAdapter, "generate_authenticator_name", return_value="mine"),
        context.request_context(request),
    ):
        answer = json.loads(SecurityKey().make(auth.begin_registration(account, False)))
        made = bytearray(websafe_decode(answer["response"]["attestationObject"]))
        made[at % len(made)] = byte
        answer["response"]["attestationObject"] = websafe_encode(bytes(made))
        PasskeyForm({"credential": json.dumps(answer)}, user=account).is_valid()


def test_a_passkey_of_another_account_is_refused(
    district: District, teacher: User, key: SecurityKey
) -> None:
    other = SecurityKey()
    principal = Client()
    type_password(principal, district.principal)
    make_passkey(principal, other)
    assert not attempt(teacher, other.show)


def test_a_passkey_cannot_be_taken_away_by_another_account(
    district: District, teacher: User, key: SecurityKey
) -> None:
    principal = Client()
    type_password(principal, district.principal)
    [kept] = passkeys_of(teacher)
    answer = principal.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
    assert answer.status_code == 404
    assert passkeys_of(teacher) == [kept]


def test_without_its_last_means_the_second_step_is_off(
    client: Client, teacher: User, key: SecurityKey
) -> None:
    [kept] = passkeys_of(teacher)
    client.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
    assert not has_second_step(teacher)
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert is_in(client)


def test_who_has_a_passkey_alone_is_asked_for_no_code_of_an_app(
    client: Client, teacher: User
) -> None:
    type_password(client, teacher)
    codes = make_passkey(client, SecurityKey()).context["unused_codes"]
    second = Client()
    type_password(second, teacher)
    assert "authenticator app" not in second.get(STEP).text
    refused = second.post(STEP, {"code": "0000 0000 0000"}).text
    assert "does not match" in refused
    second.post(STEP, {"code": codes[0]})
    assert is_in(second)
