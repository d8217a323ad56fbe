"""Taking a signature repeatedly, after the session has ended, or without a staff record."""

from typing import Any

import pytest
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import DistrictSettings, HomePage
from district_cms.web.rate_limits import Limit, TooOften
from notifications.models import Message
from signatures.mine import views
from signatures.models import Issue
from tests.factories.people import make_account, make_staff
from tests.unit.notifications.mail_support import mail_faults

from .conftest import signed_in

pytestmark = pytest.mark.django_db
PAGE, TAKE = reverse("signatures:my_signature"), reverse("signatures:take")
MISSING, REPORT = reverse("signatures:report_missing"), reverse("signatures:report_record")
BY_SCRIPT = {"chosen": "1", "path": "copy", "script": "1"}


@pytest.fixture
def taker(home: HomePage) -> Staff:
    return make_staff(given_name="Noor", family_name="Haddad", phone="406-555-0112")


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Rate limits count outside of a transaction; returns the list of uses that were given back."""
    given_back: list[str] = []
    monkeypatch.setattr(views, "count", lambda *_: None)
    monkeypatch.setattr(views, "give_back", lambda name, whose: given_back.append(whose))
    return given_back


def test_a_page_from_before_the_last_change_records_no_copy(taker: Staff) -> None:
    client = signed_in(taker.user)
    shown = client.get(PAGE).context["signature"].sha256
    Staff.objects.filter(pk=taker.pk).update(title="Librarian")
    assert client.post(TAKE, {**BY_SCRIPT, "shown": shown}).status_code == 409
    assert not Issue.objects.exists()
    shown = client.get(PAGE).context["signature"].sha256
    assert client.post(TAKE, {**BY_SCRIPT, "shown": shown}).status_code == 204


def test_a_script_cannot_fill_the_log(taker: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signatures.issuing.services.MOST_AN_HOUR", 2)
    client = signed_in(taker.user)
    phones = ["own", "none"] * 2
    answers = [client.post(TAKE, {**BY_SCRIPT, "phone": each}) for each in phones]
    assert [answer.status_code for answer in answers] == [
        204,
        204,
        429,
        204,
    ]  # the last one is the current one
    assert Issue.objects.count() == 2
    said = client.post(TAKE, {"path": "htm", "phone": "own"}, follow=True).content.decode()
    assert "very often in the last hour" in said


def test_a_report_that_reaches_nobody_does_not_count(taker: Staff, uncounted: list[str]) -> None:
    wrong = {"part": "title", "words": "Counselor"}
    answer = signed_in(taker.user).post(REPORT, wrong)
    assert answer.status_code == 503
    assert uncounted == [f"staff {taker.pk}"]


@pytest.fixture
def stranger(home: HomePage) -> User:
    return User.objects.create_user("new.teacher@larkspur.example", "correct horse battery")


def test_an_account_without_a_record_sees_whom_to_call_and_asks_for_it_in_one_step(
    stranger: User, uncounted: list[str]
) -> None:
    district = DistrictSettings.load()
    district.phone, district.email = "406-555-0100", "office@larkspur.example"
    district.save()
    administrator = make_account(Role.ADMINISTRATOR)
    client = signed_in(stranger)
    page = client.get(PAGE).content.decode()
    assert "No staff record – " in page
    assert "tel:406-555-0100" in page[page.index("<main") : page.index("</main")]
    assert f'action="{MISSING}"' in page
    assert reverse("signatures:entitlements") not in page  # its page would show the same text
    assert "Back to the website" in page
    assert client.post(MISSING, {"words": " "}).status_code == 422
    said = client.post(MISSING, {"words": "Counselor,\n<b>High</b>"}, follow=True)
    assert "Sent." in said.content.decode()
    mail = Message.objects.get()
    assert mail.address == administrator.email
    assert "new.teacher@larkspur.example" in mail.text
    assert "Counselor,\n<b>High</b>" in mail.text
    assert "<b>High</b>" not in mail.html
    assert mail_faults(mail.html) == {}
    assert AuditEntry.objects.get(action="signature.record_missing").data == {}


def test_a_request_for_a_record_is_limited(stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def too_often(limit: Limit, whose: str) -> None:
        asked.append((limit.times, whose))
        raise TooOften(limit.seconds)

    monkeypatch.setattr(views, "count", too_often)
    answer = signed_in(stranger).post(MISSING, {"words": "x"})
    assert answer.status_code == 429
    assert "You wrote five times today." in answer.content.decode()
    assert asked == [(5, f"account {stranger.pk}")]


def test_a_person_with_a_record_is_redirected_to_the_signature(taker: Staff) -> None:
    assert signed_in(taker.user).post(MISSING, {"words": "x"})["Location"] == PAGE
    assert not Message.objects.exists()


def test_copying_the_short_one_does_not_count_as_the_full_one(taker: Staff) -> None:
    client = signed_in(taker.user)
    client.post(TAKE, BY_SCRIPT)
    Staff.objects.filter(pk=taker.pk).update(title="Librarian")
    client.post(TAKE, {**BY_SCRIPT, "path": "short"})
    assert "What is new:" in client.get(PAGE).text
