"""The office decides waiting entries in one list; the person and the office get mail."""

import pytest
from django.urls import reverse

from district_cms.audit_log.models import AuditEntry
from district_cms.brand.models import Organization
from district_cms.people.roles import Role
from notifications.models import Message
from signatures.entitlements import services
from signatures.entitlements.services import tell_office
from signatures.models import Entitlement, SignatureTemplate, State
from tests.factories.people import make_staff
from tests.factories.signatures import make_entitlement, make_professional, make_quote, quotes_of
from tests.unit.notifications.mail_support import mail_faults

from .conftest import signed_in

pytestmark = pytest.mark.django_db
LIST = reverse("entitlements:index")
WRITE = reverse("signatures:quote_new")
WORDS = {"label": "“Every child reads.”", "author": "A. Librarian", "connection": "I teach it."}


def screen(row):
    return reverse("entitlements:decide", args=[row.pk])


def answer(user, row, verb="approve", **values):
    sent = {"seen": row.handed_in_at.isoformat(), verb: "1", **values}
    return signed_in(user).post(screen(row), sent, follow=True)


@pytest.mark.parametrize("field", ["label", "author"])
def test_a_quote_that_identifies_a_student_is_refused_before_any_review(person, field):
    private = {**WORDS, field: "Teacher of student ID 204981"}
    page = signed_in(person.user).post(WRITE, private)
    assert page.status_code == 422
    assert "student" in "".join(page.context["form"].errors[field])
    assert not Entitlement.objects.exists()


def test_by_default_nothing_waits_and_the_list_exists(person, office):
    signed_in(person.user).post(WRITE, WORDS)
    row = Entitlement.objects.get()
    assert (row.state, quotes_of(person)) == (State.DECLARED, [row])
    client = signed_in(office)
    assert "They are shown without a review." in client.get(LIST).content.decode()
    assert "waiting for your approval" not in client.get(reverse("wagtailadmin_home")).text
    assert tell_office() == 0


def test_a_quote_goes_through_review(person, office, choose):
    choose(review_entitlements=True)
    client = signed_in(person.user)
    client.post(WRITE, WORDS)
    quote = Entitlement.objects.get()
    assert quotes_of(person) == []
    home = signed_in(office).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 thing is waiting for your approval" in home
    assert screen(quote) in signed_in(office).get(f"{LIST}?state=waiting").content.decode()
    assert "I teach it." in signed_in(office).get(screen(quote)).content.decode()

    no_reason = answer(office, quote, "refuse")
    assert no_reason.status_code == 422
    assert "Write the reason" in no_reason.content.decode()
    answer(office, quote, "refuse", reason="It is longer in the book.")
    quote.refresh_from_db()
    assert (quote.state, quote.reviewed_by) == (State.REFUSED, office)
    page = client.get(reverse("signatures:entitlements")).content.decode()
    assert "It is longer in the book." in page
    assert "Appropriate quotes that connect" in page

    change = reverse("signatures:entitlement_change", args=[quote.pk])
    client.post(change, {**WORDS, "label": "All read."})
    seen_before = answer(office, quote, seen="2026-01-01T00:00:00")
    assert "It was changed after you opened this screen." in seen_before.content.decode()
    quote.refresh_from_db()
    assert (quote.state, quote.reason) == (State.WAITING, "")
    answer(office, quote)
    assert [each.label for each in quotes_of(person)] == ["All read."]
    entries = AuditEntry.objects.filter(action__startswith="entitlement.").order_by("pk")
    verbs = [each.action.partition(".")[2] for each in entries]
    assert verbs == ["declared", "refused", "changed", "approved"]
    assert len(entries[1].data["reason_sha256"]) == 64
    for words in ("Every child reads", "longer in the book"):
        assert words not in str([each.data for each in entries])


def test_nobody_decides_about_their_own_entry(district, choose):
    choose(review_entitlements=True)
    colleague = make_staff((Role.COMMUNICATIONS, None))
    quote = make_quote(staff=colleague, state=State.WAITING)
    assert "This is your own." in signed_in(colleague.user).get(screen(quote)).content.decode()
    answer(colleague.user, quote)
    quote.refresh_from_db()
    assert quote.state == State.WAITING


def test_a_proposed_organization_can_be_matched_to_a_listed_one(person, office):
    listed = make_professional(name="NSTA")
    row = make_entitlement(staff=person, organization=None, proposed_name="Science Teachers")
    answer(office, row, organization=str(listed.pk))
    row.refresh_from_db()
    assert (row.organization, row.proposed_name) == (listed, "")


def test_an_organization_that_someone_declared_cannot_be_deleted_and_the_message_names_nobody(
    person, office
):
    row = make_entitlement(staff=person)
    address = reverse("organizations:delete", args=[row.organization_id])
    said = signed_in(office).post(address, follow=True).content.decode()
    assert "someone has it among their" in said
    assert "Noor" not in said
    assert Organization.objects.filter(pk=row.organization_id).exists()


def test_a_template_draft_has_its_own_screen(office):
    SignatureTemplate.objects.create(name="Spring")
    assert "Spring" in signed_in(office).get(reverse("signature_templates:index")).content.decode()


# ---------------------------------------------------------------- mails
def mails(address):
    return list(Message.objects.filter(address=address).order_by("created_at"))


def test_a_person_gets_one_mail_about_a_decision_with_reason_and_clause(person, office, choose):
    choose(review_entitlements=True)
    answer(
        office,
        make_quote(staff=person, state=State.WAITING),
        "refuse",
        reason="Please name the book.",
    )
    (mail,) = mails(person.email)
    for words in ("Please name the book.", "the district’s choice", "Appropriate quotes"):
        assert words in mail.text
        assert words in mail.html
    assert mail_faults(mail.html) == {}


def test_a_decision_whose_mail_fails_is_not_made(person, office, choose, monkeypatch):
    choose(review_entitlements=True)
    quote = make_quote(staff=person, state=State.WAITING)

    def fails(row):
        raise RuntimeError("no mail")

    monkeypatch.setattr(services, "_mail_decision", fails)
    with pytest.raises(RuntimeError):
        answer(office, quote)
    quote.refresh_from_db()
    assert quote.state == State.WAITING


def test_the_office_gets_one_mail_about_waiting_entries_without_their_text(person, office, choose):
    choose(review_entitlements=True)
    for number in range(3):
        make_quote(staff=person, state=State.WAITING, label=f"Word {number}")
    assert (tell_office(), tell_office()) == (1, 0)
    (mail,) = mails(office.email)
    assert mail.subject == "3 questions about signatures are waiting for you"
    assert mail_faults(mail.html) == {}
    assert "Word" not in mail.text + mail.html
