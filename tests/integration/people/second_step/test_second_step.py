"""The second step: it cannot be gone around, and what proves the account works once."""

import re

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from pytest_django.fixtures import Settings
from time_machine import TimeMachineFixture

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Passkey, RecoveryCode, SecondStep, SignIn, User
from district_cms.people.roles import Role
from district_cms.people.second_step import services
from district_cms.people.second_step.sealed import unseal
from district_cms.people.sign_in.rules import CODE
from notifications.models import Message
from tests.factories.district import District
from tests.factories.people import PASSWORD, fresh, make_account
from tests.factories.sign_in import code_of, is_in, type_code, type_password, with_app
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


def test_a_recovery_code_that_was_used_is_told_to_try_another(
    client: Client, teacher: User
) -> None:
    _key, codes = with_app(teacher)
    for browser, said in ((client, ""), (Client(), "Try another.")):
        type_password(browser, teacher)
        answer = type_code(browser, codes[0]).content.decode()
        assert said in answer
        assert "Wait for the next one" not in answer


def test_nor_does_the_code_before_it(
    client: Client, teacher: User, time_machine: TimeMachineFixture
) -> None:
    key, _codes = with_app(teacher)
    before = code_of(key)
    time_machine.shift(30)
    type_password(client, teacher)
    type_code(client, code_of(key))
    second = Client()
    type_password(second, teacher)
    type_code(second, before)
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


