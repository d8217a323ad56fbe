"""What is kept of people who left, and of evidence; and what the log says without their words."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from signatures.entitlements import views
from signatures.entitlements.retention import forget_old
from signatures.models import (
    AskedAgain,
    Decision,
    Entitlement,
    Issue,
    Leaver,
    Quote,
    SignatureChoice,
)
from signatures.states import State
from tests.factories.files import pdf
from tests.factories.people import make_staff
from tests.factories.signatures import credentials_of, make_entitlement, make_quote, quotes_of

from .conftest import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"text": "Every child reads.", "author": "A. Librarian", "connection": "I teach it."}


def later(number: int = 0) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=number)


def all_of(staff):
    rows = (Entitlement, Quote, Decision, Issue, SignatureChoice, AskedAgain)
    return [model.objects.filter(staff=staff).count() for model in rows]


@pytest.fixture
def full(person):
    """Someone who has one of everything."""
    make_entitlement(staff=person)
    quote = make_quote(staff=person)
    Issue.objects.create(staff=person, at=later(), path="copy", sha256="0" * 64, made_of={})
    SignatureChoice.objects.create(staff=person)
    AskedAgain.objects.create(staff=person, asked_at=later())
    Decision.objects.create(
        staff=person, kind="quote", subject_id=quote.pk, title="Words", approved=True, at=later()
    )
    return person


def leave(staff, *, active=False):
    Staff.objects.filter(pk=staff.pk).update(active=active)


def test_what_a_leaver_had_goes_after_ninety_days_and_nobody_elses(full):
    stays = make_staff()
    make_quote(staff=stays)
    leave(full)
    forget_old(now=later())
    forget_old(now=later(89))
    assert all_of(full) == [1, 1, 1, 1, 1, 1]
    forget_old(now=later(90))
    assert all_of(full) == [0, 0, 0, 0, 0, 0]
    assert Quote.objects.get().staff == stays
    assert AuditEntry.objects.get(action="signatures.forgotten").data["of_leavers"] == 6
    assert not Leaver.objects.exists()


def test_evidence_that_nobody_looks_at_goes_after_ninety_days(person, private_files):
    row = make_entitlement(staff=person, evidence_words="Member 12")
    forget_old(now=later(91))
    row.refresh_from_db()
    assert row.evidence_words == ""


def test_a_person_takes_the_evidence_back_and_keeps_the_membership(
    person, choose, private_files, django_capture_on_commit_callbacks
):
    choose(review_entitlements=True, require_evidence=True)
    file = SimpleUploadedFile("a.pdf", pdf())
    row = make_entitlement(staff=person, evidence=file, evidence_words="12", label="NBCT")
    path = private_files / row.evidence.name
    client = signed_in(person.user)
    assert "Delete my evidence" in client.get(reverse("signatures:entitlements")).content.decode()
    other = signed_in(make_staff().user)
    address = reverse("signatures:evidence_remove", args=[row.pk])
    assert other.post(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    row.refresh_from_db()
    assert (row.evidence.name, row.evidence_words, path.exists()) == ("", "", False)
    entry = AuditEntry.objects.get(action="entitlement.evidence_removed")
    assert "NBCT" not in str(entry.data)


def test_a_switch_of_the_office_is_in_the_log_with_who_turned_it(office, choose):
    kept = choose()
    address = reverse("wagtailsettings:edit", args=["signatures", "signaturesettings", kept.pk])
    client = signed_in(office)
    for _ in range(2):
        assert client.post(address, {"review_quotes": "on"}).status_code == 302
    entry = AuditEntry.objects.get(action="signature_settings.changed")
    assert entry.actor == str(office)
    assert (entry.data["before"]["review_quotes"], entry.data["after"]["review_quotes"]) == (
        False,
        True,
    )


def test_what_was_refused_does_not_count_for_good_because_the_review_was_off_once(person, choose):
    quote = make_quote(staff=person, state=State.REFUSED)
    client = signed_in(person.user)
    address = reverse("signatures:quote_change", args=[quote.pk])
    for _ in range(2):
        client.post(address, WORDS)
    page = client.get(reverse("signatures:quotes")).content.decode()
    assert "With the communications office" not in page  # nobody reviews now
    assert len(quotes_of(person)) == 1
    choose(review_quotes=True)
    assert quotes_of(person) == ()
    assert list(Quote.objects.waiting()) == [quote]


def test_nobody_decides_about_a_name_that_they_proposed_as_well(person, district):
    colleague = make_staff((Role.COMMUNICATIONS, None), given_name="Ida", family_name="Office")
    first = make_entitlement(staff=person, organization=None, proposed_name="Fake Org")
    own = make_entitlement(staff=colleague, organization=None, proposed_name="fake org")
    client = signed_in(colleague.user)
    page = client.get(reverse("signatures_approvals")).content.decode()
    assert "This is your own." in page
    assert "Also named by" in page
    assert "Ida Office" in page
    sent = {"version": first.handed_in_at.isoformat(), "choice": "new"}
    client.post(reverse("signatures_approve", args=["organization", first.pk]), sent)
    own.refresh_from_db()
    assert own.organization is None
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ["signatures:entitlement_change", "signatures:entitlement_renew"])
def test_a_form_that_was_open_over_midnight_comes_back_with_its_reason(person, name, monkeypatch):
    row = make_entitlement(staff=person)
    today = timezone.localdate()
    sent = {"organization": row.organization_id, "basis": "member", "expires": today.isoformat()}
    tomorrow = later(1)
    monkeypatch.setattr(views.services.timezone, "now", lambda: tomorrow)
    # The form looks at the day before midnight, the service after it.
    monkeypatch.setattr("signatures.entitlements.forms.check_last_day", lambda *_: None)
    answer = signed_in(person.user).post(reverse(name, args=[row.pk]), sent)
    assert answer.status_code == 422
    assert "This day has passed." in answer.content.decode()


def test_what_nobody_sees_is_in_no_quote(person):
    client = signed_in(person.user)
    hidden = {"text": "Every \u202echild\u2066 reads.", "author": "A.\u200b Librarian"}
    client.post(reverse("signatures:quote_new"), {**WORDS, **hidden})
    assert (Quote.objects.get().text, Quote.objects.get().author) == (
        "Every child reads.",
        "A. Librarian",
    )
    nothing = client.post(reverse("signatures:quote_new"), {**WORDS, "author": "\u200b"})
    assert nothing.status_code == 422


def test_of_what_was_refused_one_can_change_or_remove_it(person, choose):
    choose(review_entitlements=True)
    make_entitlement(staff=person, state=State.REFUSED)
    page = signed_in(person.user).get(reverse("signatures:entitlements")).content.decode()
    assert "Change<span" in page
    assert "Remove<span" in page
    assert "It has ended" not in page
    assert "Renew<span" not in page


def test_a_later_last_day_that_waits_counts_while_the_review_is_off(person, choose):
    over, later_day = later(-400).date(), later(20).date()
    make_entitlement(staff=person, label="NBCT", expires=over, renewed_until=later_day)
    client = signed_in(person.user)
    choose(review_entitlements=True)
    assert credentials_of(person, later().date()) == ()
    choose(review_entitlements=False)
    forget_old(now=later())
    assert [each.label for each in credentials_of(person, later().date())] == ["NBCT"]
    page = client.get(reverse("signatures:entitlements")).content.decode()
    assert "It has ended<span" in page
    assert "is with the communications office" not in page
