"""The form of an update: which class it is for, which days, and where one lands after posting."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content

pytestmark = pytest.mark.django_db
SUBMIT = {"action-submit": "Submit"}


@pytest.fixture
def teacher(district: District, client: Client) -> Client:
    client.force_login(district.teacher)
    return client


def adding(district: District) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["classroom", "updatepage", district.classroom.pk]
    )


def test_a_new_form_and_an_old_one_say_their_class(district: District, teacher: Client) -> None:
    district.classroom.section = "Period 2"
    district.classroom.save()
    values = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.teacher, **values)
    for address in (adding(district), reverse("wagtailadmin_pages:edit", args=[draft.pk])):
        page = html.fromstring(teacher.get(address).content)
        [said] = page.find_class("update-class")
        words = " ".join(said.text_content().split())
        assert "An update for Math 3, Period 2, 2026-27" in words
        assert "Ms. Rivera, Juniper Creek Elementary" in words


# Days of no other update in a test: a second one of the same days would be asked about.
LATER: dict[str, Any] = {
    "period_start": dt.date(2026, 12, 8),
    "period_end": dt.date(2026, 12, 14),
}


def send(
    client: Client,
    address: str,
    district: District,
    days: dict[str, Any] | None = None,
    **more: str,
) -> Any:
    content = update_content(district.curriculum, title="Halves", **(days or {}))
    return client.post(address, update_form(content, **more))


def test_after_submitting_the_teacher_lands_at_the_classes(
    district: District, teacher: Client
) -> None:
    response = send(teacher, adding(district), district, **SUBMIT)
    assert response.url == f"{reverse('wagtailadmin_home')}#your-classes-section"
    landed = teacher.get(reverse("wagtailadmin_home"))
    page = html.fromstring(landed.content)
    [panel] = page.xpath("//*[@id='your-classes-section']")
    assert "is with the principal" in panel.text_content()
    assert re.search("With the principal: “Halves”\\s+since", panel.text_content())

    update = UpdatePage.objects.get()
    draft = make_draft(
        district.classroom, owner=district.teacher, **update_content(district.curriculum)
    )
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert send(teacher, edit, district, LATER, **SUBMIT).url.endswith("#your-classes-section")
    assert update.current_workflow_state is not None


def test_saving_a_draft_stays_in_the_form_and_others_land_where_they_did(
    district: District, teacher: Client
) -> None:
    values = update_content(district.curriculum)
    draft = make_draft(district.classroom, owner=district.teacher, **values)
    edit = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert send(teacher, edit, district).url == edit
    asked = send(teacher, edit, district, **SUBMIT, next="/admin/reports/")
    assert asked.url == "/admin/reports/"

    other = make_draft(district.classroom, owner=district.teacher, **values)
    principal = Client()
    principal.force_login(district.principal)
    edit = reverse("wagtailadmin_pages:edit", args=[other.pk])
    landed = send(principal, edit, district, LATER, **{"action-publish": "Publish"})
    assert landed.url == reverse("wagtailadmin_explore", args=[district.classroom.pk])


def test_what_is_only_empty_yet_is_told_apart_from_faults(
    district: District, teacher: Client
) -> None:
    address = reverse(
        "publishing_live_check_new", args=["classroom", "updatepage", district.classroom.pk]
    )
    empty = update_content(
        district.curriculum,
        lesson=[],
        assignments=[],
        assignments_none=False,
        title="Call 555-0100",
    )
    findings = teacher.post(address, update_form(empty)).json()["findings"]
    by_rule = {finding["rule"]: finding["empty"] for finding in findings}
    assert by_rule["lesson-missing"]
    assert by_rule["assignments-missing"]
    assert not any(is_empty for rule, is_empty in by_rule.items() if not rule.endswith("-missing"))
