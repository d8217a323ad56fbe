"""Where addresses lead: redirects of moved pages, nearest pages, and small files of the site."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.actions.move_page import MovePageAction

from district_cms.schools.heads.sitemap import ListedPages
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_standard_page,
    make_teacher_page,
    make_update,
    update_content,
)

pytestmark = pytest.mark.django_db
LATER = "2026-11-12 09:00"


def rename(page: Any, slug: str, capture: DjangoCaptureOnCommitCallbacks) -> Any:
    page.slug = slug
    with capture(execute=True):
        page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


# ------------------------------------------------------------------- what moved


def test_an_update_moved_to_another_class_is_redirected(
    district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    other = make_classroom(district.teacher_page, title="Math 3 again")
    update = make_update(district.classroom, **update_content(district.curriculum))
    with django_capture_on_commit_callbacks(execute=True):
        MovePageAction(update, other, pos="last-child").execute(skip_permission_checks=True)
    now = type(update).objects.get(pk=update.pk)
    assert client.get(update.url)["Location"] == now.url
    assert client.get(now.url).status_code == 200


def test_a_class_moved_to_another_teacher_is_redirected_with_its_updates(
    district: District, client: Client
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    teacher = make_teacher_page(district.school, slug="mr-adeyemi")
    MovePageAction(district.classroom, teacher, pos="last-child").execute(
        skip_permission_checks=True
    )
    for page in (district.classroom, update):
        now = type(page).objects.get(pk=page.pk)
        assert "/mr-adeyemi/2026-27/math-3/" in now.url
        assert client.get(page.url)["Location"] == now.url
        assert client.get(now.url).status_code == 200


def test_swapped_addresses_do_not_redirect_in_circles(
    district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    one = make_standard_page(district.school, slug="one")
    two = make_standard_page(district.school, slug="two")
    for page, slug in ((one, "three"), (two, "one"), (one, "two")):
        rename(type(page).objects.get(pk=page.pk), slug, django_capture_on_commit_callbacks)
    for page in (one, two):
        now = type(page).objects.get(pk=page.pk)
        assert client.get(now.url).status_code == 200
    assert client.get("/juniper-creek/three/")["Location"] == "/juniper-creek/two/"
    assert client.get("/juniper-creek/one/nothing/").status_code == 404


@pytest.mark.parametrize("hidden", ["draft", "private", "below a private page"])
def test_old_addresses_do_not_reveal_private_pages(
    hidden: str, district: District, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = make_standard_page(district.school, slug="plans")
    now = rename(page, "new-plans", django_capture_on_commit_callbacks)
    if hidden == "draft":
        now.unpublish()
    else:
        closed = now if hidden == "private" else district.school
        closed.view_restrictions.create(restriction_type="password", password="pond")
    response = client.get(page.url)
    assert response.status_code == 404
    assert "new-plans" not in response.text


# -------------------------------------------------------------- nothing is there


def test_invalid_addresses_are_not_looked_up(district: District, client: Client) -> None:
    odd = ["/%00/", "/" + "a" * 2000 + "/", "/" + "a/" * 500]
    odd += ["/%2F[x", "/%2F[x/y/", "/%2Fa%E2%84%80b/", "/%09/[x", "/%5C[x/", "/[x]:y/?a=//[b"]
    assert {path: client.get(path).status_code for path in odd} == dict.fromkeys(odd, 404)


# ------------------------------------------------------------------- the sitemap


LOCATION = re.compile(r"<loc>http://localhost([^<]*)</loc>")
IN_LANGUAGE = re.compile(r"\?lang=(?:en|es)$")


def listed_pages(client: Client) -> set[str]:
    """Of all parts: the page's id decides in which part it is."""
    return {page for part in parts_of(client) for page in listed(client, part)}


def listed(client: Client, address: str) -> list[str]:
    """Without the addresses with a language."""
    response = client.get(address)
    assert response.status_code == 200
    return [found for found in LOCATION.findall(response.text) if not IN_LANGUAGE.search(found)]


