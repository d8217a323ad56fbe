""" "My signature": only the person's own choices, visible to its owner only, taken in a minute."""

import datetime as dt
from typing import Any

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district_cms.audit_log.models import AuditEntry
from district_cms.brand.models import Logo, Organization, Statement
from district_cms.brand.uses import all_uses
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import HomePage, SchoolPage
from notifications.models import Message, MessageClass
from signatures.models import Entitlement, Issue, SignatureChoice
from tests.factories import media
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_account, make_staff
from tests.factories.signatures import make_entitlement, make_professional, make_quote
from tests.unit.notifications.mail_support import mail_faults

pytestmark = pytest.mark.django_db

PAGE, TAKE = "signatures:my_signature", "signatures:take"


@pytest.fixture
def school(home: HomePage) -> SchoolPage:
    return make_school(
        home, title="Juniper Creek Elementary", street="210 Juniper Lane", phone="4065550110"
    )


@pytest.fixture
def teacher(school: SchoolPage) -> Staff:
    return make_staff(
        (Role.TEACHER, school),
        given_name="Elena",
        family_name="Rivera",
        title="Grade 3 Teacher",
        phone="406-555-0112",
    )


@pytest.fixture
def signed_in(teacher: Staff, client: Client) -> Client:
    client.force_login(teacher.user)
    return client


def add_logo(name: str, owner: Organization | None = None, shade: int = 0) -> Logo:
    logo = Logo(
        name=name,
        description=f"{name} logo",
        organization=owner or Organization.objects.get(kind=Organization.Kind.DISTRICT),
        file=ContentFile(media.png(image=media.drawing(color=(shade, 20, 90))), name="logo.png"),
    )
    logo.save()
    return logo


def add_mission(owner: Organization, text: str = "Every child reads.") -> Statement:
    return Statement.objects.create(
        kind="mission", organization=owner, language="en", text=text, owner="Board of Trustees"
    )


def source_of(response: Any) -> str:
    (box,) = lxml.html.fromstring(response.content).xpath("//textarea[@id='signature-html']")
    return str(box.text).strip()


def shown(client: Client, **chosen: Any) -> str:
    return source_of(client.get(reverse(PAGE), {"chosen": "1", **chosen} if chosen else {}))


def test_a_person_without_a_copy_is_not_asked_for_a_new_one(
    school: SchoolPage, client: Client
) -> None:
    """Includes people without the editor, whose page also shows news about explanations."""
    client.force_login(make_staff((Role.COUNSELOR, school), title="Counselor").user)
    assert "What is new:" not in client.get(reverse(PAGE)).text


def test_submitted_keys_of_other_people_are_ignored(teacher: Staff, signed_in: Client) -> None:
    other = make_school(make_home(), title="Larkspur Middle", phone="406-555-0199")
    add_logo("Larkspur Middle", other.organization)
    mission = add_mission(other.organization)
    colleague = make_staff((Role.TEACHER, other), phone="406-555-0188")
    theirs = make_entitlement(staff=colleague, label="Their credential")
    html = shown(
        signed_in,
        school=str(other.pk),
        phone=str(other.pk),
        credential=str(theirs.pk),
        statement=f"{mission.key}-en",
        quote=str(make_quote(staff=colleague, label="Their words").pk),
    )
    for part in ("Larkspur Middle", "0199", "Their", "Every child"):
        assert part not in html


def test_files_for_outlook_do_not_depend_on_the_encoding(teacher: Staff, signed_in: Client) -> None:
    Staff.objects.filter(pk=teacher.pk).update(given_name="Zoë", family_name="Ñandú")
    htm = signed_in.post(reverse(TAKE), {"path": "htm"})
    assert htm["Content-Disposition"] == 'attachment; filename="zoe-nandu-signature.htm"'
    assert "Zo&#235; &#209;and&#250;" in htm.content.decode("ascii")
    text = signed_in.post(reverse(TAKE), {"path": "txt"})
    assert text.content.decode("utf-8-sig").startswith("Zoë Ñandú\nGrade 3 Teacher\n")
    assert set(Issue.objects.values_list("path", flat=True)) == {"htm", "txt"}


