"""The screens of rosters: who opens them, and what a press does."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import ClassroomPage, RosterDelivery, RosterPage, RosterSection
from classroom.rosters import services
from classroom.rosters.pages import make_pages
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account
from tests.factories.rosters import Delivery, small_delivery

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

INDEX = "/admin/classes/roster/"


@pytest.fixture
def administrator(district: District, client: Client) -> User:
    account = make_account(Role.ADMINISTRATOR)
    client.force_login(account)
    return account


def zipped(delivery: Delivery, folder: Path) -> SimpleUploadedFile:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for file in delivery.write(folder / "roster").iterdir():
            made.write(file, file.name)
    return SimpleUploadedFile("roster.zip", data.getvalue())


def texts(client: Client, address: str, path: str) -> list[str]:
    tree = html.fromstring(client.get(address).content)
    return [" ".join(" ".join(each.itertext()).split()) for each in tree.xpath(path)]


def test_an_administrator_uploads_reads_joins_splits_applies_and_undoes(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    delivery = small_delivery()
    delivery.course("e", "Geometry")
    delivery.section("5", "Geometry", ["rivera"], course="e")
    answer = client.post(INDEX, {"file": zipped(delivery, tmp_path)}, follow=True)
    (row,) = RosterDelivery.objects.all()
    screen = reverse("classroom_roster", args=[row.pk])
    assert answer.redirect_chain == [(screen, 302)]
    assert "A roster waits for you" in client.get(reverse("wagtailadmin_home")).text
    rows = texts(client, screen, "//tr[.//a[contains(., 'Lincoln')]]")
    assert rows == ["Lincoln High Staff 2 0 0 0 0", "Lincoln High Classes 5 0 0 0 0"]

    school = f"{screen}?school=-1"
    pages = "//section[@id='school']//tr/th[@scope='row']"
    assert texts(client, school, pages) == [
        *("No page", "Algebra 1 (new)", "Geometry (new)", "Art (new)")
    ]
    client.post(school, {"join": "5"})
    assert texts(client, school, pages) == ["No page", "Algebra 1 (new)", "Art (new)"]
    client.post(school, {"split": "1"})
    client.post(school, {"split": "3"})
    assert texts(client, school, pages) == [
        *("Advisory 9 (new)", "Algebra 1 (new)", "Algebra 1 (new)", "Geometry (new)", "Art (new)")
    ]
    assert not RosterSection.objects.exists(), "nothing is stored before someone says so"

    client.post(screen, {"action": "apply"})
    for page in RosterPage.objects.all():
        make_pages(school_id=page.school_id)
    made = ClassroomPage.objects.live().exclude(roster_page=None)
    assert sorted((page.title, page.section) for page in made) == [
        *(("Advisory 9", ""), ("Algebra 1", "Period 1"), ("Algebra 1", "Period 2")),
        *(("Art", "Period 3"), ("Geometry", "")),
    ]
    assert "Undo this roster" in client.get(screen).text
    client.post(screen, {"action": "undo"})
    row.refresh_from_db()
    assert row.state == RosterDelivery.State.UNDONE
    assert not RosterSection.objects.filter(ended_on=None).exists()


def test_mistakes_are_shown_with_their_place_and_nothing_is_kept(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    delivery = small_delivery()
    delivery.enroll("9", "rivera")
    answer = client.post(INDEX, {"file": zipped(delivery, tmp_path)})
    (row,) = html.fromstring(answer.content).xpath("//section//tbody/tr")
    cells = [" ".join(cell.text_content().split()) for cell in row]
    assert cells == [
        *("enrollments.csv, Line 8", "classSourcedId", "9"),
        "Nothing in this delivery has this id.",
    ]
    assert not RosterDelivery.objects.exists()


def test_a_page_that_stays_a_draft_is_listed_with_its_way_to_the_form(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    delivery = small_delivery()
    delivery.course("r", "Reading intervention: Jayden B.")
    delivery.section("5", "Reading", ["rivera"], course="r")
    client.post(INDEX, {"file": zipped(delivery, tmp_path)})
    client.post(
        reverse("classroom_roster", args=[RosterDelivery.objects.get().pk]), {"action": "apply"}
    )
    assert "3 class pages are still to be made or changed" in client.get(INDEX).text
    for school in RosterPage.objects.values_list("school", flat=True).distinct():
        make_pages(school_id=school)
    page = ClassroomPage.objects.get(title__startswith="Reading")
    links = html.fromstring(client.get(INDEX).content).xpath(
        "//section[h2[@id='drafts-heading']]//a"
    )
    assert [link.get("href") for link in links] == [
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ]


def test_what_was_dropped_is_not_applied(
    client: Client, administrator: User, tmp_path: Path
) -> None:
    client.post(INDEX, {"file": zipped(small_delivery(), tmp_path)})
    row = RosterDelivery.objects.get()
    screen = reverse("classroom_roster", args=[row.pk])
    client.post(screen, {"action": "drop"})
    answer = client.post(screen, {"action": "apply"}, follow=True)
    assert "Something was changed in the meantime" in answer.text
    assert not RosterSection.objects.exists()


def test_a_second_press_on_apply_finds_it_applied(
    client: Client, administrator: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(INDEX, {"file": zipped(small_delivery(), tmp_path)})
    row = RosterDelivery.objects.get()
    screen = reverse("classroom_roster", args=[row.pk])
    apply = services.apply_delivery

    def applied_by_the_first_press(**options: Any) -> RosterDelivery:
        apply(**options)
        return apply(**options)

    monkeypatch.setattr(services, "apply_delivery", applied_by_the_first_press)
    answer = client.post(screen, {"action": "apply"}, follow=True)
    assert answer.status_code == 200
    assert "Something was changed" not in answer.text
    assert "Undo this roster" in answer.text


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PRINCIPAL, Role.COMMUNICATIONS])
def test_nobody_else_opens_them(client: Client, district: District, role: Role) -> None:
    row = RosterDelivery.objects.create(name="roster.zip", plan={"schools": []})
    client.force_login(make_account(role, district.school))
    for address in (INDEX, reverse("classroom_roster", args=[row.pk])):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, {"action": "drop"}).status_code in {302, 403}
    row.refresh_from_db()
    assert row.state == RosterDelivery.State.WAITING