def test_the_sitemap_lists_what_search_engines_may_list(
    district: District, client: Client, settings: Settings
) -> None:
    private = make_standard_page(district.home, slug="private")
    private.view_restrictions.create(restriction_type="login")
    make_standard_page(district.home, slug="draft").unpublish()
    update = make_update(district.classroom, **update_content(district.curriculum))
    calendars = listed(client, "/sitemap-calendars.xml")
    of_district = ["/calendar/", "/calendar/schools/", "/accessibility/", "/privacy/"]
    assert calendars[:5] == [*of_district, f"/calendar/{district.school.slug}/"]
    found = listed_pages(client)
    assert {"/", district.school.url, district.teacher_page.url, district.curriculum.url} <= found
    assert not found & {"/private/", "/draft/", district.classroom.url, update.url}
    settings.NOINDEX_CLASS_PAGES = False
    assert {district.classroom.url, update.url} <= listed_pages(client)


def test_the_sitemap_has_parts(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        make_standard_page(district.home, slug=f"more-{number}")
    whole = {page for part in parts_of(client) for page in listed(client, part)}
    monkeypatch.setattr(ListedPages, "limit", 3)
    parts = parts_of(client)
    assert len(parts) >= 4
    assert all(re.fullmatch(r"/sitemap-pages\.xml(?:\?p=[1-9]\d*)?", part) for part in parts)
    pages = [listed(client, part) for part in parts]
    assert {len(each) for each in pages} <= {1, 2, 3}
    assert sorted(address for each in pages for address in each) == sorted(whole)
    for nothing in ("pages.xml?p=9999", "pages.xml?p=0", "pages.xml?p=-1", "pages.xml?p=a"):
        assert client.get(f"/sitemap-{nothing}").status_code == 404
    assert client.get(f"/sitemap-pages.xml?p={10**30}").status_code == 404
    assert client.get("/sitemap-others.xml").status_code == 404


def test_the_sitemap_is_cached_for_an_hour_and_revalidated(
    district: District, client: Client
) -> None:
    for address in ("/sitemap.xml", parts_of(client)[0], "/sitemap-calendars.xml"):
        first = client.get(address)
        assert first["Cache-Control"] == "public, max-age=3600"
        assert first["X-Robots-Tag"].startswith("noindex")
        assert not first.has_header("Last-Modified")
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304


def parts_of(client: Client) -> list[str]:
    """The addresses in the index of the parts that list pages."""
    *pages, calendars = listed(client, "/sitemap.xml")
    assert calendars == "/sitemap-calendars.xml"
    return pages


# ------------------------------------------------------------- the site's small files


def test_robots_txt_excludes_the_editor_and_names_the_sitemap(client: Client) -> None:
    response = client.get("/robots.txt")
    lines = response.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /search/"} < set(lines)
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"
    assert response["Content-Type"].startswith("text/plain")


def test_a_telephone_finds_icons_for_its_home_screen(district: District, client: Client) -> None:
    page = client.get("/").text
    assert '<link rel="manifest" href="/site.webmanifest">' in page
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["name"] == "Larkspur Valley Public Schools"
    touch = re.search(r'rel="apple-touch-icon" href="([^"]+)"', page)[1]  # type: ignore[index]
    for address in {touch, *(icon["src"] for icon in manifest["icons"])}:
        icon = client.get(address)
        with Image.open(io.BytesIO(icon.content)) as picture:
            assert f"icon-{picture.width}-" in address
            assert picture.width == picture.height
        assert "immutable" in icon["Cache-Control"]
    assert client.get("/favicon.ico", follow=True)["Content-Type"] == "image/png"
    assert client.get(touch.replace("180", "181")).status_code == 404


def test_security_txt_names_the_contact(client: Client, clock: Any) -> None:
    clock("2026-11-24 12:00")
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    told = {
        "SECURITY_CONTACTS": ["mailto:security@larkspur.example"],
        "SECURITY_TXT_EXPIRES": dt.date(2027, 6, 30),
    }
    with override_settings(**told):
        response = client.get(address)
        assert response.text.splitlines()[:2] == [
            "Contact: mailto:security@larkspur.example",
            "Expires: 2027-06-30T00:00:00Z",
        ]
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        clock("2027-06-30 12:00")
        assert client.get(address).status_code == 404