def test_a_get_request_changes_nothing(signed_in: Client) -> None:
    for name in (PAGE, "signatures:preview"):
        assert signed_in.get(reverse(name), {"chosen": "1"}).status_code == 200
    assert signed_in.get(reverse(TAKE)).status_code == 405
    assert signed_in.post(reverse(TAKE), {"path": "export"}).status_code == 404
    assert not Issue.objects.exists()
    assert not SignatureChoice.objects.exists()


def test_ended_entries_disappear_from_the_next_copy_and_the_page_says_so(
    teacher: Staff, signed_in: Client
) -> None:
    member = make_entitlement(staff=teacher, label="Member, NSTA")
    signed_in.post(reverse(TAKE), {"chosen": "1", "credential": str(member.pk), "path": "copy"})
    assert "Member, NSTA" in shown(signed_in)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Entitlement.objects.filter(pk=member.pk).update(expires=yesterday)
    page = signed_in.get(reverse(PAGE))
    assert "Member, NSTA" not in source_of(page)
    assert "1 thing that you had chosen has ended" in page.content.decode()
    assert "This is advice: you decide." in page.content.decode()


def test_a_record_without_a_title_is_refused_with_the_mandatory_clause(
    teacher: Staff, signed_in: Client
) -> None:
    Staff.objects.filter(pk=teacher.pk).update(title="")
    page = signed_in.get(reverse(PAGE)).content.decode()
    assert "your title" in page
    assert "must include" in page
    assert "This is required of everyone." in page
    assert "signature-html" not in page
    assert signed_in.post(reverse(TAKE), {"path": "copy"}).status_code == 302
    assert signed_in.get(reverse("signatures:preview")).status_code == 404
    assert not Issue.objects.exists()


def test_a_wrong_record_is_reported_in_one_step(teacher: Staff, signed_in: Client) -> None:
    administrator = make_account(Role.ADMINISTRATOR)
    wrong = {"part": "title", "words": "I teach Grade 4 now.\n<b>Please</b>"}
    with pytest.MonkeyPatch.context() as patch:  # rate limits count outside of a transaction
        patch.setattr("signatures.mine.views.count", lambda *args: None)
        answer = signed_in.post(reverse("signatures:report_record"), wrong)
    assert answer["Location"].endswith("?reported=1")
    sent = Message.objects.get()
    assert (sent.address, sent.message_class) == (administrator.email, MessageClass.STAFF)
    assert "I teach Grade 4 now.\n<b>Please</b>" in sent.text
    assert "<b>Please</b>" not in sent.html
    assert mail_faults(sent.html) == {}
    entry = AuditEntry.objects.get(action="signature.record_reported")
    assert entry.data == {"part": "title"}


def test_an_empty_report_comes_back_with_its_reason(signed_in: Client) -> None:
    page = signed_in.post(reverse("signatures:report_record"), {"part": "title", "words": " "})
    assert page.status_code == 422
    assert "Please check these answers" in page.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", [PAGE, "signatures:preview"])
def test_an_anonymous_visitor_must_sign_in(name: str, client: Client) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_logo_and_a_statement_list_the_signatures_they_are_in(
    teacher: Staff, school: SchoolPage
) -> None:
    other = make_staff((Role.TEACHER, make_school(school.get_parent().specific)))
    district, own = add_logo("Larkspur"), add_logo("Juniper", school.organization, shade=96)
    later = add_logo("Larkspur, green", shade=80)
    nsta = make_professional(name="NSTA")
    theirs = add_logo("NSTA", nsta, shade=120)
    make_entitlement(staff=other, organization=nsta)
    mission = add_mission(school.organization)
    SignatureChoice.objects.create(
        staff=teacher, schools=[school.pk], statements=[f"{mission.key}-en"]
    )

    def who(item: Any) -> list[str]:
        signatures = [
            use for use in all_uses(item) if use.where == "Email signatures" and use.number
        ]
        return [person.name for use in signatures for person in use.names(0, 10)]

    assert set(who(district)) == {teacher.full_name, other.full_name}
    assert who(own) == [teacher.full_name]
    assert who(later) == []  # a signature shows the first of several
    assert who(theirs) == [other.full_name]
    assert who(mission) == [teacher.full_name]


def test_the_root_of_the_staff_area_redirects_to_its_home_page(
    client: Client,
) -> None:
    """Guides say "the staff area", but the address /staff/ used to show a 404."""
    assert client.get("/staff/").headers["Location"] == reverse("signatures:my_signature")
