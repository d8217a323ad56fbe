"""My signature: made from the staff record, seen by its owner only, readable everywhere."""

import io
import json
import re
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from district_cms.brand.models import Logo, Organization
from district_cms.brand.uses import Use, uses_of
from district_cms.people.models import Staff
from district_cms.people.roles import Role
from district_cms.schools.models import SchoolPage
from signatures.policy import BUDGET, LogoImage, Record
from signatures.render import render_signature
from signatures.selectors import signatures_with
from tests.factories.pages import make_home, make_school
from tests.factories.people import make_staff, make_superuser

pytestmark = pytest.mark.django_db

CANIEMAIL = Path(__file__).parents[2] / "data" / "caniemail.json"
TARGETS = ("outlook", "gmail", "apple-mail")
# What the signature's HTML is made of, by the slugs of caniemail; tags and attributes that it has
# no entry for are plain HTML 3.2.
USED_FEATURES = {
    "style:margin": "css-margin",
    "tag:div": "html-div",
    "tag:p": "html-p",
    "style:font-family": None,
    "style:font-size": "css-font-size",
    "style:line-height": "css-line-height",
    "style:width": "css-width",
    "style:height": "css-height",
    "style:border": "css-border",
    "tag:b": None,
    "tag:br": None,
    "tag:a": "html-mailto-links",
    "tag:img": None,
    "attr:width": "html-width",
    "attr:height": "html-height",
    "attr:alt": None,
    "attr:href": None,
    "attr:src": None,
    "attr:style": None,
}
LONG_NAME = "Maximiliana-Theodora Featherstonehaugh-Montgomery of the Upper Valley"


@pytest.fixture
def teacher() -> Staff:
    school = make_school(make_home(), title="Juniper Creek Elementary", street="210 Juniper Lane")
    return make_staff(
        (Role.TEACHER, school),
        given_name="Elena",
        family_name="Rivera",
        title="Grade 3 Teacher",
        phone="406-555-0112",
    )


def picture(size: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "#4a48b8").save(out, "PNG")
    return out.getvalue()


def add_logo(name: str, school: SchoolPage | None = None, size: int = 64) -> Logo:
    district = Organization.objects.get(kind=Organization.Kind.DISTRICT)
    logo = Logo(
        name=name,
        description=f"{name} logo",
        organization=school.organization if school else district,
        file=ContentFile(picture(size), name="logo.png"),
    )
    logo.save()
    return logo


def source_of(response: Any) -> str:
    (box,) = lxml.html.fromstring(response.content).xpath("//textarea[@id='signature-html']")
    return str(box.text)


def test_an_employee_copies_name_title_contact_and_both_logos(
    teacher: Staff, client: Client
) -> None:
    school = teacher.schools.get()
    add_logo("Larkspur Valley")
    add_logo("Juniper Creek", school, size=96)
    client.force_login(teacher.user)
    html = source_of(client.get(reverse("signatures:my_signature")))
    for part in ("Elena Rivera", "Grade 3 Teacher", "tel:+1-406-555-0112", teacher.email):
        assert part in html
    assert re.findall(r'alt="([^"]*)"', html) == ["Larkspur Valley logo", "Juniper Creek logo"]
    assert all(src.startswith("http") for src in re.findall(r'src="([^"]*)"', html))


def test_another_schools_logo_is_never_in_it(teacher: Staff, client: Client) -> None:
    other = make_school(make_home(), title="Larkspur Middle")
    add_logo("Larkspur Middle", other)
    client.force_login(teacher.user)
    html = source_of(client.get(reverse("signatures:my_signature"), {"school": other.pk}))
    assert "Larkspur Middle" not in html


def test_a_logo_says_in_how_many_signatures_it_is(teacher: Staff) -> None:
    school = teacher.schools.get()
    make_staff((Role.TEACHER, make_school(school.get_parent().specific)))
    district, own = add_logo("Larkspur Valley"), add_logo("Juniper Creek", school, size=96)
    later = add_logo("Larkspur Valley, green", size=80)
    assert Use("Email signatures", 2) in uses_of(district)
    assert Use("Email signatures", 1) in uses_of(own)
    assert signatures_with(later).number == 0  # a signature shows the first of several
    Logo.objects.filter(pk=district.pk).update(active=False)
    assert signatures_with(later).number == 2
    assert signatures_with(district).number == 0


