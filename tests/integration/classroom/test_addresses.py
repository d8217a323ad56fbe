"""Addresses of classes and updates: made in code, with the year, and correct after every move."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classroom.models import ClassroomPage, UpdatePage
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_school_year,
    make_teacher_page,
    make_update,
    update_content,
)

pytestmark = pytest.mark.django_db

CLASS = "/juniper-creek/ms-rivera/2026-27/math-3/"


def fresh(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific


def answers(client: Client, page: Page) -> bool:
    """Returns True if the page is served at its address."""
    response = client.get(fresh(page).url)
    return response.status_code == 200 and response.context["page"].pk == page.pk


@pytest.fixture
def update(district: District) -> UpdatePage:
    return make_update(district.classroom, **update_content(district.curriculum))


def test_the_same_class_of_another_year_has_an_address_of_its_own(
    district: District, client: Client
) -> None:
    coming = make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 9))
    continued = make_classroom(
        district.teacher_page, title="Math 3", school_year=coming, continues=district.classroom
    )
    assert continued.url == "/juniper-creek/ms-rivera/2027-28/math-3/"
    assert answers(client, continued)
    assert answers(client, district.classroom)


def test_a_class_that_moves_to_another_year_takes_its_updates_along(
    district: District, update: UpdatePage, client: Client
) -> None:
    room = fresh(district.classroom)
    room.school_year = make_school_year(dt.date(2027, 8, 30), dt.date(2028, 6, 9))
    room.save_revision().publish()
    assert fresh(room).url == "/juniper-creek/ms-rivera/2027-28/math-3/"
    assert fresh(update).url == "/juniper-creek/ms-rivera/2027-28/math-3/2026-11-10/"
    assert answers(client, update)


def test_a_class_that_moves_to_another_school_keeps_the_year_in_its_address(
    district: District, update: UpdatePage, client: Client
) -> None:
    there = make_teacher_page(district.other_school, slug="mr-oduya")
    # The editor moves pages as plain `Page` objects.
    Page.objects.get(pk=district.classroom.pk).move(there, pos="last-child")
    assert fresh(district.classroom).url == "/larkspur-middle/mr-oduya/2026-27/math-3/"
    assert fresh(update).url == "/larkspur-middle/mr-oduya/2026-27/math-3/2026-11-10/"
    assert answers(client, district.classroom)
    assert answers(client, update)
    assert client.get(CLASS).headers["Location"] == fresh(district.classroom).url


def test_a_teacher_who_moves_to_another_school_takes_the_classes_along(
    district: District, update: UpdatePage, client: Client
) -> None:
    Page.objects.get(pk=district.teacher_page.pk).move(district.other_school, pos="last-child")
    assert fresh(district.classroom).url == "/larkspur-middle/ms-rivera/2026-27/math-3/"
    assert answers(client, update)
    assert client.get(CLASS).headers["Location"] == fresh(district.classroom).url


def test_a_teacher_page_with_a_new_slug_takes_the_classes_along(
    district: District, update: UpdatePage, client: Client
) -> None:
    page = fresh(district.teacher_page)
    page.slug = "ms-rivera-lund"
    page.save_revision().publish()
    assert fresh(update).url == "/juniper-creek/ms-rivera-lund/2026-27/math-3/2026-11-10/"
    assert answers(client, update)


def test_the_editor_makes_the_address_of_a_class(district: District, client: Client) -> None:
    client.force_login(district.principal)
    parent = district.teacher_page
    add = reverse("wagtailadmin_pages:add", args=["classroom", "classroompage", parent.pk])
    form = {
        "title": "Math 3",
        "slug": "typed-by-someone",
        "subject": "math",
        "grade_levels": ["03"],
        "school_year": str(district.year.pk),
        "introduction": rich_text("", features=SHORT_FEATURES),
        "comments": inline_formset([]),
    }
    response = client.post(add, nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors
    slugs = ClassroomPage.objects.child_of(parent).values_list("slug", flat=True)
    assert sorted(slugs) == ["2026-27-math-3", "2026-27-math-3-2"]
