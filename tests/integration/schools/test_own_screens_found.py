"""Screens of the site that are no pages of the tree, as families look for them."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from district_cms.schools.models import HomePage
from district_cms.schools.search.after_migrate import TASK, refresh_after_migrate
from district_cms.schools.search.keeping import refresh_listing
from district_cms.schools.search.tasks import refresh_listings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district", "november")]

STATEMENT, REPORT = "barriers:statement", "barriers:report"
CHOOSE, TEXTS = "notifications:request_link", "texts:about"


@pytest.mark.parametrize(
    ("query", "language", "route"),
    [
        ("accessibility", "en", STATEMENT),
        ("accesibilidad", "es", STATEMENT),
        ("report a barrier", "en", REPORT),
        ("accessibility problem", "en", REPORT),
        ("unsubscribe", "en", CHOOSE),
        ("stop emails", "en", CHOOSE),
        ("change my email", "en", CHOOSE),
        ("dejar de recibir correos", "es", CHOOSE),
        ("text messages", "en", TEXTS),
        ("mensajes de texto", "es", TEXTS),
    ],
)
def test_a_screen_is_found_by_what_families_type(
    client: Client, query: str, language: str, route: str
) -> None:
    for name in ("accessibility", "messages"):
        refresh_listing(name=name)
    hits = client.get("/search/", {"q": query, "lang": language}).context["results_page"]
    assert next(hit["url"] for hit in hits) == reverse(route)


def test_what_a_new_version_lists_is_found_after_its_migration(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    assert not client.get("/search/?q=unsubscribe").context["results_page"]

    connection.check_constraints()  # PostgreSQL changes no table that still waits for its checks
    with django_capture_on_commit_callbacks(execute=True):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    waiting = [row.func() for row in OrmQ.objects.all()]
    assert waiting.count(TASK) == 1
    refresh_listings()

    hits = client.get("/search/?q=unsubscribe").context["results_page"]
    assert reverse(CHOOSE) in [hit["url"] for hit in hits]


def test_where_there_is_no_district_yet_nothing_waits(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    HomePage.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        refresh_after_migrate(using="default")
    assert TASK not in [row.func() for row in OrmQ.objects.all()]


def test_a_screen_bears_its_name_in_the_reader_s_language(client: Client) -> None:
    refresh_listing(name="accessibility")
    shown = client.get("/search/?q=accessibility&lang=es").text
    assert "Reportar un problema de accesibilidad" in shown
    assert "Página" in shown


def test_without_texts_nobody_finds_the_page_about_them(client: Client, settings: object) -> None:
    settings.TEXT_PROVIDER = ""  # type: ignore[attr-defined]
    refresh_listing(name="messages")
    hits = client.get("/search/?q=text+messages").context["results_page"]
    assert reverse(TEXTS) not in [hit["url"] for hit in hits]
