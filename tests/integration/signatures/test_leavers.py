"""Retention of the data of people who left, and of evidence; the log omits personal text."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff
from signatures.entitlements import views
from signatures.entitlements.retention import forget_old
from signatures.models import AskedAgain, Entitlement, Issue, Leaver, SignatureChoice, State
from tests.factories.people import make_staff
from tests.factories.signatures import make_entitlement, make_quote, quotes_of

from .conftest import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"label": "Every child reads.", "author": "A. Librarian", "connection": "I teach it."}


def later(number: int = 0) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


def all_of(staff):
    rows = (Entitlement, Issue, SignatureChoice, AskedAgain)
    return [model.objects.filter(staff=staff).count() for model in rows]


@pytest.fixture
def full(person):
    """A person who has one of everything."""
    make_entitlement(staff=person)
    make_quote(staff=person)
    Issue.objects.create(staff=person, at=later(), path="copy", sha256="0" * 64, made_of={})
    SignatureChoice.objects.create(staff=person)
    AskedAgain.objects.create(staff=person, asked_at=later())
    return person


def leave(staff, *, active=False):
    Staff.objects.filter(pk=staff.pk).update(active=active)


def test_a_leavers_data_is_deleted_after_ninety_days_and_nobody_elses(full):
    stays = make_staff()
    make_quote(staff=stays)
    leave(full)
    forget_old(now=later())
    forget_old(now=later(89))
    assert all_of(full) == [2, 1, 1, 1]
    forget_old(now=later(90))
    assert all_of(full) == [0, 0, 0, 0]
    assert Entitlement.objects.get().staff == stays
    assert AuditEntry.objects.get(action="signatures.forgotten").data["of_leavers"] == 5
    assert not Leaver.objects.exists()


def test_evidence_without_a_review_is_deleted_after_ninety_days(person, private_files):
    row = make_entitlement(staff=person, evidence_words="Member 12")
    forget_old(now=later(91))
    row.refresh_from_db()
    assert row.evidence_words == ""


def test_changed_settings_of_the_office_are_logged_with_the_account(office, choose):
    kept = choose()
    address = reverse("wagtailsettings:edit", args=["signatures", "signaturesettings", kept.pk])
    client = signed_in(office)
    for _ in range(2):
        assert client.post(address, {"review_entitlements": "on"}).status_code == 302
    entry = AuditEntry.objects.get(action="signature_settings.changed")
    assert entry.actor == str(office)
    assert [entry.data[when]["review_entitlements"] for when in ("before", "after")] == [
        False,
        True,
    ]


def test_a_refused_entry_does_not_become_valid_because_the_review_was_off_once(person, choose):
    quote = make_quote(staff=person, state=State.REFUSED)
    client = signed_in(person.user)
    address = reverse("signatures:entitlement_change", args=[quote.pk])
    for _ in range(2):
        client.post(address, WORDS)
    page = client.get(reverse("signatures:entitlements")).content.decode()
    assert "With the communications office" not in page  # the review is off
    assert len(quotes_of(person)) == 1
    choose(review_entitlements=True)
    assert quotes_of(person) == []
    assert list(Entitlement.objects.waiting()) == [quote]


def test_a_form_submitted_after_midnight_comes_back_with_the_reason(person, monkeypatch):
    row = make_entitlement(staff=person)
    today = timezone.localdate()
    sent = {"organization": row.organization_id, "basis": "member", "expires": today.isoformat()}
    tomorrow = later(1)
    monkeypatch.setattr(views.services.timezone, "now", lambda: tomorrow)
    # The form checks the day before midnight, the service after it.
    monkeypatch.setattr("signatures.entitlements.forms.check_last_day", lambda *_: None)
    answer = signed_in(person.user).post(
        reverse("signatures:entitlement_change", args=[row.pk]), sent
    )
    assert answer.status_code == 422
    assert "This day has passed." in answer.content.decode()


def test_invisible_characters_are_removed_from_quotes(person):
    client = signed_in(person.user)
    hidden = {"label": "Every \u202echild\u2066 reads.", "author": "A.\u200b Librarian"}
    client.post(reverse("signatures:quote_new"), {**WORDS, **hidden})
    assert (Entitlement.objects.get().label, Entitlement.objects.get().author) == (
        "Every child reads.",
        "A. Librarian",
    )
    nothing = client.post(reverse("signatures:quote_new"), {**WORDS, "author": "\u200b"})
    assert nothing.status_code == 422
