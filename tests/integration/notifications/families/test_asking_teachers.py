""" "Ask Ms. …" leads only to a mailbox of the district."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import ClassroomPage, ClassroomTeacher
from district_cms.activities.models import ActivityPage
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from notifications.digests.services import write_due_digests
from notifications.models import Subscriber
from notifications.sources import directory
from tests.factories.district import District
from tests.factories.people import make_superuser
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family, digests

pytestmark = pytest.mark.django_db

PRIVATE, SHARED = "elena.private@example.com", "math3@larkspur.example"
OFFICE = "juniper-creek@larkspur.example"


def ask_of(district: District, clock: Clock) -> tuple[str, str]:
    facts = directory(clock("2026-11-24 17:05").date()).classes[district.classroom.translation_key]
    return facts.ask, facts.ask_name


def editor_of(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def latest(page: Any) -> Any:
    return ClassroomPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def of_class(**values: str) -> None:
    ClassroomPage.objects.update(**values)


class TestInMessages:
    @pytest.mark.parametrize("office", ["", PRIVATE])
    def test_without_a_district_mailbox_there_is_no_contact(
        self, offered: District, clock: Clock, office: str
    ) -> None:
        of_class(contact_email=PRIVATE)
        Staff.objects.update(email=PRIVATE)
        SchoolPage.objects.update(email=office)
        assert ask_of(offered, clock)[0] == ""

    @pytest.mark.parametrize("language, words", [
        ("en", "Ask the school office about Math 3"),
        ("es", "Pregunte en la oficina de la escuela sobre Math 3"),
    ])  # fmt: skip
    def test_a_class_without_teachers_names_its_school_office(
        self, offered: District, family: Family, clock: Clock, language: str, words: str
    ) -> None:
        family.subscribes(offered.classroom)
        Subscriber.objects.update(language=language)
        Walk.begin(offered).submit().approve()
        SchoolPage.objects.update(email=OFFICE)
        ClassroomTeacher.objects.all().delete()
        clock("2026-11-24 17:05")
        assert write_due_digests().messages == 1
        (mail,) = digests()
        assert f"mailto:{OFFICE}?subject=" in mail.html
        assert f"{words}</a>" in mail.html
        assert f"{words}: {OFFICE}" in mail.text

    def test_an_activity_without_a_leader_names_its_school_office(
        self, offered: District, clock: Clock
    ) -> None:
        SchoolPage.objects.update(email=OFFICE)
        band = ActivityPage(title="Band 6", kind="music")
        offered.school.add_child(instance=band)
        facts = directory(clock("2026-11-24 17:05").date()).classes[band.translation_key]
        assert (facts.ask, facts.asks_office) == (OFFICE, True)

    def test_no_digest_names_a_private_mailbox(
        self, offered: District, family: Family, clock: Clock
    ) -> None:
        family.subscribes(offered.classroom)
        Walk.begin(offered).submit().approve()
        of_class(contact_email=PRIVATE)
        clock("2026-11-24 17:05")
        assert write_due_digests().messages == 1
        (mail,) = digests()
        assert "mailto:" in mail.html
        for content in (mail.html, mail.text):
            assert PRIVATE not in content


class TestAtTheForm:
    @pytest.fixture
    def browser(self) -> Client:
        browser = Client()
        browser.force_login(make_superuser())
        return browser

    def saves(self, browser: Client, address: str, email: str, box: str = "contact_email") -> Any:
        """Opens the form, types into this field and saves."""
        page = html.fromstring(browser.get(address).content)
        (form,) = [each for each in page.forms if box in each.inputs]
        return browser.post(address, {**dict(form.form_values()), box: email})

    def test_another_address_is_refused_at_its_field(
        self, offered: District, browser: Client
    ) -> None:
        answer = self.saves(browser, editor_of(offered.classroom), PRIVATE)
        (said,) = answer.context["form"].errors["contact_email"]
        assert "is not a district address" in said
        assert "larkspur.example" in said
        assert latest(offered.classroom).contact_email != PRIVATE

    def test_an_existing_foreign_address_is_reported_at_its_field(
        self, offered: District, browser: Client
    ) -> None:
        url = editor_of(offered.classroom)
        assert "A district address, at larkspur.example." in browser.get(url).content.decode()
        page = offered.classroom
        page.contact_email = PRIVATE
        # Other ways to save the page are not stopped by it.
        page.save_revision().publish()
        shown = browser.get(url).content.decode()
        assert "so the emails to families leave it out" in shown

    def test_the_staff_record_refuses_foreign_addresses_too(
        self, offered: District, browser: Client
    ) -> None:
        staff = Staff.objects.get(user=offered.teacher)
        url = reverse("staff:edit", args=[staff.pk])
        answer = self.saves(browser, url, PRIVATE, box="email")
        assert "is not a district address" in str(answer.context["form"].errors["email"])
        assert self.saves(browser, url, SHARED, box="email").status_code == 302
