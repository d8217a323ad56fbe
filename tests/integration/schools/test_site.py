"""Setting up the site, and small views outside the page tree."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django.fixtures import Settings

from district_cms.people.roles import Role
from district_cms.publishing.gate import PublishBlocked
from district_cms.schools.models import StandardPage
from district_cms.schools.services.site import publish_new_page
from tests.factories.pages import (
    make_home,
    make_school,
)
from tests.factories.people import make_account, make_superuser

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def plain_page(**fields: Any) -> StandardPage:
    body = [("prose", "<p>Plain words.</p>")]
    return StandardPage(**{"title": "Enrollment", "slug": "enrollment", "body": body, **fields})


def test_a_new_page_that_the_gate_refuses_is_not_created() -> None:
    home = make_home()
    page = plain_page(body=[("prose", "<p>Student ID 4821377 is new here.</p>")])
    with pytest.raises(PublishBlocked):
        publish_new_page(parent=home, page=page, user=make_superuser())
    assert not StandardPage.objects.exists()


def test_a_new_page_needs_permission_to_publish() -> None:
    home = make_home()
    with pytest.raises(PermissionDenied):
        publish_new_page(
            parent=home, page=plain_page(), user=make_account(Role.TEACHER, make_school(home))
        )
    assert not StandardPage.objects.exists()


def test_the_health_check_answers_when_the_database_does(client: Client) -> None:
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


def test_uploads_are_served_without_running_scripts(uploaded: str, client: Client) -> None:
    response = client.get(f"/media/{uploaded}")
    assert b"".join(response.streaming_content).startswith(b"<svg")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    # Webmail shows the pictures of a signature.
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.post(f"/media/{uploaded}").status_code == 405


@pytest.mark.parametrize("path, status", [
    ("nothing.png", 404),
    ("", 404),
    ("pages/", 404),  # no directory listing
    ("../settings/base.py", 400),
    ("%2e%2e/settings/base.py", 400),
])  # fmt: skip
def test_only_uploads_are_served(path: str, status: int, uploaded: str, client: Client) -> None:
    assert client.get(f"/media/{path}").status_code == status
