"""The fictional district, loaded once for all tests of this module and taken out again."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoDbBlocker
from time_machine import travel
from wagtail.models import Page, Site

from classroom.models import (
    ClassroomPage,
    UpdatePage,
)
from district_cms.audit_log.models import AuditEntry
from district_cms.demo.families import (
    closed_windows,
)
from district_cms.demo.loader import LOADED, Loaded, load_demo, logins, send_demo_mail
from district_cms.demo.school_year import short_break
from district_cms.deviations.models import Authorization, Deviation
from district_cms.media.models import DistrictImage
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.publishing.models import RevisionFindings
from district_cms.schools.models import SchoolPage
from notifications.digests.services import write_due_digests
from notifications.models import (
    DigestRun,
)
from tests.integration.conftest import Clock, moment

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="on PostgreSQL the browser tests load the demo"
    ),
]

ANCHOR = dt.date(2026, 11, 24)
NOON = "2026-11-24 12:00"


@dataclass
class Heard:
    """What the loader said and which statements it sent to change rows, in their order."""

    lines: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def note_changes(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(("UPDATE", "DELETE")):
            self.changes.append(sql)
        return execute(sql, params, many, context)


@pytest.fixture(scope="module")
def heard() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def loaded(
    heard: Heard,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    media: Path = tmp_path_factory.mktemp("media")
    around = transaction.atomic()
    # As Django's own test case says of its transaction: what must commit may do so within it.
    around._from_testcase = True  # type: ignore[attr-defined]
    # Django's test runner would keep mails to itself.
    outbox = {"default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, MAILERS=outbox),
        around,
    ):
        with travel(moment(NOON), tick=False), connection.execute_wrapper(heard.note_changes):
            done = load_demo(anchor=ANCHOR, say=heard.lines.append)
            send_demo_mail(done, say=heard.lines.append)
        yield done
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded: Loaded, db: None, clock: Clock) -> Loaded:
    """The demo at noon of its day."""
    clock(NOON)
    return loaded


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_district_is_as_large_as_it_says(demo: Loaded) -> None:
    assert (demo.anchor, demo.new) == (ANCHOR, True)
    assert SchoolPage.objects.live().count() == 6
    assert Staff.objects.count() == 41
    assert ClassroomPage.objects.live().count() == 60
    assert demo.updates == UpdatePage.objects.count() >= 400
    assert DistrictImage.objects.count() >= 10


def test_it_says_what_it_is_doing_while_it_loads(demo: Loaded, heard: Heard) -> None:
    assert heard.lines[-1] == "Sending confirmations and digests …"
    assert len([line for line in heard.lines if line.startswith("Posting updates: school")]) == 6


def test_families_find_a_document_and_pages_in_spanish(demo: Loaded, client: Client) -> None:
    page = client.get("/juniper-creek/?lang=es").text
    (address,) = set(re.findall(r"/documents/\d+/utiles\.pdf", page))
    assert client.get(address).getvalue().startswith(b"%PDF-")
    assert "bajo un mismo techo" in client.get("/larkspur-middle/?lang=es").text


def test_a_break_is_called_by_the_month_that_it_is_in() -> None:
    assert short_break(dt.date(2026, 11, 30)) == "December break"
    assert short_break(dt.date(2026, 11, 23)) == "Thanksgiving break"


# ---------------------------------------------------------------- evidence and its dates


@pytest.mark.parametrize("model", [AuditEntry, RevisionFindings])
def test_append_only_rows_are_never_changed(model: type[Model], demo: Loaded, heard: Heard) -> None:
    assert len(heard.changes) > 1000
    assert not [sql for sql in heard.changes if f'"{model._meta.db_table}"' in sql.split("SET")[0]]


def test_a_later_start_at_another_port_answers_there(demo: Loaded) -> None:
    with override_settings(WAGTAILADMIN_BASE_URL="http://localhost:8042"):
        load_demo(anchor=ANCHOR)
    assert Site.objects.get(is_default_site=True).port == 8042


def test_the_command_says_who_can_sign_in(demo: Loaded) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    heading, *lines = out.getvalue().splitlines()
    assert heading == "Larkspur Valley Public Schools is already here; its date is 2026-11-24."
    assert [line.split()[0] for line in lines] == [role.value for role in Role]


def test_a_database_with_accounts_of_others_is_refused(demo: Loaded) -> None:
    AuditEntry.objects.filter(action=LOADED).delete()
    before = everything()
    with pytest.raises(ImproperlyConfigured, match="holds accounts already"):
        load_demo(anchor=ANCHOR)
    with pytest.raises(CommandError, match="holds accounts already"):
        call_command("load_demo", stdout=StringIO())
    assert everything() == before


ENTERS = {role: role != Role.COUNSELOR for role in Role}


@pytest.mark.parametrize("role", list(Role))
def test_someone_of_each_role_can_sign_in(role: Role, demo: Loaded, client: Client) -> None:
    (login,) = [each for each in logins() if each.role == role]
    form = {"username": login.email, "password": login.password}
    client.post(reverse("wagtailadmin_login"), form)
    account = User.objects.get(email=login.email)
    assert client.session["_auth_user_id"] == str(account.pk)
    assert {row.role for row in account.staff.roles.all()} == {role}
    entered = client.get(reverse("wagtailadmin_home")).status_code == 200
    assert entered is ENTERS[role]


def test_every_kind_of_page_is_shown(demo: Loaded, client: Client) -> None:
    kinds: dict[Any, Page] = {}
    for page in Page.objects.live().filter(depth__gt=1):
        kinds.setdefault(page.specific_class, page)
    assert len(kinds) == 10
    for page in kinds.values():
        assert client.get(page.url).status_code == 200, page.url


# ---------------------------------------------------------------- families


def test_the_counselor_follows_two_schools_and_finds_something_due(
    demo: Loaded, client: Client
) -> None:
    client.force_login(User.objects.get(email="percival.adeyemi@larkspur.example"))
    shown = client.get("/staff/classes/").text
    assert "Larkspur Middle" in shown
    assert "Larkspur High" in shown
    assert "<span>Due</span>" in shown


def test_every_window_until_the_day_was_gone_through(demo: Loaded) -> None:
    windows = set(closed_windows(ANCHOR).values())
    assert set(DigestRun.objects.values_list("window_start", flat=True)) == windows
    assert write_due_digests(now=moment(NOON)).done_before


# ---------------------------------------------------------------- the log


def test_one_late_day_was_explained_by_its_teacher(demo: Loaded) -> None:
    row = Deviation.objects.get()
    assert row.day < ANCHOR
    assert row.school is not None
    assert row.decision == ""
    assert row.school.title == "Juniper Creek Elementary"
    assert row.explained_at is not None
    assert row.day < localdate(row.explained_at) < ANCHOR


def test_one_may_text_on_field_trips_and_one_waits_for_the_supervisor(demo: Loaded) -> None:
    waits, holds = Authorization.objects.order_by("state")
    assert (waits.state, waits.about) == ("asked", "Another app or website (GroupMe)")
    assert (holds.state, holds.decided_by) == ("granted", "Marguerite Solheim")
    assert holds.first_day < ANCHOR < holds.last_day
    assert holds.decided_at is not None
    assert localdate(holds.decided_at) == holds.first_day
