"""Addresses in full, the download, and deleting: each behind a code that was sent to the person."""

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.students.models import HighSchoolStudent
from notifications.digests.services import write_due_digests
from notifications.families.own_data.deleting import finish_deletions
from notifications.families.own_data.download import data_of
from notifications.families.own_data.readable import page_of, sections
from notifications.families.preferences.pausing import pause
from notifications.families.tokens import preferences_token, stop_token
from notifications.models import (
    Channel,
    ConsentRecord,
    LegalHold,
    Message,
    MessageClass,
    OwnDataCode,
    PendingSubscription,
    SkippedDigest,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.permissions import can_read_content
from notifications.retention.purging import Forgotten, forget_old
from notifications.rules.state import State
from notifications.suppressions.rules import Cause
from notifications.suppressions.services import Found, suppress
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, newest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]

NUMBER = "+14065550123"


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def data_page(person: Subscriber) -> str:
    return reverse("notifications:own_data", args=[preferences_token(person.uuid)])


def code_for(person: Subscriber) -> str:
    """Asks for a code and reads it in the mail."""
    assert Client().post(data_page(person), {"send": "1"}).status_code == 302
    found = re.search(r"^\d{6}$", newest().text, re.MULTILINE)
    assert found is not None
    return found[0]


def types(person: Subscriber, action: str, code: str) -> Any:
    """With the tick that deleting wants."""
    return Client().post(data_page(person), {action: "1", "code": code, "sure": "on"})


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize("action", ["show", "read", "download", "delete"])
def test_without_the_code_nothing_is_shown_or_deleted(person: Subscriber, action: str) -> None:
    code = code_for(person)
    for typed in ("", "12345", other_than(code)):
        answer = types(person, action, typed)
        assert answer.status_code == 200
        assert PARENT not in answer.content.decode()
    assert VerifiedAddress.objects.exists()


def test_without_the_tick_nothing_is_deleted_and_the_code_still_counts(person: Subscriber) -> None:
    """On a phone the buttons stand below each other."""
    code = code_for(person)
    answer = Client().post(data_page(person), {"delete": "1", "code": code})
    assert "To delete your data, check this box. Nothing was deleted." in answer.content.decode()
    assert code in answer.content.decode()
    assert VerifiedAddress.objects.exists()
    assert PARENT in Client().post(data_page(person), {"show": "1", "code": code}).content.decode()


def test_whoever_asked_for_a_code_comes_to_its_box(person: Subscriber) -> None:
    answer = Client().post(data_page(person), {"send": "1"})
    assert answer["Location"].endswith("#code")
    assert (
        '<h2 class="section-title--small" id="code">'
        in Client().get(data_page(person)).content.decode()
    )


def test_the_code_works_once_and_shows_the_address(person: Subscriber) -> None:
    code = code_for(person)
    assert PARENT in types(person, "show", f"{code[:3]} {code[3:]}").content.decode()
    again = types(person, "show", code)
    assert PARENT not in again.content.decode()
    assert "This code has expired." in again.content.decode()


def test_nobody_on_the_staff_reads_the_code(person: Subscriber) -> None:
    code = code_for(person)
    assert code not in newest().subject
    assert not can_read_content(make_account(Role.COMMUNICATIONS), newest())
    stored = OwnDataCode.objects.get()
    assert code not in f"{stored.code_hash} {stored.nonce}"


