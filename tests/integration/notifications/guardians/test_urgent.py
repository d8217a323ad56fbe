"""Urgent notices to guardians whom the district listed and who did not sign up."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from notifications.consent.services import lift_stop, stop_number
from notifications.families import tokens
from notifications.guardians.urgent import listed_reach
from notifications.models import (
    Channel,
    GuardianSettings,
    Message,
    Scope,
    Standing,
    Subscriber,
    Suppression,
    UrgentNotice,
)
from notifications.notices.services import send_urgent_notice
from notifications.notices.writing import write_all, write_block
from notifications.suppressions.rules import Cause
from notifications.texts.inbound import handle_inbound_text
from tests.factories.district import District
from tests.factories.guardians import exclude, make_guardian, make_student
from tests.factories.people import make_account
from tests.integration.notifications.notices.conftest import follow, urgent

pytestmark = pytest.mark.django_db

NUMBER = "+14065550123"
EMAIL_ON = {"email_urgent": True}
TEXTS_ON = {
    "text_urgent": True,
    "text_basis": "emergency",
    "basis_decided_on": dt.date(2026, 11, 2),
    "basis_source": "Minutes of November 2",
    "carrier_registration": "CXYZ123",
    "texts_a_second": 1,
}


@pytest.fixture
def office(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


@pytest.fixture
def administrator(district: District) -> User:
    return make_account(Role.ADMINISTRATOR)


def turn_on(**values: Any) -> None:
    GuardianSettings.load()
    GuardianSettings.objects.update(**values)


def send(notice: UrgentNotice, user: Any, **more: Any) -> UrgentNotice:
    notice = send_urgent_notice(notice=notice, user=user, seen=notice.fingerprint, **more)
    write_all(notice)
    return notice


def sent() -> list[str]:
    rows = Message.objects.filter(message_class="urgent", content__isnull=False)
    return sorted(rows.exclude(dedupe_key__startswith="second").values_list("address", flat=True))


def test_as_delivered_no_guardian_gets_anything(
    district: District, office: User, administrator: User
) -> None:
    make_guardian(make_student(district.school), telephone=NUMBER)
    send(urgent(office, emergency="closed"), administrator)
    assert sent() == []


def test_by_email_only_guardians_of_the_school_who_may_be_contacted(
    district: District, office: User, administrator: User
) -> None:
    turn_on(**EMAIL_ON)
    here, there = make_student(district.school), make_student(district.other_school, "S2")
    make_guardian(here, there)
    make_guardian(here, key="G2", may_email=False)
    make_guardian(there, key="G3")
    exclude(make_guardian(here, key="G4"), here)
    make_guardian(make_student(district.school, "S3", until=dt.date(2020, 1, 1)), key="G5")
    notice = send(urgent(office, [district.school]), administrator)
    assert sent() == ["g1@home.example"]
    assert notice.expected == 1
    send(urgent(office), administrator)
    assert sent() == ["g1@home.example", "g1@home.example", "g3@home.example"]
    message = Message.objects.filter(address="g1@home.example").first()
    assert message is not None
    assert "listed you as a guardian" in message.content.text
    assert "you follow" not in message.content.text


def test_who_also_signed_up_gets_one_message_per_address_and_channel(
    district: District, office: User, administrator: User
) -> None:
    turn_on(**EMAIL_ON, **TEXTS_ON)
    follow(district.school, Scope.NOTICES, address="g1@home.example")
    follow(district.classroom, channel=Channel.TEXT, address=NUMBER)
    child = make_student(district.school)
    make_guardian(child, telephone=NUMBER)
    make_guardian(child, key="G2", email="g1@home.example", telephone=NUMBER)
    notice = urgent(office, emergency="closed")
    assert listed_reach(notice).by_email == listed_reach(notice).by_text == 0
    notice = send(notice, administrator)
    assert sent() == [NUMBER, "g1@home.example"]
    assert notice.expected == 2


@pytest.mark.parametrize("emergency", ["", "closed"])
@pytest.mark.parametrize("missing", ["", *TEXTS_ON])
def test_a_text_needs_a_kind_of_the_list_and_everything_that_must_be_recorded(
    emergency: str, missing: str, district: District, office: User, administrator: User
) -> None:
    turn_on(**{name: value for name, value in TEXTS_ON.items() if name != missing})
    make_guardian(make_student(district.school), telephone=NUMBER, may_email=False)
    send(urgent(office, emergency=emergency), administrator)
    assert sent() == ([NUMBER] if emergency and not missing else [])


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_text_has_the_approved_words_and_no_link_but_ours(
    language: str, district: District, office: User, administrator: User
) -> None:
    turn_on(**TEXTS_ON)
    make_guardian(make_student(district.school), telephone=NUMBER, language=language)
    words = "See https://elsewhere.example/ now."
    send(urgent(office, [district.school], text_en=words, emergency="lockdown"), administrator)
    text = Message.objects.get(address=NUMBER).content.text
    assert "elsewhere" not in text
    assert text.count("/") == 1
    assert ("lockdown." if language == "en" else "cierre de emergencia.") in text
    assert "Juniper Creek Elementary" in text
    assert "STOP" in text


def test_a_stop_holds_and_email_goes_instead(
    district: District, office: User, administrator: User
) -> None:
    turn_on(**TEXTS_ON)
    child = make_student(district.school)
    make_guardian(child, telephone=NUMBER)
    make_guardian(child, key="G2", telephone="+14065550124", may_email=False)
    stop_number(NUMBER, at=timezone.now())
    stop_number("+14065550124", at=timezone.now())
    notice = urgent(office, emergency="closed")
    reach = listed_reach(notice)
    assert (reach.by_text, reach.by_email, reach.instead, reach.untexted) == (0, 1, 1, 2)
    send(notice, administrator)
    assert sent() == ["g1@home.example"]
    lift_stop(NUMBER)
    assert listed_reach(notice).by_text == 1


@pytest.mark.parametrize("alone", [True, False])
def test_texts_without_a_yes_are_recorded_each_time(
    alone: bool, district: District, office: User, administrator: User
) -> None:
    turn_on(**TEXTS_ON, list_read_on=dt.date(2026, 11, 20))
    child = make_student(district.school)
    make_guardian(child, telephone=NUMBER)
    make_guardian(child, key="G2")
    notice = urgent(office, emergency="closed")
    send(notice, *([office] if alone else [administrator]), **({"reason": "Ice."} if alone else {}))
    data = AuditEntry.objects.get(action="urgent_notice.texted_guardians").data
    recorded = {
        "kind": "closed",
        "reason": notice.text_en,
        "author": str(office),
        "override": "Ice." if alone else "",
        "basis": "emergency",
        "basis_decided_on": "2026-11-02",
        "basis_source": "Minutes of November 2",
        "registration": "CXYZ123",
        "list_of": "2026-11-20",
        "texts": 1,
        "not_texted": 1,
        "stopped_and_mailed": 0,
    }
    assert recorded.items() <= data.items()
    assert bool(data["confirmed_by"]) is not alone
    assert NUMBER not in str(data)


def test_the_link_of_a_mail_stops_it_for_good_and_only_this(
    client: Client, district: District, office: User, administrator: User
) -> None:
    turn_on(**EMAIL_ON)
    guardian = make_guardian(make_student(district.school))
    send(urgent(office), administrator)
    message = Message.objects.get(address="g1@home.example")
    url = message.substitutions["stop_url"]
    path = url[url.index("/email/") :]
    assert client.get(path).status_code == 200
    assert not Suppression.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Suppression.objects.get().cause == Cause.DECLINED
    guardian.delete()
    make_guardian(make_student(district.school, "S2"))
    send(urgent(office), administrator)
    assert sent() == ["g1@home.example"]
    follow(district.school, Scope.NOTICES, address="g1@home.example")
    send(urgent(office), administrator)
    assert sent() == ["g1@home.example"] * 2


def test_who_stopped_all_mail_as_a_subscriber_gets_none_as_a_guardian(
    client: Client, district: District, office: User, administrator: User
) -> None:
    turn_on(**EMAIL_ON)
    make_guardian(make_student(district.school))
    follow(district.school, Scope.NOTICES, address="g1@home.example")
    person = Subscriber.objects.get(addresses__address="g1@home.example")
    client.post(reverse("notifications:stop", args=[tokens.stop_token(person.uuid)]))
    send(urgent(office), administrator)
    assert sent() == []


@pytest.mark.parametrize(("words", "mailed"), [("STOP", True), ("stop everything", False)])
def test_a_text_that_stops_everything_stops_these_emails_too(
    words: str, mailed: bool, district: District, office: User, administrator: User
) -> None:
    turn_on(**EMAIL_ON)
    make_guardian(make_student(district.school), telephone=NUMBER)
    handle_inbound_text(sender=NUMBER, to="", body=words, at=timezone.now())
    send(urgent(office), administrator)
    assert sent() == (["g1@home.example"] if mailed else [])


def test_the_screens_say_what_stands_where_it_is_written_and_what_a_text_takes(
    client: Client, district: District, office: User
) -> None:
    turn_on(**TEXTS_ON)
    children = [make_student(district.school, f"S{n}") for n in range(100)]
    for n, child in enumerate(children):
        make_guardian(child, key=f"G{n}", telephone=f"+140655501{n:02}")
    make_guardian(children[0], key="G100")
    notice = urgent(office, emergency="closed")
    client.force_login(office)
    sentence = "This does not replace 911 or the district’s alert system."
    for address in (
        reverse("notices:add"),
        reverse("urgent-notices:edit", args=[notice.pk]),
        reverse("urgent-notices:inspect", args=[notice.pk]),
    ):
        assert sentence in client.get(address).content.decode(), address
    page = " ".join(client.get(address).content.decode().split())
    assert "100 get a text" in page
    assert "1 guardian cannot be texted" in page
    assert "4 minutes" in page  # 100 texts of two segments, one a second
    assert "closed on" in page


def test_the_form_offers_a_kind_only_where_texts_are_on(client: Client, office: User) -> None:
    client.force_login(office)
    address = reverse("notices:add") + "?usual=closed"
    assert 'name="emergency"' not in client.get(address).content.decode()
    turn_on(**TEXTS_ON)
    page = client.get(address).content.decode()
    assert 'value="closed" selected' in page


def test_a_killed_run_continues_and_queries_do_not_grow(
    district: District,
    office: User,
    administrator: User,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    turn_on(**EMAIL_ON, **TEXTS_ON)
    child = make_student(district.school)
    for n in range(30):
        make_guardian(child, key=f"G{n}", telephone=f"+140655501{n:02}")
    notice = urgent(office, emergency="closed")
    send_urgent_notice(notice=notice, user=administrator, seen=notice.fingerprint)
    with django_assert_max_num_queries(30):
        write_block(notice, size=10)
    with monkeypatch.context() as patch:
        patch.setattr(UrgentNotice, "save", _killed)
        with pytest.raises(KeyboardInterrupt):
            write_block(notice, size=10)
    assert len(sent()) == 20
    with django_assert_max_num_queries(30):
        write_block(notice, size=1_000)
    assert len(sent()) == len(set(sent())) == 60
    assert write_all(notice)
    UrgentNotice.objects.update(standing=Standing.SENDING, guardians_after=0, written_after=0)
    write_all(notice)
    assert len(sent()) == 60


def _killed(*args: Any, **kwargs: Any) -> None:
    raise KeyboardInterrupt
