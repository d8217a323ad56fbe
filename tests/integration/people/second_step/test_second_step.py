"""The second step: it cannot be gone around, and what proves the account works once."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import SignIn, User
from district_cms.people.roles import Role
from district_cms.people.second_step.adapter import MFAAdapter
from district_cms.people.second_step.requirement import has_second_step
from district_cms.people.sign_in.rules import CODE
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import PASSWORD, make_account
from tests.factories.sign_in import code_of, is_in, set_up_app, type_code, type_password, with_app
from tests.fakes.security_key import SecurityKey
from tests.integration.people.second_step.conftest import NOW

pytestmark = pytest.mark.django_db

STEP = "/admin/sign-in/second-step/"


# ------------------------------------------------------------------------------ signing in


def test_without_a_second_step_the_password_is_enough(client: Client, teacher: User) -> None:
    assert type_password(client, teacher)["Location"] == reverse("wagtailadmin_home")
    assert is_in(client)


def test_with_an_app_the_code_completes_it_and_leads_where_one_wanted(
    client: Client, teacher: User
) -> None:
    key, _codes = with_app(teacher)
    assert type_password(client, teacher, go_to="/admin/account/")["Location"] == STEP
    assert not is_in(client)
    assert type_code(client, code_of(key))["Location"] == "/admin/account/"
    assert is_in(client)
    assert SignIn.objects.get(user=teacher).method == "authenticator"


def test_a_code_works_once(client: Client, teacher: User) -> None:
    key, _codes = with_app(teacher)
    code = code_of(key)
    type_password(client, teacher)
    type_code(client, code)
    second = Client()
    type_password(second, teacher)
    answer = type_code(second, code)
    assert "was used already" in answer.content.decode()
    assert not is_in(second)


@pytest.mark.parametrize("seconds, accepted", [(0, True), (30, True), (-30, True), (-90, False),
                                               (90, False)])  # fmt: skip
def test_a_phone_may_be_half_a_minute_off(
    client: Client, teacher: User, time_machine: TimeMachineFixture, seconds: int, accepted: bool
) -> None:
    key, _codes = with_app(teacher)
    type_password(client, teacher)
    time_machine.shift(seconds)
    code = code_of(key)
    time_machine.shift(-seconds)
    type_code(client, code)
    assert is_in(client) is accepted


@pytest.mark.parametrize("typed", ["000000", "12345", "", "abcdef", "٣٤٥٦٧٨", "1" * 30, "-1"])
def test_another_code_is_refused_in_words(client: Client, teacher: User, typed: str) -> None:
    with_app(teacher)
    type_password(client, teacher)
    assert type_code(client, typed).status_code == 200
    assert not is_in(client)


def test_the_second_step_is_slowed_down_and_closed_and_its_owner_is_told(
    client: Client, teacher: User, time_machine: TimeMachineFixture
) -> None:
    with_app(teacher)
    tested = 0
    for _number in range(CODE.close_at + 5):
        time_machine.shift(CODE.longest_pause + 1)
        type_password(client, teacher)
        tested += type_code(client, "000000").status_code == 200
    assert tested == CODE.close_at
    told = Message.objects.filter(subject__startswith="Someone knows your password")
    assert [each.address for each in told] == [teacher.email]


def test_who_knows_only_the_password_cannot_close_it_to_the_owner(
    teacher: User, time_machine: TimeMachineFixture
) -> None:
    key, _codes = with_app(teacher)
    own, thief = Client(), Client()
    type_password(own, teacher)
    type_code(own, code_of(key))
    own.post(reverse("wagtailadmin_logout"))
    for _number in range(CODE.close_at + 5):
        time_machine.shift(CODE.longest_pause + 1)
        type_password(thief, teacher)
        type_code(thief, "000000")
    time_machine.shift(60)
    type_password(own, teacher)
    type_code(own, code_of(key))
    assert is_in(own)


def test_a_new_secret_key_of_the_server_keeps_apps_with_the_old_one_beside_it(
    client: Client, teacher: User, settings: Settings
) -> None:
    key, codes = with_app(teacher)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [settings.SECRET_KEY]
    type_password(client, teacher)
    type_code(client, code_of(key))
    assert is_in(client)
    settings.SECRET_KEY_FALLBACKS = []
    second = Client()
    type_password(second, teacher)
    for typed in (
        code_of(key),
        codes[0],
        format_hotp_value(hotp_value("", int(NOW.timestamp()) // 30)),
    ):
        assert type_code(second, typed).status_code == 200  # unreadable now: refused in words
    assert not is_in(second)


# ------------------------------------------------------------------------------ recovery codes


def test_a_recovery_code_works_once_and_is_told(client: Client, teacher: User) -> None:
    _key, codes = with_app(teacher)
    type_password(client, teacher)
    type_code(client, f" {codes[3][:4]} {codes[3][4:8]}-{codes[3][8:]}")
    assert is_in(client)
    message = Message.objects.get(subject__startswith="A recovery code was used")
    assert "9 codes are left" in message.text
    second = Client()
    type_password(second, teacher)
    type_code(second, codes[3])
    assert not is_in(second)


def test_a_recovery_code_of_another_account_is_none(client: Client, district: District) -> None:
    with_app(district.teacher)
    _key, codes = with_app(district.principal)
    type_password(client, district.teacher)
    type_code(client, codes[0])
    assert not is_in(client)


def test_new_recovery_codes_end_the_old_ones(client: Client, teacher: User) -> None:
    key, old = with_app(teacher)
    type_password(client, teacher)
    type_code(client, code_of(key))
    page = client.post(reverse("mfa_generate_recovery_codes"), follow=True).content.decode()
    new = re.findall(r"<code>([\d ]+)</code>", page)
    assert len(new) == len(set(new)) == 10
    assert not set(new) & set(old)
    kept = str(Authenticator.objects.get(user=teacher, type="recovery_codes").data)
    assert not any(code.replace(" ", "") in kept for code in new)
    second = Client()
    type_password(second, teacher)
    type_code(second, old[0])
    assert not is_in(second)
    type_code(second, new[0])
    assert is_in(second)


# ------------------------------------------------------------------------------ going around it


def test_a_session_from_before_is_asked_as_well(teacher: User) -> None:
    elsewhere = Client()
    type_password(elsewhere, teacher)
    assert is_in(elsewhere)
    with_app(teacher)
    assert not is_in(elsewhere)


def test_typing_the_password_again_asks_for_the_second_step_again(
    client: Client, teacher: User
) -> None:
    key, _codes = with_app(teacher)
    type_password(client, teacher)
    type_code(client, code_of(key))
    type_password(client, teacher)
    assert not is_in(client)


def test_half_a_sign_in_cannot_change_the_second_step(client: Client, teacher: User) -> None:
    with_app(teacher)
    type_password(client, teacher)
    before = list(Authenticator.objects.values_list("pk", "data"))
    key = SecurityKey()
    made = key.make({"publicKey": {"challenge": "AAAA"}})
    client.post(reverse("mfa_add_webauthn"), {"name": "mine", "credential": made})
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    client.post(reverse("mfa_deactivate_totp"))
    client.post(reverse("mfa_generate_recovery_codes"))
    assert list(Authenticator.objects.values_list("pk", "data")) == before


def test_who_signed_in_long_ago_types_the_password_before_a_change(
    client: Client, teacher: User, time_machine: TimeMachineFixture
) -> None:
    key, _codes = with_app(teacher)
    type_password(client, teacher)
    type_code(client, code_of(key))
    time_machine.shift(11 * 60)
    again = client.post(reverse("mfa_deactivate_totp"))
    client.post(again["Location"], {"password": "wrong"})
    assert has_second_step(teacher)
    client.post(again["Location"], {"password": PASSWORD}, follow=True)
    assert not has_second_step(teacher)
    assert is_in(client)


# ------------------------------------------------------------------------------ setting it up


def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_follow(
    client: Client, teacher: User
) -> None:
    type_password(client, teacher)
    address = reverse("mfa_activate_totp")
    page = client.get(address)
    assert "<svg" in page.content.decode()
    key = page.context["form"].secret
    assert key in page.context["totp_url"]
    wrong = client.post(address, {"code": "000000"})
    assert "does not match" in wrong.content.decode()
    assert wrong.context["form"].secret == key
    # A phone loads the page again when one comes back from the app.
    assert client.get(address).context["form"].secret == key
    done = client.post(address, {"code": code_of(key)}, follow=True)
    assert len(done.context["unused_codes"]) == 10
    assert teacher.email in done.content.decode()  # printed, it says whose they are
    assert "shown only once" in client.get(done.request["PATH_INFO"]).content.decode()
    assert is_in(client)
    stored = Authenticator.objects.get(user=teacher, type="totp").data["secret"]
    assert key not in stored
    assert MFAAdapter().decrypt(stored) == key
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert {"second_step.app_added", "second_step.recovery_codes"} <= set(actions)
    assert Message.objects.filter(address=teacher.email, subject__contains="was set up").exists()


def test_the_first_code_does_not_sign_in_a_second_time(client: Client, teacher: User) -> None:
    type_password(client, teacher)
    key, _page = set_up_app(client)
    code = code_of(key)
    second = Client()
    type_password(second, teacher)
    type_code(second, code)
    assert not is_in(second)


def test_a_counselor_without_the_editor_sets_it_up_too(client: Client, district: District) -> None:
    counselor = make_account(Role.COUNSELOR)
    type_password(client, counselor)
    assert "Set up an authenticator app" in client.get("/admin/sign-in/").content.decode()
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_the_account_page_has_the_tab(client: Client, teacher: User) -> None:
    type_password(client, teacher)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert reverse("mfa_activate_totp") in page
    assert "Last sign-ins" in page
    assert client.post(reverse("wagtailadmin_account"), {}).status_code in {200, 302}