def test_the_download_has_everything_and_nothing_of_others(
    person: Subscriber, family: Family, offered: District
) -> None:
    family.subscribes(offered.classroom, address="other@example.net")
    Subscription.objects.filter(subscriber=person).update(nickname="Sam")
    HighSchoolStudent.objects.create(
        address=PARENT, school=offered.school, grade=10, until=dt.date(2027, 6, 1)
    )
    code = code_for(person)
    suppress([Found(PARENT, Channel.EMAIL, Cause.COMPLAINT, timezone.now())])
    answer = types(person, "download", code)
    assert answer["Content-Disposition"] == 'attachment; filename="class-updates.json"'
    assert "no-store" in answer["Cache-Control"]
    data = json.loads(answer.content)
    assert [known["address"] for known in data["addresses"]] == [PARENT]
    (subscription,) = data["subscriptions"]
    assert (subscription["what"], subscription["nickname"]) == (
        "Math 3 – Juniper Creek Elementary",
        "Sam",
    )
    assert data["consent"][0]["what_you_read"]
    assert data["addresses_that_get_no_messages"][0]["why"] == "complaint"
    (request,) = data["open_requests"]
    assert request["to"] == PARENT
    (listed,) = data["list_of_high_school_students"]
    assert (listed["school"], listed["grade"]) == (offered.school.title, 10)
    assert {message["to"] for message in data["messages"]} == {PARENT}
    assert "other@example.net" not in answer.content.decode()


class TestToRead:
    """The same data as a page for people."""

    def page(self, person: Subscriber) -> str:
        answer = types(person, "read", code_for(person))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "attachment" in answer["Content-Disposition"]
        return str(answer.content.decode())

    def test_it_says_in_sentences_what_is_kept(
        self, person: Subscriber, family: Family, offered: District, clock: Clock
    ) -> None:
        family.subscribes(offered.classroom, address="other@example.net")
        Subscription.objects.filter(subscriber=person).update(nickname="Sam")
        pause(subscriber=person, until=dt.date(2026, 11, 20))
        page = self.page(person)
        assert f"{PARENT}, an email address. You confirmed on November 10, 2026" in page
        assert "Math 3 – Juniper Creek Elementary, by email, since November 10, 2026." in page
        assert "You wrote that it is for Sam." in page
        assert "On November 10, 2026, 9:00 am you agreed to get this by email: Math 3" in page
        assert ConsentRecord.objects.of(person.uuid)[0].wording[:40] in html.unescape(page)
        assert "You paused the updates from November 10, 2026 until November 20, 2026." in page
        assert "other@example.net" not in page

    def test_it_is_in_the_person_s_language_and_named_so(self, person: Subscriber) -> None:
        Subscriber.objects.update(language="es")
        answer = types(person, "read", code_for(person))
        page = answer.content.decode()
        assert answer["Content-Disposition"] == 'attachment; filename="mis-datos.html"'
        assert '<html lang="es">' in page
        assert "por correo electrónico, desde el 10 de noviembre de 2026." in page
        assert "p. m.." not in page.replace("\xa0", " ")

    def test_it_stands_alone_and_asks_nobody_for_anything(self, person: Subscriber) -> None:
        page = self.page(person)
        assert "<style>" in page
        assert not re.search(r"<(?:link|script|img|iframe)\b|\bsrc=|url\(", page)

    def test_what_others_typed_runs_nothing_in_it(self, person: Subscriber) -> None:
        Message.objects.filter(address=PARENT).update(subject="<script>alert(1)</script>")
        assert "<script" not in self.page(person)

    def test_each_kind_of_the_file_for_machines_has_a_heading(self, person: Subscriber) -> None:
        data = data_of(person, timezone.now())
        found = [section.key for section in sections(data)]
        assert found == [key for key in data if key not in ("about", "made")]

    def test_everything_that_may_be_kept_is_said(
        self, person: Subscriber, offered: District
    ) -> None:
        moment = "2026-11-10T16:00:00+00:00"
        known = Subscriber.objects.get()
        data = data_of(known, timezone.now())
        data["person"] |= {
            "no_texts_from": "21:00",
            "no_texts_until": "08:00",
            "links_made_before_this_are_over": moment,
        }
        data["subscriptions"][0]["until"] = moment
        data["open_requests"] = [{"to": NUMBER, "asked": moment, "kept_until": moment}]
        data["list_of_high_school_students"] = [
            {"address": PARENT, "school": "Larkspur High", "grade": 10, "until": "2027-06-01"}
        ]
        record, message = data["consent"][0], data["messages"][0]
        data["consent"] = [
            record | {"act": act, "where": where, "how_proved": proof, "what_you_read": ""}
            for act in ConsentRecord.Act
            for where in ConsentRecord.Source
            for proof in ConsentRecord.Proof
        ]
        data["messages"] = [
            message | {"kind": kind, "status": state} for kind in MessageClass for state in State
        ]
        data["digests_not_sent"] = [
            {"window": moment, "channel": channel, "reason": reason}
            for channel in Channel
            for reason, _label in SkippedDigest.REASONS
        ]
        data["addresses_that_get_no_messages"] = [
            {"address": PARENT, "why": cause, "since": moment, "until": until}
            for cause in Cause
            for until in (None, moment)
        ]
        data["updates_sent"] = [{"when": moment, "channel": "text", "what": "", "page": ""}]
        page = page_of(data)
        assert "in the time zone of your number" in page
        assert f"someone typed {NUMBER}. We keep that until November 10, 2026." in page
        assert "Larkspur High, grade 10, until June 1, 2027." in page
        assert "an update that is no longer there" in page


