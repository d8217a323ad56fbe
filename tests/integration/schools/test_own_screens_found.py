"""Screens of the site that are no pages of the tree, as families look for them."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks

from district_cms.schools.search.after_migrate import TASK
from district_cms.schools.search.keeping import refresh_listing
from district_cms.schools.search.tasks import refresh_listings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("district", "november")]

STATEMENT, REPORT = "barriers:statement", "barriers:report"
CHOOSE, TEXTS = "notifications:request_link", "texts:about"


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


def test_without_texts_nobody_finds_the_page_about_them(client: Client, settings: object) -> None:
    settings.TEXT_PROVIDER = ""  # type: ignore[attr-defined]
    refresh_listing(name="messages")
    hits = client.get("/search/?q=text+messages").context["results_page"]
    assert reverse(TEXTS) not in [hit["url"] for hit in hits]
