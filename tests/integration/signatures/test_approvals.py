"""The office decides what waits, on one screen; the person and the office are told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.brand.models import Organization
from district_cms.people.roles import Role
from notifications.models import Message
from signatures.approvals import notices
from signatures.approvals.kinds import KINDS, number_waiting_for
from signatures.approvals.notices import tell_office, tell_people
from signatures.models import Decision, Entitlement, Quote, SignatureTemplate
from signatures.office.services import approve_template
from signatures.states import State
from tests.factories.people import make_staff
from tests.factories.signatures import make_entitlement, make_professional, make_quote, quotes_of
from tests.unit.notifications.mail_support import faults

from .conftest import signed_in

pytestmark = pytest.mark.django_db
QUEUE = reverse("signatures_approvals")
WRITE = reverse("signatures:quote_new")
WORDS = {"text": "“Every child reads.”", "author": "A. Librarian", "connection": "I teach it."}


def answer(user, kind, row, verb="approve", **values):
    address = reverse(f"signatures_{verb}", args=[kind, row.pk])
    reason = {f"{kind}-{row.pk}-reason": values.pop("reason", "")}
    sent = {"version": row.handed_in_at.isoformat(), **reason, **values}
    return signed_in(user).post(address, sent, follow=True)


def entry(kind):
    return next(each for each in KINDS if each.name == kind).waiting()


@pytest.mark.parametrize("field", ["text", "author"])
def test_a_quote_that_tells_of_a_student_is_refused_before_any_review(person, field):
    private = {**WORDS, field: "Teacher of student ID 204981"}
    page = signed_in(person.user).post(WRITE, private)
    assert page.status_code == 422
    assert "student" in "".join(page.context["form"].errors[field])
    assert not Quote.objects.exists()


def test_a_quote_goes_through_review(person, office, choose):
    choose(review_quotes=True)
    client = signed_in(person.user)
    client.post(WRITE, WORDS)
    quote = Quote.objects.get()
    assert quotes_of(person) == ()
    home = signed_in(office).get(reverse("wagtailadmin_home")).content.decode()
    assert "1 thing is waiting for your approval" in home
    assert "I teach it." in signed_in(office).get(QUEUE).content.decode()

    no_reason = answer(office, "quote", quote, "refuse")
    assert "Write the reason" in no_reason.content.decode()
    assert no_reason.status_code == 422
    # At the top too, with a link to its box: many cards may stand before it.
    assert f'<a href="#id_quote-{quote.pk}-reason">' in no_reason.content.decode()
    answer(office, "quote", quote, "refuse", reason="It is longer in the book.")
    quote.refresh_from_db()
    assert (quote.state, quote.reviewed_by) == (State.REFUSED, office)
    page = client.get(reverse("signatures:quotes")).content.decode()
    assert "It is longer in the book." in page
    assert "Appropriate quotes that connect" in page
    assert "This clause allows something; it requires nothing." in page

    client.post(reverse("signatures:quote_change", args=[quote.pk]), {**WORDS, "text": "All read."})
    quote.refresh_from_db()
    assert quote.state == State.WAITING
    answer(office, "quote", quote)
    assert [each.text for each in quotes_of(person)] == ["All read."]
    entries = AuditEntry.objects.filter(action__startswith="quote.").order_by("pk")
    verbs = [each.action for each in entries]
    assert verbs == ["quote.written", "quote.refused", "quote.changed", "quote.approved"]
    assert len(entries[1].data["reason_sha256"]) == 64
    for words in ("Every child reads", "longer in the book"):
        assert words not in str([each.data for each in entries])


def test_nobody_decides_about_their_own(district, choose):
    choose(review_quotes=True)
    colleague = make_staff((Role.COMMUNICATIONS, None))
    quote = make_quote(staff=colleague, state=State.WAITING)
    assert "This is your own." in signed_in(colleague.user).get(QUEUE).content.decode()
    answer(colleague.user, "quote", quote)
    quote.refresh_from_db()
    assert quote.state == State.WAITING


def test_a_membership_and_its_later_last_day_are_decided_apart(person, office, choose):
    choose(review_entitlements=True)
    waits = make_entitlement(staff=person, state=State.WAITING, evidence_words="Number 12")
    later = dt.date(2099, 12, 31)
    runs = make_entitlement(staff=person, state=State.APPROVED, renewed_until=later)
    page = signed_in(office).get(QUEUE).content.decode()
    assert "Number 12" in page
    assert "December 31, 2099" in page
    answer(office, "membership", waits)
    answer(office, "renewal", runs, "refuse", reason="The card says June.")
    waits.refresh_from_db()
    runs.refresh_from_db()
    assert (waits.state, waits.reviewed_by) == (State.APPROVED, office)
    assert (runs.state, runs.renewed_until, runs.expires.month) == (State.APPROVED, None, 6)
    page = signed_in(person.user).get(reverse("signatures:entitlements")).content.decode()
    assert "The later last day was not approved." in page


def test_a_proposed_organization_comes_on_the_list_for_everyone_who_named_it(person, office):
    other = make_staff()
    rows = [
        make_entitlement(staff=staff, organization=None, proposed_name=name)
        for staff, name in ((person, "Readers in Schools"), (other, "readers in schools"))
    ]
    assert len(entry("organization")) == 1
    answer(office, "organization", rows[0], choice="new")
    organization = Organization.objects.get(name="Readers in Schools")
    assert {row.organization for row in Entitlement.objects.all()} == {organization}
    assert Decision.objects.filter(approved=True).count() == 2
    assert not entry("organization")


def test_a_proposal_can_mean_one_of_the_list_or_stay_off_it_in_words(person, office):
    listed = make_professional(name="NSTA")
    first = make_entitlement(staff=person, organization=None, proposed_name="Science Teachers")
    second = make_entitlement(staff=person, organization=None, proposed_name="Book Club")
    answer(office, "organization", first, choice=str(listed.pk))
    answer(office, "organization", second, "refuse", reason="It is not about education.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.organization, first.proposed_name) == (listed, "")
    assert (second.kept_off_list, second.state) == (True, State.DECLARED)


def test_a_draft_of_a_template_stands_on_the_screen_until_it_is_approved(office):
    template = SignatureTemplate.objects.create(name="Spring")
    look = reverse("signature_templates:inspect", args=[template.pk])
    assert look in signed_in(office).get(QUEUE).content.decode()
    assert number_waiting_for(office) == 1
    approve_template(template=template, user=office, now=timezone.now())
    assert look not in signed_in(office).get(QUEUE).content.decode()
    assert number_waiting_for(office) == 0


def test_an_organization_that_someone_declared_is_not_deleted_and_names_nobody(person, office):
    row = make_entitlement(staff=person)
    address = reverse("organizations:delete", args=[row.organization_id])
    said = signed_in(office).post(address, follow=True).content.decode()
    assert "someone has it among their" in said
    assert "Noor" not in said
    assert Organization.objects.filter(pk=row.organization_id).exists()


# ---------------------------------------------------------------- mails
def mails(address):
    return list(Message.objects.filter(address=address).order_by("created_at"))


def test_a_person_is_told_of_all_decisions_in_one_mail_and_once(person, office, choose):
    choose(review_entitlements=True, review_quotes=True)
    quote = make_quote(staff=person, state=State.WAITING)
    row = make_entitlement(staff=person, state=State.WAITING, label="NBCT")
    answer(office, "quote", quote, "refuse", reason="Please name the book.")
    answer(office, "membership", row)
    assert (tell_people(), tell_people()) == (1, 0)
    (mail,) = mails(person.email)
    assert mail.subject == "2 answers about your signature"
    for words in ("NBCT", "Please name the book.", "the district’s choice", "Appropriate quotes"):
        assert words in mail.text
        assert words in mail.html
    assert faults(mail.html) == {}


def test_the_office_is_told_of_what_waits_and_what_was_decided_without_the_words(
    person, office, choose
):
    choose(review_quotes=True)
    quotes = [make_quote(staff=person, state=State.WAITING, text=f"Word {n}") for n in range(3)]
    assert (tell_office(), tell_office()) == (1, 0)
    answer(office, "quote", quotes[0], "refuse", reason="A private reason.")
    assert (tell_office(), tell_office()) == (1, 0)
    first, second = mails(office.email)
    assert {first.subject, second.subject} == {
        "3 questions about signatures are waiting for you",
        "Decided about signatures",
    }
    assert "Noor Haddad" in first.text + second.text
    for mail in (first, second):
        assert faults(mail.html) == {}
        for secret in ("Word", "private reason"):
            assert secret not in mail.text + mail.html


def test_one_mail_that_fails_keeps_nobody_elses_back(person, office, choose, monkeypatch):
    choose(review_quotes=True)
    other = make_staff()
    for staff in (person, other):
        answer(office, "quote", make_quote(staff=staff, state=State.WAITING))
    send = notices.send_decisions

    def fails_for_one(*, staff, decisions):
        if staff == person:
            raise RuntimeError("no mail")
        send(staff=staff, decisions=decisions)

    monkeypatch.setattr(notices, "send_decisions", fails_for_one)
    assert tell_people() == 1
    assert set(Decision.objects.filter(told_at=None).values_list("staff", flat=True)) == {person.pk}
    assert len(mails(other.email)) == 1
