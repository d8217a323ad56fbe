"""Two runs of `publish_scheduled` at the same time, on the database that lets two write at once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, PageLogEntry

from district_cms.publishing import scheduled
from district_cms.publishing.models import RevisionFindings
from district_cms.publishing.tasks import publish_scheduled
from tests.factories.district import make_district
from tests.factories.pages import make_draft, make_update, update_content

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60  # seconds; a busy machine is slow, not wrong


def together(function: Any, barrier: Barrier) -> Any:
    """Calls `function` once both runs have read that there is something to do."""

    def wait(*args: Any) -> Any:
        barrier.wait(PATIENCE)
        return function(*args)

    return wait


@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_a_planned_page_goes_live_once_and_an_expired_one_down_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not Page.objects.exists():  # a test before emptied the database
        Locale.objects.get_or_create(language_code="en")
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    district = make_district()
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    content = update_content(district.curriculum)
    expired = make_update(district.classroom, **{**content, "expire_at": hour_ago})
    page = make_draft(district.classroom, owner=district.teacher, **content)
    page.save_revision(clean=False, approved_go_live_at=hour_ago)
    barrier = Barrier(2)
    for name in ("_item_of", "_publish"):
        monkeypatch.setattr(scheduled, name, together(getattr(scheduled, name), barrier))

    def run() -> str:
        try:
            return publish_scheduled()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(run), pool.submit(run)]:
            done.result(PATIENCE)
    page.refresh_from_db()
    expired.refresh_from_db()
    assert (page.live, expired.live, expired.expired) == (True, False, True)
    for action, one in (("publish", page), ("unpublish", expired)):
        rows = PageLogEntry.objects.filter(page=one, action=f"wagtail.{action}.scheduled")
        assert rows.count() == 1, action
    records = RevisionFindings.objects.filter(page_uuid=page.translation_key)
    assert records.filter(outcome="went_live").count() == 1