def test_whoever_is_not_signed_in_is_asked_to(client: Client) -> None:
    response = client.get(reverse("signatures:my_signature"))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_an_account_without_a_staff_record_hears_who_can_help(client: Client) -> None:
    make_home()
    client.force_login(make_superuser())
    response = client.get(reverse("signatures:my_signature"))
    assert response.status_code == 404
    assert "no staff record" in response.content.decode()


def test_a_counselor_without_the_editor_gets_a_signature_too(client: Client) -> None:
    make_home()
    counselor = make_staff((Role.COUNSELOR, None), phone="406-555-0140")
    client.force_login(counselor.user)
    assert counselor.full_name in source_of(client.get(reverse("signatures:my_signature")))


def test_a_record_without_title_is_refused_with_what_to_do(teacher: Staff, client: Client) -> None:
    type(teacher).objects.filter(pk=teacher.pk).update(title="")
    client.force_login(teacher.user)
    page = client.get(reverse("signatures:my_signature")).content.decode()
    assert "your title" in page
    assert "signature-html" not in page


def test_the_preview_allows_styles_and_our_pictures_and_nothing_else(
    teacher: Staff, client: Client
) -> None:
    client.force_login(teacher.user)
    policy = client.get(reverse("signatures:preview"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def a_record(name: str, **changes: str) -> Record:
    values = {
        "name": name,
        "title": "Teacher of English, Journalism and Theater",
        "organization": "Larkspur Valley Public Schools",
        "email": "maximiliana.featherstonehaugh@larkspur.example",
        "phone": "406-555-0112",
        "phone_link": "tel:+1-406-555-0112",
        "school": "Juniper Creek Elementary",
        "street": "210 Juniper Lane",
        "city": "Larkspur",
    }
    return Record(**{**values, **changes})


LOGO = LogoImage("https://www.larkspur.example/media/logos/abc.png", "Larkspur logo", 320, 320)


@pytest.mark.parametrize("name", ["Bo Li", "Elena Rivera", LONG_NAME])
@pytest.mark.parametrize("logos", [(), (LOGO,), (LOGO, LOGO)])
@pytest.mark.parametrize("changes", [{}, {"school": ""}, {"phone": ""}, {"street": "", "city": ""}])
def test_every_variant_fits_the_budget_and_reads_without_pictures(
    name: str, logos: tuple[LogoImage, ...], changes: dict[str, str]
) -> None:
    signature = render_signature(a_record(name, **changes), logos)
    assert len(signature.html) <= BUDGET
    text = lxml.html.fromstring(signature.html).text_content()
    for part in (name, "Teacher of English", "Larkspur Valley Public Schools"):
        assert part in text
        assert part in signature.text
    assert "background" not in signature.html


def test_names_cannot_bring_markup_into_it() -> None:
    html = render_signature(a_record('<img src="x"> & Co'), ()).html
    assert "<img" not in html
    assert "&amp; Co" in html


def features_of(html: str) -> set[str]:
    found = set()
    for element in lxml.html.fromstring(html).iter():
        found.add(f"tag:{element.tag}")
        found |= {f"attr:{name}" for name in element.attrib}
        for declaration in element.get("style", "").split(";"):
            if ":" in declaration:
                found.add(f"style:{declaration.split(':')[0].strip()}")
    return found


def test_everything_in_it_is_shown_by_outlook_gmail_and_apple_mail() -> None:
    """No "no" of the newest version of any target; source: caniemail.com, MIT license."""
    support = {f["slug"]: f["stats"] for f in json.loads(CANIEMAIL.read_text())["data"]}
    html = render_signature(a_record("Elena Rivera"), (LOGO, LOGO)).html
    refused = []
    for feature in sorted(features_of(html)):
        slug = USED_FEATURES[feature]  # KeyError: a feature that nobody has looked up
        if slug is None:
            continue
        for client in TARGETS:
            for platform, versions in support[slug].get(client, {}).items():
                if list(versions.values())[-1].startswith("n"):
                    refused.append((feature, client, platform))
    assert refused == []
