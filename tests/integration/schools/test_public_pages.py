"""What every visitor's page has: the way on, the right language, and nobody else's server."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext as translated
from django.utils.translation import override
from pytest_django.fixtures import Settings

from classroom.models import ClassroomTeacher
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from tests.factories.district import District
from tests.factories.pages import (
    make_school,
    make_standard_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_a_class_shows_the_number_of_its_teacher_and_of_nobody_who_steps_in(
    district: District, client: Client
) -> None:
    Staff.objects.filter(pk=district.teacher_staff.pk).update(phone="(541) 555-0142")
    away = ClassroomTeacher.objects.get(classroom=district.classroom)
    helper = make_staff(email="stitute@larkspur.example")
    Staff.objects.filter(pk=helper.pk).update(phone="(541) 555-0177")
    ClassroomTeacher.objects.create(classroom=away.classroom, staff=helper, part="substitute")
    with_both = client.get(district.classroom.url).text
    away.delete()
    alone = client.get(district.classroom.url).text
    assert "(541) 555-0142" in with_both
    for text in (with_both, alone):
        assert helper.full_name in text
        assert "555-0177" not in text
        assert "stitute@larkspur" not in text


@pytest.mark.parametrize("path", [
    "/no-such-page/",
    "/juniper-creek/no-such-teacher/",
    "/juniper-creek/ms-rivera/2026-27/",
    "/juniper-creek/ms-rivera/2026-27/math-3/2026-01-01/",
    "/%F0%9F%A6%A6/",
])  # fmt: skip
def test_an_address_without_a_page_says_so_kindly(
    path: str, district: District, client: Client
) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert "We cannot find this page" in response.text
    assert "Juniper Creek Elementary" in response.text  # the way on
    assert '<meta name="robots" content="noindex">' in response.text


def test_a_class_that_is_asked_for_by_its_slug_names_its_one_address(
    district: District, client: Client
) -> None:
    page = client.get("/juniper-creek/ms-rivera/2026-27-math-3/").text
    canonical = "http://localhost/juniper-creek/ms-rivera/2026-27/math-3/"
    assert f'<link rel="canonical" href="{canonical}">' in page


def test_a_page_that_is_not_live_is_not_there(district: District, client: Client) -> None:
    page = make_standard_page(district.home, slug="draft")
    page.unpublish()
    assert client.get("/draft/").status_code == 404


def test_a_page_behind_a_restriction_is_not_shown_nor_what_lies_under_it(
    district: District, client: Client
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    district.teacher_page.view_restrictions.create(restriction_type="login")
    for page in (district.teacher_page, district.classroom, update):
        response = client.get(page.url)
        assert response.status_code == 302
        assert "login" in response.url
    assert client.get(district.school.url).status_code == 200


def test_an_address_without_its_last_slash_leads_to_the_page(
    district: District, client: Client
) -> None:
    response = client.get("/juniper-creek/ms-rivera/2026-27/math-3", follow=True)
    assert response.status_code == 200
    assert response.context["page"].pk == district.classroom.pk


def test_every_page_lists_the_live_schools_and_says_where_one_is(
    district: District, client: Client
) -> None:
    closed = make_school(district.home, title="Aspen Flat")
    closed.unpublish()
    for page in (district.home, district.school, district.classroom, district.curriculum):
        links = client.get(page.url).context["schools"]
        assert [link["title"] for link in links] == ["Juniper Creek Elementary", "Larkspur Middle"]
        here = page.pk in {district.school.pk, district.classroom.pk}
        assert [link["current"] for link in links] == [here, False]
        assert [link["url"] for link in links] == ["/juniper-creek/", "/larkspur-middle/"]


def test_a_school_is_in_the_switcher_however_many_there_are(
    district: District, client: Client
) -> None:
    for _each in range(3):
        make_school(district.home)
    names = list(SchoolPage.objects.order_by("path").values_list("title", flat=True))
    page = client.get("/").text
    switcher = page[page.index("data-school-switcher") : page.index("</details>")]
    assert re.findall(r"<span>\s*([^<]+?)\s*(?:<|$)", switcher) == names


NOINDEX = '<meta name="robots" content="noindex">'


@pytest.mark.parametrize("turned_off", [False, True])
def test_search_engines_list_the_district_and_no_class(
    turned_off: bool, settings: Settings, district: District, client: Client
) -> None:
    settings.NOINDEX_CLASS_PAGES = not turned_off
    update = make_update(district.classroom, **update_content(district.curriculum))
    for page in (district.home, district.school, district.teacher_page, district.curriculum):
        assert NOINDEX not in client.get(page.url).text
    for page in (district.classroom, update):
        assert (NOINDEX in client.get(page.url).text) is not turned_off


def test_a_public_page_asks_nothing_of_anyone_else_and_leaves_no_cookie(
    district: District, client: Client
) -> None:
    response = client.get(district.classroom.url)
    policy = dict(
        part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not response.cookies
    assert not re.findall(r"(?:src|href)=[\"'](?:https?:)?//(?!localhost)", response.text)


def choose(client: Client, language: str, **headers: str) -> Any:
    return client.post("/language/", {"language": language, "next": "/"}, headers=headers)


def test_a_visitor_reads_the_site_in_the_chosen_language(
    district: District, client: Client
) -> None:
    assert '<html lang="en"' in client.get("/").text
    assert choose(client, "es").url == "/"
    assert '<html lang="es"' in client.get("/").text
    assert '<html lang="es"' in client.get(district.classroom.url).text
    choose(client, "en")
    assert '<html lang="en"' in client.get("/").text


def test_the_frame_is_in_spanish_where_there_is_a_translation(
    district: District, client: Client
) -> None:
    with override("es"):
        skip, teachers = (
            translated("Skip to main content"),
            translated("Teachers and classes"),
        )
    if skip == "Skip to main content":
        pytest.skip("the Spanish catalog is not compiled yet")
    choose(client, "es")
    page = client.get(district.school.url).text
    assert skip in page
    assert teachers in page
    assert "Teachers and classes" not in page
    # What people of the school wrote stays as they wrote it, and says so.
    assert '<h1 class="page-header__title" lang="en">Juniper Creek Elementary' in page


def test_the_browsers_own_language_is_followed_until_one_is_chosen(
    district: District, client: Client
) -> None:
    spanish = {"Accept-Language": "es-MX,es;q=0.9"}
    assert '<html lang="es"' in client.get("/", headers=spanish).text
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "fr"}).text
    choose(client, "en")
    assert '<html lang="en"' in client.get("/", headers=spanish).text


def test_a_language_that_the_site_does_not_speak_changes_nothing(
    district: District, client: Client
) -> None:
    choose(client, "fr")
    assert '<html lang="en"' in client.get("/").text


def test_the_language_is_not_chosen_by_another_site_nor_leads_to_one(
    district: District, client: Client
) -> None:
    assert choose(client, "es", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    response = client.post("/language/", {"language": "es", "next": "https://example.net/"})
    assert response.url == "/"