def test_the_second_step_is_slowed_down_and_closed_and_its_owner_gets_a_mail(
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


def test_someone_with_only_the_password_cannot_lock_out_the_owner(
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


def test_authenticator_apps_survive_a_new_secret_key_with_the_old_as_fallback(
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
    type_code(second, code_of(key))  # unreadable now: refused in words
    assert not is_in(second)
    type_code(second, codes[0])
    assert is_in(second)


# ------------------------------------------------------------------------------ recovery codes


def test_a_recovery_code_works_once_and_is_told(client: Client, teacher: User) -> None:
    _key, codes = with_app(teacher)
    type_password(client, teacher)
    type_code(client, codes[3].upper().replace("-", " "))
    assert is_in(client)
    message = Message.objects.get(subject__startswith="A recovery code was used")
    assert "9 codes are left" in message.text
    second = Client()
    type_password(second, teacher)
    type_code(second, codes[3])
    assert not is_in(second)


def test_a_recovery_code_of_another_account_is_refused(client: Client, district: District) -> None:
    with_app(district.teacher)
    _key, codes = with_app(district.principal)
    type_password(client, district.teacher)
    type_code(client, codes[0])
    assert not is_in(client)


def test_new_recovery_codes_end_the_old_ones(client: Client, teacher: User) -> None:
    key, old = with_app(teacher)
    type_password(client, teacher)
    type_code(client, code_of(key))
    page = client.post(reverse("sign_in:recovery_codes")).content.decode()
    new = re.findall(r"<code>([\w-]+)</code>", page)
    assert len(new) == len(set(new)) == 10
    assert not set(new) & set(old)
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in kept for code in new)
    assert not services.use_code(account=teacher, typed=old[0], now=NOW)
    assert services.use_code(account=teacher, typed=new[0], now=NOW) == "recovery"


# ------------------------------------------------------------------------------ going around it


def test_half_a_sign_in_opens_no_address_of_the_editor(client: Client, district: District) -> None:
    account = fresh(district.principal)
    with_app(account)
    type_password(client, account)
    page = district.classroom.pk
    for address in (
        "/admin/",
        "/admin/account/",
        "/admin/pages/",
        f"/admin/pages/{page}/edit/",
        f"/admin/pages/{page}/view_draft/",
        "/admin/api/main/pages/",
        "/admin/review/",
        "/admin/users/",
        "/admin/sign-in/app/",
        "/admin/sign-in/passkeys/new/",
        "/admin/sign-in/recovery-codes/",
        "/admin/sign-in/",
        "/staff/signature/",
    ):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in {302, 403, 405}, address
            if answer.status_code == 302:
                assert "/admin/login/" in answer["Location"], address
    # And from there to the one thing that is missing.
    assert client.get("/admin/login/")["Location"] == STEP


def test_other_ways_to_sign_in_lead_to_the_second_step(client: Client, teacher: User) -> None:
    with_app(teacher)
    client.force_login(teacher)  # as any application would that calls Django's `login`
    assert not is_in(client)
    answer = client.get("/_util/login/?next=/juniper-creek/", follow=True)
    assert answer.request["PATH_INFO"] == STEP


def test_a_new_password_does_not_replace_the_second_step(client: Client, teacher: User) -> None:
    with_app(teacher)
    kwargs = {
        "uidb64": urlsafe_base64_encode(force_bytes(teacher.pk)),
        "token": default_token_generator.make_token(teacher),
    }
    form = client.get(reverse("wagtailadmin_password_reset_confirm", kwargs=kwargs))["Location"]
    client.post(form, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert not is_in(client)
    assert type_password(client, teacher)["Location"] == STEP
    assert not is_in(client)


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


def test_half_a_sign_in_cannot_set_up_a_second_step_of_its_own(
    client: Client, teacher: User
) -> None:
    with_app(teacher)
    type_password(client, teacher)
    before = SecondStep.objects.get(user=teacher)
    key = SecurityKey()
    client.post(reverse("sign_in:passkey"), {"name": "mine", "answer": key.make(
        {"publicKey": {"challenge": "AAAA"}})})  # fmt: skip
    client.get(reverse("sign_in:app"))
    client.post(reverse("sign_in:app"), {"code": "000000"})
    client.post(reverse("sign_in:remove_app"))
    after = SecondStep.objects.get(user=teacher)
    assert (after.app_key, after.stamp) == (before.app_key, before.stamp)
    assert not Passkey.objects.exists()


def test_a_change_long_after_the_sign_in_needs_the_password(
    client: Client, teacher: User, time_machine: TimeMachineFixture
) -> None:
    key, _codes = with_app(teacher)
    type_password(client, teacher)
    type_code(client, code_of(key))
    time_machine.shift(11 * 60)
    client.post(reverse("sign_in:remove_app"))
    client.post(reverse("sign_in:remove_app"), {"password": "wrong"})
    assert SecondStep.objects.get(user=teacher).is_on
    client.post(reverse("sign_in:remove_app"), {"password": PASSWORD})
    assert not SecondStep.objects.get(user=teacher).is_on
    assert is_in(client)


# ------------------------------------------------------------------------------ setting it up


def test_an_app_is_set_up_with_its_first_code_and_recovery_codes_follow(
    client: Client, teacher: User
) -> None:
    type_password(client, teacher)
    address = reverse("sign_in:app")
    page = client.get(address)
    assert "<svg" in page.content.decode()
    key = page.context["key"].replace(" ", "")
    assert key in page.context["address"]
    wrong = client.post(address, {"code": "000000"})
    assert "does not match" in wrong.content.decode()
    assert wrong.context["key"] == page.context["key"]
    done = client.post(address, {"code": code_of(key)})
    assert len(done.context["codes"]) == 10
    assert is_in(client)
    step = SecondStep.objects.get(user=teacher)
    assert key not in step.app_key
    assert unseal(step.app_key) == key
    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert {"second_step.app_added", "second_step.recovery_codes"} <= set(actions)
    assert Message.objects.filter(address=teacher.email, subject__contains="was set up").exists()


def test_a_phone_that_loads_the_page_again_shows_the_key_that_its_app_has(
    client: Client, teacher: User, time_machine: TimeMachineFixture
) -> None:
    type_password(client, teacher)
    address = reverse("sign_in:app")
    first = client.get(address).context["key"]
    assert client.get(address).context["key"] == first
    time_machine.shift(2 * 60 * 60)  # someone who began long ago begins anew
    assert client.get(address).context["key"] != first


def test_reloading_the_recovery_codes_does_not_ask_to_set_it_up_again(
    client: Client, teacher: User
) -> None:
    type_password(client, teacher)
    address = reverse("sign_in:app")
    typed = {"code": code_of(client.get(address).context["key"].replace(" ", ""))}
    codes = client.post(address, typed)
    assert teacher.email in codes.content.decode()  # printed, it says whose they are
    again = client.post(address, typed, follow=True)
    assert again.redirect_chain[-1][0] == reverse("sign_in:overview")
    assert "Recovery codes are shown only once" in again.content.decode()
    assert RecoveryCode.objects.filter(user=teacher, used_at=None).count() == 10


def test_an_expired_session_before_the_code_is_explained(client: Client, teacher: User) -> None:
    key, _codes = with_app(teacher)
    type_password(client, teacher)
    client.cookies.pop("sessionid")
    answer = client.post(STEP, {"code": code_of(key)}, follow=True)
    assert "Type your password again." in answer.content.decode()


def test_the_first_code_does_not_sign_in_a_second_time(client: Client, teacher: User) -> None:
    type_password(client, teacher)
    key = client.get(reverse("sign_in:app")).context["key"].replace(" ", "")
    code = code_of(key)
    client.post(reverse("sign_in:app"), {"code": code})
    second = Client()
    type_password(second, teacher)
    type_code(second, code)
    assert not is_in(second)


def test_a_counselor_without_the_editor_sets_it_up_too(client: Client, district: District) -> None:
    counselor = make_account(Role.COUNSELOR)
    type_password(client, counselor)
    assert "Set up an authenticator app" in client.get("/admin/sign-in/").content.decode()
    assert client.get(reverse("sign_in:app")).status_code == 200


def test_the_account_page_has_the_tab(client: Client, teacher: User) -> None:
    type_password(client, teacher)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert reverse("sign_in:app") in page
    assert "Last sign-ins" in page
    assert client.post(reverse("wagtailadmin_account"), {}).status_code in {200, 302}
