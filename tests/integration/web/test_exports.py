"""A list that gives its rows as a file gives what stands in them; any other gives none at all.

Every list of the editor is looked at, Wagtail's reports included, with something in each.
"""

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from district_cms.barriers.services import report_barrier
from district_cms.brand.models import Logo, Organization, Statement
from district_cms.people.models import User
from district_cms.schools.models import Banner
from district_cms.site_audit.models import (
    AuditedPage,
    AuditFinding,
    AuditRun,
    Engine,
    OutstandingPage,
)
from notifications.models import (
    ClassNotice,
    DigestRun,
    MessageClass,
    SkippedDigest,
    Suppression,
    UrgentNotice,
)
from notifications.services import enqueue_message
from tests.factories import media
from tests.factories.district import District
from tests.factories.people import make_superuser
from tests.integration.classroom.walk import Walk

pytestmark = pytest.mark.django_db

# The key of a digest's address: the seconds of its window.
A_WINDOW = 1_795_564_800

OFFERED = {
    "barriers_office:index",
    "class-assignments:index",
    "logos:index",
    "organizations:index",
    "pages_in_spanish",
    "school-years:index",
    "search-words:index",
    "second_step_report",
    "site_audit_pages_to_fix",
    "site_audit_report",
    "staff:index",
    "statements:index",
    "suppressions:index",
    "the_log",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailredirects:index",
}


def lists(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, bool, bool]]:
    """(name, whether it offers a file, whether it is ours) of every list of the editor."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inside = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from lists(pattern, inside)
            continue
        view = getattr(pattern.callback, "view_class", None)
        if view is None or not issubclass(view, SpreadsheetExportMixin):
            continue
        given: dict[str, Any] = pattern.callback.view_initkwargs  # type: ignore[union-attr]
        if given.get("results_only"):
            continue
        fields = given.get("list_export", view.list_export)
        ours = not view.__module__.startswith("wagtail.")
        yield ":".join((*spaces, pattern.name or "")), bool(fields and view.FORMATS), ours


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_superuser())
    return client


@pytest.fixture(autouse=True)
def something_in_each(district: District, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    now, today = timezone.now(), timezone.localdate()
    report_barrier(what="The menu cannot be opened.", page="/juniper-creek/")
    enqueue_message(
        message_class=MessageClass.STAFF, address="a@example.net", subject="Hello", text="Hello"
    )
    association = Organization.objects.create(
        kind=Organization.Kind.PROFESSIONAL, name="Association of Mathematics Teachers"
    )
    logo = ContentFile(media.png(), name="logo.png")
    Logo.objects.create(name="Star", description="A star", file=logo, organization=association)
    Statement.objects.create(
        kind=Statement.Kind.MISSION,
        organization=district.school.organization,
        text="Every child reads.",
        owner="The principal",
    )
    User.objects.filter(pk=district.principal.pk).update(second_step_required_from=now)
    Banner.objects.create(
        text_en="Closed today.", text_es="Hoy cerrado.", ends_at=now + dt.timedelta(hours=8)
    )
    Redirect.objects.create(
        old_path="/enroll", redirect_page=district.school, site=Site.objects.get()
    )
    Suppression.objects.create(address="ana@example.net", channel="email", cause="bounce")
    window = dt.datetime.fromtimestamp(A_WINDOW, dt.UTC)
    DigestRun.objects.create(window_start=window, posting_day=True)
    SkippedDigest.objects.create(
        subscriber_uuid=uuid.uuid4(), window_start=window, reason="nothing_new"
    )
    enqueue_message(
        message_class=MessageClass.SUBSCRIPTION,
        address="avery@example.net",
        subject="New in Math 3",
        text="Fractions.",
        rhythm="posting-days",
        window_start=window,
    )
    message = enqueue_message(
        message_class=MessageClass.NOTICE,
        address="avery@example.net",
        subject="Math 3",
        text="Please bring a jacket.",
    )
    assert message is not None
    contents = {"email.en": {"content": str(message.content_id), "subject": "Math 3"}}
    ClassNotice.objects.create(classroom=district.classroom, contents=contents)
    UrgentNotice.objects.create(
        whole_district=True, ends_at=now + dt.timedelta(hours=8), contents=contents
    )
    Walk.begin(district, title="Approved").submit().approve()
    Walk.begin(district, title="Waiting").submit()
    Page.objects.filter(pk=district.classroom.pk).update(
        locked=True, locked_by=district.principal, locked_at=now, last_published_at=now
    )
    run = AuditRun.objects.create(
        state=AuditRun.State.FINISHED,
        finished_at=now,
        totals={"all": 1, "seen": 1, "pages_with_findings": 1, "templates": 0},
    )
    of_page: dict[str, Any] = {
        "page_id": district.classroom.pk,
        "page_uuid": uuid.uuid4(),
        "title": "Math 3",
    }
    seen = AuditedPage.objects.create(run=run, **of_page)
    AuditFinding.objects.create(run=run, page=seen, engine=Engine.GATE, rule="img-alt-missing")
    OutstandingPage.objects.create(
        **of_page, rules=["img-alt-missing"], first_found=today, fix_by=today
    )


def address_of(name: str) -> str:
    return reverse(name, args=[A_WINDOW] if name == "deliveries:window" else [])


def rows_of(response: Any, kind: str) -> list[list[Any]]:
    body = b"".join(response) if response.streaming else response.content
    if kind == "csv":
        return [list(row) for row in csv.reader(io.StringIO(body.decode()))]
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    return [list(row) for row in sheet.values]


def test_each_list_that_offers_a_file_gives_its_rows(client: Client) -> None:
    offered = {name for name, offers, _ours in lists(get_resolver()) if offers}
    assert offered == OFFERED
    faults = {}
    for name in sorted(offered):
        address = address_of(name)
        for kind in ("csv", "xlsx"):
            # Each time: the log has grown by the download before.
            shown = client.get(address)
            assert shown.status_code == 200, name
            number = shown.context["page_obj"].paginator.count
            heading, *rows = rows_of(client.get(address, {"export": kind}), kind)
            if not (
                all(heading)
                and len(set(heading)) == len(heading)
                and all(any(row) for row in rows)
                and {len(row) for row in rows} == {len(heading)}
                and len(rows) == number
            ):
                faults[name, kind] = (number, heading, rows)
    assert faults == {}


def test_a_list_of_ours_that_offers_none_shows_its_screen(client: Client) -> None:
    without = {name for name, offers, ours in lists(get_resolver()) if ours and not offers}
    assert without >= {"outbox:index", "deliveries:index", "wagtailusers_users:index"}
    answers = {
        name: client.get(address_of(name), {"export": kind})["Content-Type"].partition(";")[0]
        for name in without
        for kind in ("csv", "xlsx")
    }
    assert answers == dict.fromkeys(without, "text/html")
