"""Memberships and credentials in the staff area: declared, renewed, ended, with evidence."""

import datetime as dt
import re

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from signatures.models import Entitlement, State
from tests.factories.files import pdf
from tests.factories.media import png
from tests.factories.pages import make_school
from tests.factories.people import make_superuser
from tests.factories.signatures import credentials_of, make_entitlement, make_professional
from tests.integration.signatures.test_my_signature import add_logo

from .conftest import file_of, signed_in

pytestmark = pytest.mark.django_db
LIST = reverse("signatures:entitlements")
NEW = reverse("signatures:entitlement_new")
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


def said(**change):
    """Returns what a browser submits for the form."""
    values = {"organization": "", "proposed_name": "", "basis": "member", "label": ""}
    return {**values, "expires": TOMORROW.isoformat(), **change}


def shown(staff):
    return [each.label for each in credentials_of(staff, timezone.localdate())]


def test_the_list_begins_with_the_logos_that_need_no_entitlement(district, person):
    other = make_school(district.home, title="Cottonwood Elementary")
    person.schools.set([district.school])
    person.save()
    add_logo("Larkspur Valley")
    add_logo("Own school", district.school.organization, shade=50)
    add_logo("Other school", other.organization, shade=90)
    page = signed_in(person.user).get(LIST).content.decode()
    assert "Logos and quotes" in page
    assert re.findall(r'class="own-logos__picture"[^>]* alt="([^"]*)"', page) == [
        "Larkspur Valley logo",
        "Own school logo",
    ]


def test_an_organization_can_be_proposed_and_a_listed_one_is_recognized(person):
    listed = make_professional(name="Writers in Schools")
    client = signed_in(person.user)
    client.post(NEW, said(proposed_name="writers  in schools"))
    client.post(NEW, said(proposed_name="Readers in Schools"))
    rows = list(Entitlement.objects.order_by("pk"))
    assert [row.organization for row in rows] == [listed, None]
    assert [row.proposed_name for row in rows] == ["", "Readers in Schools"]


@pytest.mark.parametrize(("change", "words"), [
    ({}, "Choose an organization, or write its name below."),
    ({"proposed_name": "A", "expires": ""}, "Enter the last day on which it is valid."),
    ({"proposed_name": "A", "expires": "2020-01-01"}, "This day has passed."),
    ({"proposed_name": "A", "expires": "someday"}, "Type the day like 6/30/2027"),
    ({"organization": "999999"}, "Choose an organization from the list."),
])  # fmt: skip
def test_a_missing_field_is_reported_and_nothing_is_saved(person, change, words):
    answer = signed_in(person.user).post(NEW, said(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Entitlement.objects.exists()


def test_renewing_and_removing_change_the_next_copy_at_once(person):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    row = make_entitlement(staff=person, expires=yesterday, label="NBCT")
    client = signed_in(person.user)
    assert shown(person) == []
    renewed = said(organization=row.organization_id, label="NBCT")
    client.post(reverse("signatures:entitlement_change", args=[row.pk]), renewed)
    row.refresh_from_db()
    assert (row.expires, row.state) == (TOMORROW, State.DECLARED)
    assert shown(person) == ["NBCT"]
    client.post(reverse("signatures:entitlement_remove", args=[row.pk]))
    assert not Entitlement.objects.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(verbs) == ["entitlement.changed", "entitlement.removed"]


def test_with_a_review_a_changed_entry_waits_again(person, choose):
    choose(review_entitlements=True)
    row = make_entitlement(staff=person, state=State.APPROVED)
    address = reverse("signatures:entitlement_change", args=[row.pk])
    signed_in(person.user).post(address, said(organization=row.organization_id, label="Other"))
    row.refresh_from_db()
    assert (row.state, row.label) == (State.WAITING, "Other")
    assert shown(person) == []


# ---------------------------------------------------------------- evidence
def upload(data=b"%PDF-", name="card of Noor Haddad.pdf"):
    return SimpleUploadedFile(name, data)


def test_evidence_is_requested_only_if_the_office_chose_so(person, choose, private_files):
    choose(review_entitlements=True, require_evidence=True)
    client = signed_in(person.user)
    answer = client.post(NEW, said(proposed_name="NSTA"))
    assert "Add a file, or say it in words below." in answer.content.decode()
    client.post(NEW, said(proposed_name="NSTA", evidence_words="Member 12 of 2026"))
    assert Entitlement.objects.get().evidence_words == "Member 12 of 2026"


def test_evidence_is_not_collected_if_nobody_would_review_it(person, choose):
    chosen = choose(require_evidence=True)
    with pytest.raises(ValidationError, match="nobody would look"):
        chosen.full_clean()
    assert "evidence_words" not in signed_in(person.user).get(NEW).content.decode()


def test_a_picture_is_stored_privately_without_its_metadata_or_name(
    person, choose, private_files, settings, django_capture_on_commit_callbacks
):
    choose(review_entitlements=True, require_evidence=True)
    client = signed_in(person.user)
    sent = said(proposed_name="NSTA", evidence=upload(png(), "Noor.png"))
    client.post(NEW, sent)
    row = Entitlement.objects.get()
    stored = private_files / row.evidence.name
    assert "Noor" not in row.evidence.name
    assert not str(stored).startswith(str(settings.MEDIA_ROOT))
    assert client.get(f"/media/{row.evidence.name}").status_code == 404
    assert stored.read_bytes() != png()
    answer = client.get(reverse("signatures:evidence", args=[row.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    assert file_of(answer) == stored.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("signatures:entitlement_remove", args=[row.pk]))
    assert not stored.exists()


def test_evidence_with_another_extension_is_not_served_and_not_logged_as_opened(
    person, choose, private_files
):
    choose(review_entitlements=True, require_evidence=True)
    row = make_entitlement(staff=person, state=State.WAITING, evidence=upload(name="card.docx"))
    client = signed_in(make_superuser())
    assert client.get(reverse("signatures:evidence", args=[row.pk])).status_code == 404
    assert not AuditEntry.objects.filter(action="entitlement.evidence_seen").exists()


LOCKED = pikepdf.Encryption(user="secret", owner="secret")


@pytest.mark.parametrize(("name", "data", "words"), [
    ("card.exe", b"MZ", "is not a PDF or a picture"),
    ("card.pdf", b"not a pdf", "cannot be opened"),
    ("card.pdf", pdf(encryption=LOCKED), "cannot be opened"),
    ("card.png", pdf(), "is not a picture that this site can read"),
    ("card.pdf", b"", "This file is empty"),
])  # fmt: skip
def test_unreadable_evidence_is_refused_with_advice(
    person, choose, private_files, name, data, words
):
    choose(review_entitlements=True, require_evidence=True)
    answer = signed_in(person.user).post(
        NEW, said(proposed_name="NSTA", evidence=upload(data, name))
    )
    assert words in answer.content.decode()
    assert not Entitlement.objects.exists()
    assert not list(private_files.rglob("*.*"))


@pytest.mark.parametrize("field", ["label", "proposed_name"])
def test_the_text_for_the_signature_is_checked_like_a_page(person, field):
    private = "Teacher of student ID 204981"
    words = {"proposed_name": "NSTA", field: private}
    answer = signed_in(person.user).post(NEW, said(**words))
    assert "student" in "".join(answer.context["form"].errors[field])
    assert not Entitlement.objects.exists()
    with pytest.raises(ValidationError, match="student"):
        Entitlement(staff=person, **words).clean()