class TestDeleting:
    @pytest.fixture
    def with_a_digest(self, person: Subscriber, offered: District, clock: Clock) -> Subscriber:
        Subscription.objects.update(nickname="Sam")
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:05")
        assert write_due_digests().messages == 1
        return person

    def test_under_a_legal_hold_all_stops_and_what_was_sent_stays_and_it_is_said(
        self, with_a_digest: Subscriber
    ) -> None:
        person = with_a_digest
        LegalHold.objects.create(reason="A lawsuit", set_by="Rosalind Achterberg")
        assert "district has to keep its records" in Client().get(data_page(person)).text
        answer = types(person, "delete", code_for(person)).content.decode()
        assert "The district has to keep its records" in answer
        assert Message.objects.filter(address=PARENT).exists()
        assert VerifiedAddress.objects.filter(address=PARENT).exists()
        assert not Subscription.objects.active().exists()
        assert set(Subscription.objects.values_list("nickname", flat=True)) == {""}
        assert AuditEntry.objects.get(action="subscriber.deleted").data["held"] is True

    def test_afterwards_the_old_links_open_nothing_and_the_one_to_stop_answers(
        self, with_a_digest: Subscriber, clock: Clock
    ) -> None:
        person = with_a_digest
        page = data_page(person)
        types(person, "delete", code_for(person))
        assert "your data was deleted there" in Client().get(page).content.decode()
        stop = reverse("notifications:stop", args=[stop_token(person.uuid)])
        assert Client().post(stop).status_code == 200

    def test_what_a_hold_kept_is_deleted_in_the_night_after_it_and_no_more(
        self, with_a_digest: Subscriber, family: Family, offered: District, clock: Clock
    ) -> None:
        person = with_a_digest
        hold = LegalHold.objects.create(reason="A lawsuit", set_by="Rosalind Achterberg")
        PendingSubscription.objects.create(
            token_hash="0", address=PARENT, scope="class", page_uuid=person.uuid,
            expires_at=clock("2026-11-24 17:10"),
        )  # fmt: skip
        assert Message.objects.filter(address=PARENT, state="ready").exists()
        types(person, "delete", code_for(person))
        assert not Message.objects.filter(address=PARENT, state__in=["ready", "claimed"]).exists()
        assert not PendingSubscription.objects.exists()
        now = clock("2026-11-25 03:00")
        forget_old(now=now)
        assert Message.objects.filter(address=PARENT).exists()
        LegalHold.objects.filter(pk=hold.pk).update(lifted_at=now, lifted_by="Ana")
        done = forget_old(now=clock("2026-11-26 03:00"))
        assert isinstance(done, Forgotten)
        assert done.deletions == 1
        assert not Message.objects.filter(address=PARENT).exists()
        assert not VerifiedAddress.objects.exists()
        assert finish_deletions(now=now) == 0
