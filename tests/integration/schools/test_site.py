"""Setting the site up, and the small views that belong to no page."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageLogEntry, Site

from district_cms.people.roles import Role
from district_cms.publishing.mechanism import PublishBlocked
from district_cms.schools.models import HomePage, StandardPage
from district_cms.schools.services.site import create_site, publish_new_page
from tests.factories.pages import (
    make_home,
    make_school,
)
from tests.factories.people import make_account, make_superuser

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def test_a_new_site_has_one_home_page_in_place_of_wagtails_welcome() -> None:
    home = create_site(name="Larkspur Valley", hostname="www.larkspur.example", port=8080)
    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name) == (
        "www.larkspur.example",
        8080,
        "Larkspur Valley",
    )
    assert site.is_default_site
    assert site.root_page.specific == home
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]
    assert (home.title, home.slug, home.live) == ("Larkspur Valley", "home", True)


def test_setting_the_site_up_again_changes_nothing() -> None:
    home = create_site(name="Larkspur Valley")
    before = [list(model.objects.values()) for model in (Page, Site, HomePage)]
    assert create_site(name="Another name", hostname="example.net") == home
    assert [list(model.objects.values()) for model in (Page, Site, HomePage)] == before


def plain_page(**fields: Any) -> StandardPage:
    body = [("prose", "<p>Plain words.</p>")]
    return StandardPage(**{"title": "Enrollment", "slug": "enrollment", "body": body, **fields})


def test_a_new_page_is_published_with_its_history(client: Client) -> None:
    home, user = make_home(), make_superuser()
    page = publish_new_page(parent=home, page=plain_page(), user=user)
    found = StandardPage.objects.get(pk=page.pk)
    assert found.live
    assert found.owner == user
    assert found.live_revision_id == found.latest_revision_id is not None
    log = PageLogEntry.objects.filter(page=found.pk).order_by("pk")
    assert [entry.action for entry in log][-1] == "wagtail.publish"
    assert client.get("/enrollment/").status_code == 200


def test_a_new_page_that_the_gate_refuses_is_not_made() -> None:
    home = make_home()
    page = plain_page(body=[("prose", "<p>Student ID 4821377 is new here.</p>")])
    with pytest.raises(PublishBlocked):
        publish_new_page(parent=home, page=page, user=make_superuser())
    assert not StandardPage.objects.exists()


def test_a_new_page_is_not_made_for_someone_who_may_not_publish_there() -> None:
    home = make_home()
    with pytest.raises(PermissionDenied):
        publish_new_page(
            parent=home, page=plain_page(), user=make_account(Role.TEACHER, make_school(home))
        )
    assert not StandardPage.objects.exists()


def test_the_health_check_answers_when_the_database_does(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert client.head("/health/").status_code == 200
    assert client.post("/health/").status_code == 405


@pytest.fixture
def uploaded(settings: Settings) -> str:
    name = default_storage.save("pages/pond.svg", ContentFile(b"<svg onload='x()'></svg>"))
    assert Path(settings.MEDIA_ROOT, name).exists()
    return name


def test_an_upload_is_served_so_that_nothing_in_it_can_run(uploaded: str, client: Client) -> None:
    response = client.get(f"/media/{uploaded}")
    assert b"".join(response.streaming_content).startswith(b"<svg")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    # A mail program in a browser shows the pictures of a signature.
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.post(f"/media/{uploaded}").status_code == 405


def test_an_upload_is_served_from_where_uploads_are_now(
    settings: Settings, tmp_path: Path, client: Client
) -> None:
    # Also where the addresses of the site were read while they lay elsewhere.
    assert client.get("/media/nothing.png").status_code == 404
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "pond.svg").write_text("<svg/>")
    assert b"".join(client.get("/media/pond.svg").streaming_content) == b"<svg/>"


@pytest.mark.parametrize("path, status", [
    ("nothing.png", 404),
    ("", 404),
    ("pages/", 404),  # no list of what is there
    ("../settings/base.py", 400),
    ("%2e%2e/settings/base.py", 400),
])  # fmt: skip
def test_nothing_but_an_upload_is_served(
    path: str, status: int, uploaded: str, client: Client
) -> None:
    assert client.get(f"/media/{path}").status_code == status


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"body": []}, ["page-empty"]),
        ({"body": [("prose", "<p> </p>")]}, ["page-empty"]),
        ({"body": [], "introduction": "Enroll at any school."}, []),
        ({}, []),
    ],
)
def test_a_plain_page_with_only_a_title_is_asked_about(
    fields: dict[str, Any], asked: list[str]
) -> None:
    page = make_home().add_child(instance=plain_page(live=False, **fields))
    findings = page.publish_findings()
    assert [(found.rule, found.blocks) for found in findings] == [(rule, False) for rule in asked]
