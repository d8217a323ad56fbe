"""Addresses in full, the download, and deletion, each behind a code that was sent to the person."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.roles import Role
from district_cms.students.models import HighSchoolStudent
from district_cms.students.tokens import Of, token
from notifications.consent.services import withdraw
from notifications.digests.services import write_due_digests
from notifications.families.own_data import views
from notifications.families.own_data.deleting import finish_deletions
from notifications.families.preferences.services import pause
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
from notifications.suppressions.services import ProviderReport, suppress
from tests.factories.district import District
from tests.factories.people import make_account
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import PARENT, Family, newest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("retention_schedule")]


@pytest.fixture
def person(offered: District, family: Family) -> Subscriber:
    family.subscribes(offered.classroom)
    return Subscriber.objects.get()


def data_page(person: Subscriber) -> str:
    return reverse("notifications:own_data", args=[preferences_token(person.uuid)])


def code_for(person: Subscriber) -> str:
    """Requests a code and reads it in the mail."""
    assert Client().post(data_page(person), {"send": "1"}).status_code == 302
    found = re.search(r"^\d{6}$", newest().text, re.MULTILINE)
    assert found is not None
    return found[0]


def types(person: Subscriber, action: str, code: str) -> Any:
    """Fills the form, with the checkbox for deleting."""
    return Client().post(data_page(person), {action: "1", "code": code, "sure": "on"})


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize("action", ["show", "download", "delete"])
def test_without_the_code_nothing_is_shown_or_deleted(person: Subscriber, action: str) -> None:
    code = code_for(person)
    for typed in ("", "12345", other_than(code)):
        answer = types(person, action, typed)
        assert answer.status_code == 200
        assert PARENT not in answer.content.decode()
    assert VerifiedAddress.objects.exists()


def test_without_the_checkbox_nothing_is_deleted_and_the_code_stays_valid(
    person: Subscriber,
) -> None:
    """On a phone the buttons are below each other."""
    code = code_for(person)
    answer = Client().post(data_page(person), {"delete": "1", "code": code})
    assert "To delete your data, check this box. Nothing was deleted." in answer.content.decode()
    assert code in answer.content.decode()
    assert VerifiedAddress.objects.exists()
    assert PARENT in Client().post(data_page(person), {"show": "1", "code": code}).content.decode()


def test_requesting_a_code_leads_to_its_field(person: Subscriber) -> None:
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


@pytest.fixture
def saved(person: Subscriber, family: Family, offered: District) -> str:
    """The file of a person with every kind of data."""
    family.subscribes(offered.classroom, address="other@example.net")
    Subscription.objects.filter(subscriber=person).update(nickname="Sam")
    pause(subscriber=person, until=dt.date(2026, 11, 20))
    HighSchoolStudent.objects.create(
        token=token(Of.ADDRESS, PARENT), school=offered.school, grade=10, until=dt.date(2027, 6, 1)
    )
    code = code_for(person)
    suppress([ProviderReport(PARENT, Channel.EMAIL, Cause.COMPLAINT, timezone.now())])
    Message.objects.filter(address=PARENT).update(subject="<script>alert(1)</script>")
    answer = types(person, "download", code)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.html"'
    assert "no-store" in answer["Cache-Control"]
    return str(answer.content.decode())


@pytest.mark.parametrize(
    "sentence",
    [
        f"{PARENT}, confirmed on November 10, 2026.",
        "Math 3 – Juniper Creek Elementary, by email, since November 10, 2026.",
        "You wrote that it is for Sam.",
        "On November 10, 2026, 9:00 am you agreed to get this by email: Math 3",
        "You paused the updates from November 10, 2026 until November 20, 2026.",
        "a message of ours was marked as spam there.",
        f"someone typed {PARENT}. We keep that until November 17, 2026.",
        "grade 10, until June 1, 2027.",
    ],
)
def test_the_file_describes_each_kind_of_data_in_sentences(saved: str, sentence: str) -> None:
    assert sentence in saved


def test_the_file_contains_the_person_s_consents_and_nobody_else_s_data(
    saved: str, person: Subscriber
) -> None:
    assert ConsentRecord.objects.of(person.uuid)[0].wording[:40] in html.unescape(saved)
    assert "other@example.net" not in saved


def test_the_file_names_what_was_canceled(person: Subscriber, offered: District) -> None:
    withdraw(subscriber=person, by="one-click")
    page = offered.classroom
    saved = types(person, "download", code_for(person)).content.decode()
    assert f"you stopped getting this by email: {page.title} – {offered.school.title}." in saved


def test_the_file_stands_alone_and_runs_nothing(saved: str) -> None:
    assert "<style>" in saved
    assert not re.search(r"<(?:link|script|img|iframe)\b|\bsrc=|url\(", saved)


def test_the_file_is_in_the_person_s_language_and_named_so(person: Subscriber) -> None:
    Subscriber.objects.update(language="es")
    answer = types(person, "download", code_for(person))
    page = answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="mis-datos.html"'
    assert '<html lang="es">' in page
    assert "por correo electrónico, desde el 10 de noviembre de 2026." in page
    assert "p. m.." not in page.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (views.CHANNELS, Channel),
        (views.MESSAGE_CLASSES, MessageClass),
        (views.STATES, State),
        (views.CONSENT_SOURCES, ConsentRecord.Source),
        (views.CONSENT_PROOFS, ConsentRecord.Proof),
        (views.CAUSES, Cause),
        (views.SKIP_REASONS, [reason for reason, _label in SkippedDigest.REASONS]),
    ],
)
def test_each_code_has_its_words(words: Any, codes: Any) -> None:
    assert set(words) == {str(code) for code in codes}


class TestDeleting:
    @pytest.fixture
    def with_a_digest(self, person: Subscriber, offered: District, clock: Clock) -> Subscriber:
        Subscription.objects.update(nickname="Sam")
        Walk.begin(offered).submit().approve()
        clock("2026-11-24 17:05")
        assert write_due_digests().messages == 1
        return person

    def test_under_a_legal_hold_messages_stop_but_sent_ones_stay_and_the_page_says_so(
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

    def test_after_deletion_only_the_stop_link_works(
        self, with_a_digest: Subscriber, clock: Clock
    ) -> None:
        person = with_a_digest
        page = data_page(person)
        types(person, "delete", code_for(person))
        assert "your data was deleted there" in Client().get(page).content.decode()
        stop = reverse("notifications:stop", args=[stop_token(person.uuid)])
        assert Client().post(stop).status_code == 200

    def test_data_kept_by_a_hold_is_deleted_the_night_after_it(
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
