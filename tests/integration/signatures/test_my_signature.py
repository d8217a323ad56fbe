"""My signature: chosen from what the person may have, seen by its owner only, taken in a minute."""

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

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
from tests.factories.people import make_account, make_staff, make_superuser
from tests.factories.signatures import make_entitlement, make_professional, make_quote
from tests.unit.notifications.mail_support import faults

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


def test_an_employee_copies_name_title_contact_and_both_logos(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    add_logo("Larkspur Valley")
    add_logo("Juniper Creek", school.organization, shade=50)
    html = shown(signed_in)
    for part in ("Elena Rivera", "Grade 3 Teacher", "tel:+1-406-555-0112", teacher.email):
        assert part in html
    assert re.findall(r'alt="([^"]*)"', html) == ["Larkspur Valley logo", "Juniper Creek logo"]
    assert all(re.match(r"https?://.+/brand/", src) for src in re.findall(r'src="([^"]*)"', html))


def test_the_preview_the_copy_and_the_next_visit_show_the_same_also_before_any_choice(
    teacher: Staff, signed_in: Client
) -> None:
    make_entitlement(staff=teacher, label="Member, NSTA")
    page = signed_in.get(reverse(PAGE))
    root = lxml.html.fromstring(page.content)
    (frame,) = root.xpath("//iframe/@src")
    hidden = root.xpath("//form[@method='post']//input[@type='hidden']")
    sent: dict[str, list[str]] = {}
    for each in hidden:
        sent.setdefault(each.get("name"), []).append(each.get("value"))
    for part in ("Member, NSTA", "Juniper Creek Elementary, Larkspur"):
        assert part in source_of(page)
        assert part in signed_in.get(frame).text
        assert part in signed_in.post(reverse(TAKE), {**sent, "path": "htm"}).text
        assert part in shown(signed_in)


def test_what_the_person_chooses_is_in_it_and_nothing_else(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    nsta = make_professional(name="NSTA")
    add_logo("NSTA", nsta, shade=99)
    member = make_entitlement(staff=teacher, organization=nsta, label="Member, NSTA")
    make_entitlement(staff=teacher, label="Member, Other")
    quote = make_quote(staff=teacher)
    mission = add_mission(school.organization)
    html = shown(
        signed_in,
        school=str(school.pk),
        phone=str(school.pk),
        credential=str(member.pk),
        statement=f"{mission.key}-en",
        quote=str(quote.pk),
    )
    for part in ("Member, NSTA", "NSTA logo", "Every child reads.", "A. Librarian", "4065550110"):
        assert part in html
    assert "Mission of Juniper Creek Elementary" in html
    assert "Member, Other" not in html
    assert "406-555-0112" not in html
    assert "Every child reads" not in shown(signed_in, school=str(school.pk))


def test_nobody_gets_what_belongs_to_others_whatever_they_send(
    teacher: Staff, signed_in: Client
) -> None:
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
        quote=str(make_quote(staff=colleague, text="Their words").pk),
    )
    for part in ("Larkspur Middle", "0199", "Their", "Every child"):
        assert part not in html


def test_a_phone_that_was_not_chosen_does_not_come_back_after_a_move(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    SignatureChoice.objects.create(staff=teacher, schools=[school.pk], phone=str(school.pk))
    assert "4065550110" in shown(signed_in)
    other = make_school(make_home(), title="Larkspur Middle", phone="406-555-0199")
    teacher.schools.set([other])
    teacher.save()
    html = shown(signed_in)
    assert "406-555-0199" in html
    assert "406-555-0112" not in html
    page = lxml.html.fromstring(signed_in.get(reverse(PAGE)).content)
    assert page.xpath("//input[@name='phone'][@checked]/@value") == [str(other.pk)]
    other.phone = ""
    other.save()
    assert "406-555-0112" not in shown(signed_in)


@pytest.mark.parametrize("query", [
    "chosen=1&school=x&school=1e9&phone=-1&credential=%00&quote=9999999999999999999&statement=%3Cb",
    "chosen=1&" + "&".join(f"credential={number}" for number in range(900)),
])  # fmt: skip
def test_whatever_stands_in_the_address_is_answered(query: str, signed_in: Client) -> None:
    assert signed_in.get(f"{reverse(PAGE)}?{query}").status_code == 200


def test_someone_who_works_at_two_schools_has_both(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    high = make_school(school.get_parent().specific, title="Larkspur High", street="1 Main Street")
    third = make_school(school.get_parent().specific, title="Sunrise")
    teacher.schools.add(high, third)
    teacher.save()
    chosen = [str(high.pk), str(school.pk), str(third.pk)]
    html = shown(signed_in, school=chosen)
    assert "Larkspur High / Juniper Creek Elementary, " in html
    assert "1 Main Street" in html
    assert "210 Juniper Lane" in html
    assert "Sunrise" not in html


def test_a_school_without_a_logo_says_so_where_others_have_one(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    said = "No logo of this school is registered."
    assert said not in signed_in.get(reverse(PAGE)).text
    add_logo("Larkspur Valley")
    assert said in signed_in.get(reverse(PAGE)).text
    add_logo("Juniper Creek", school.organization, shade=50)
    assert said not in signed_in.get(reverse(PAGE)).text


def test_after_a_move_the_new_school_stands_in_the_place_of_the_chosen_one(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    signed_in.post(reverse(TAKE), {"chosen": "1", "school": str(school.pk), "path": "copy"})
    high = make_school(school.get_parent().specific, title="Larkspur High")
    teacher.schools.set([high])
    teacher.save()
    html = shown(signed_in)
    assert "Larkspur High" in html
    assert "Juniper" not in html


def test_after_a_move_the_own_phone_stays_where_the_person_left_it(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    signed_in.post(reverse(TAKE), {"path": "txt", "chosen": "1", "phone": str(school.pk)})
    teacher.schools.set([make_school(make_home(), title="Larkspur High", phone="4065550199")])
    teacher.save()
    assert "406-555-0199" in shown(signed_in)
    teacher.schools.clear()
    teacher.save()
    assert "tel:" not in shown(signed_in)


def test_copying_is_noted_with_what_it_was_made_of_and_chosen_again_next_time(
    teacher: Staff, school: SchoolPage, signed_in: Client
) -> None:
    logo = add_logo("Larkspur Valley")
    quote = make_quote(staff=teacher)
    chosen = {"chosen": "1", "phone": "none", "quote": str(quote.pk), "path": "copy"}
    answer = signed_in.post(reverse(TAKE), chosen)
    assert parse_qs(urlsplit(answer["Location"]).query)["taken"] == ["1"]
    issue = Issue.objects.get()
    assert (issue.staff, issue.path, issue.told_at) == (teacher, "copy", None)
    assert issue.logo_versions == [logo.versions.get().pk]
    assert SignatureChoice.objects.get().wish.quote == quote.pk
    again = shown(signed_in)
    assert "A. Librarian" in again
    assert "406-555" not in again
    assert "Juniper" not in again  # no school was ticked
    assert AuditEntry.objects.get(action="signature.issued").data["path"] == "copy"


def test_outlook_gets_files_that_no_encoding_can_break(teacher: Staff, signed_in: Client) -> None:
    Staff.objects.filter(pk=teacher.pk).update(given_name="Zoë", family_name="Ñandú")
    htm = signed_in.post(reverse(TAKE), {"path": "htm"})
    assert htm["Content-Disposition"] == 'attachment; filename="zoe-nandu-signature.htm"'
    assert "Zo&#235; &#209;and&#250;" in htm.content.decode("ascii")
    text = signed_in.post(reverse(TAKE), {"path": "txt"})
    assert text.content.decode("utf-8-sig").startswith("Zoë Ñandú\nGrade 3 Teacher\n")
    assert set(Issue.objects.values_list("path", flat=True)) == {"htm", "txt"}


def test_looking_at_it_leaves_nothing_behind(signed_in: Client) -> None:
    for name in (PAGE, "signatures:preview"):
        assert signed_in.get(reverse(name), {"chosen": "1"}).status_code == 200
    for kind in ("vcf", "png"):
        assert signed_in.get(reverse("signatures:contact_card", args=[kind])).status_code == 200
    assert signed_in.get(reverse(TAKE)).status_code == 405
    assert signed_in.post(reverse(TAKE), {"path": "export"}).status_code == 404
    assert not Issue.objects.exists()
    assert not SignatureChoice.objects.exists()


def test_the_contact_card_holds_what_the_signature_says(teacher: Staff, signed_in: Client) -> None:
    Staff.objects.filter(pk=teacher.pk).update(family_name="O;N\r\nTEL:1\\, Jr.")
    card = signed_in.get(reverse("signatures:contact_card", args=["vcf"])).content.decode()
    lines = card.splitlines()
    assert r"N:O\;N TEL:1\\\, Jr.;Elena" in lines
    assert f"EMAIL:{teacher.email}" in lines
    assert "TEL;TYPE=WORK:406-555-0112" in lines
    assert not [line for line in lines if line.startswith("TEL:")]
    code = signed_in.get(reverse("signatures:contact_card", args=["png"]))
    assert code.content.startswith(b"\x89PNG")


def test_what_has_ended_leaves_the_next_copy_and_the_page_says_so(
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


def test_a_record_without_title_is_refused_with_its_clause_that_binds(
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
    with pytest.MonkeyPatch.context() as patch:  # a limit counts outside of a transaction
        patch.setattr("signatures.mine.views.count", lambda *args: None)
        answer = signed_in.post(reverse("signatures:report_record"), wrong)
    assert answer["Location"].endswith("?reported=1")
    sent = Message.objects.get()
    assert (sent.address, sent.message_class) == (administrator.email, MessageClass.STAFF)
    assert "I teach Grade 4 now.\n<b>Please</b>" in sent.text
    assert "<b>Please</b>" not in sent.html
    assert faults(sent.html) == {}
    entry = AuditEntry.objects.get(action="signature.record_reported")
    assert entry.data == {"part": "title"}


def test_an_empty_report_comes_back_with_its_reason(signed_in: Client) -> None:
    page = signed_in.post(reverse("signatures:report_record"), {"part": "title", "words": " "})
    assert page.status_code == 422
    assert "Please check these answers" in page.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", [PAGE, "signatures:preview"])
def test_whoever_is_not_signed_in_is_asked_to(name: str, client: Client) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_an_account_without_a_staff_record_hears_who_can_help(
    home: HomePage, client: Client
) -> None:
    client.force_login(make_superuser())
    response = client.get(reverse(PAGE))
    assert response.status_code == 404
    assert "no staff record" in response.content.decode()
    assert client.post(reverse(TAKE), {"path": "copy"}).status_code == 404


def test_a_counselor_without_the_editor_gets_a_signature_and_a_way_back(
    home: HomePage, client: Client
) -> None:
    counselor = make_staff((Role.COUNSELOR, None), phone="406-555-0140")
    client.force_login(counselor.user)
    page = client.get(reverse(PAGE))
    assert counselor.full_name in source_of(page)
    assert "Back to the website" in page.content.decode()
    first_screen = client.get(reverse("wagtailadmin_login"), follow=True)
    assert f'href="{reverse(PAGE)}"' in first_screen.text


def test_the_preview_allows_styles_and_our_pictures_and_nothing_else(signed_in: Client) -> None:
    policy = signed_in.get(reverse("signatures:preview"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    for closed in ("form-action 'none'", "base-uri 'none'", "sandbox allow-same-origin"):
        assert closed in policy
    assert "#1e1e1e" in signed_in.get(reverse("signatures:preview"), {"look": "dark"}).text


def test_a_logo_and_a_statement_say_in_whose_signature_they_are(
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


def test_my_signature_asks_few_queries_however_much_there_is_to_choose(
    teacher: Staff, school: SchoolPage, signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        make_quote(staff=teacher, text=f"Words {number}")
        make_entitlement(staff=teacher)
    signed_in.get(reverse(PAGE))
    with django_assert_max_num_queries(28):
        signed_in.get(reverse(PAGE))


def test_the_beginning_of_an_address_of_the_staff_area_leads_to_its_first_page(
    client: Client,
) -> None:
    """Guides say "the staff area"; whoever types /staff/ found nothing there."""
    assert client.get("/staff/").headers["Location"] == reverse("signatures:my_signature")
