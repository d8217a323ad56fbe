"""The fictional district, loaded once for all tests of this module and taken out again."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoDbBlocker
from time_machine import travel
from wagtail.models import Page

from classroom.history import facts_from_history
from classroom.ledger import calendar_of, district_zone
from classroom.models import ClassroomPage, Posting, PostingSlot, UpdatePage
from district_cms.demo.loader import LOADED, Loaded, load_demo, logins
from district_cms.governance.cadence import NoSchoolRule
from district_cms.governance.live_audit import count_live_pages, failing_live_pages
from district_cms.governance.models import AuditEntry
from district_cms.governance.posting import ClassSpan, Post, assign
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import DistrictImage, SchoolPage
from tests.integration.conftest import Clock, moment

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

ANCHOR = dt.date(2026, 11, 24)
NOON = "2026-11-24 12:00"


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Loaded]:
    media: Path = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        with travel(moment(NOON), tick=False):
            done = load_demo(anchor=ANCHOR)
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
    assert Staff.objects.count() == 40
    assert ClassroomPage.objects.live().count() == 60
    assert demo.updates == UpdatePage.objects.count() >= 400
    assert DistrictImage.objects.count() >= 10


def test_everybody_and_everything_is_invented(demo: Loaded) -> None:
    assert all(user.email.endswith("@larkspur.example") for user in User.objects.all())
    phones = [*Staff.objects.values_list("phone"), *SchoolPage.objects.values_list("phone")]
    assert {phone[:10] for (phone,) in phones if phone} == {"406-555-01"}


def test_every_live_page_would_go_live_today(demo: Loaded) -> None:
    assert count_live_pages() > 400
    assert [(page.title, page.rules) for page in failing_live_pages()] == []


def test_every_class_has_addresses_with_the_year_and_the_posting_days(demo: Loaded) -> None:
    for room in ClassroomPage.objects.all():
        assert f"/{room.school_year.slug}/" in room.url_path
        assert room.url_path.endswith(f"/{room.slug.removeprefix(room.school_year.slug)[1:]}/")
        for update in UpdatePage.objects.child_of(room):
            assert dt.date.fromisoformat(update.slug) == update.period_start
            assert update.period_start <= update.period_end


FACT = (
    "page_uuid",
    "classroom_id",
    "submitted_at",
    "returned_at",
    "published_at",
    "last_published_at",
    "withdrawn_at",
)


def test_the_ledger_is_what_the_history_tells(demo: Loaded) -> None:
    def values(rows: Any) -> dict[Any, tuple[Any, ...]]:
        return {row.page_uuid: tuple(getattr(row, name) for name in FACT) for row in rows}

    told = values(facts_from_history())
    assert len(told) > 390
    assert told == values(Posting.objects.all())


def test_the_slots_are_what_the_rules_make_of_the_history(demo: Loaded) -> None:
    posts: dict[int, list[Post]] = {}
    for fact in facts_from_history():
        if fact.submitted_at and not fact.withdrawn_at and not fact.returned_at:
            post = Post(str(fact.page_uuid), fact.submitted_at, fact.published_at)
            posts.setdefault(fact.classroom_id, []).append(post)
    for room in ClassroomPage.objects.all():
        results = assign(
            posts.get(room.pk, []),
            calendar=calendar_of(room.school_year),
            rule=NoSchoolRule.NEXT,
            tz=district_zone(),
            now=moment(NOON),
            span=ClassSpan(room.starts_on, room.ends_on),
        )
        wanted = [
            (r.slot.nominal, r.slot.day, r.standing.value, r.post.dated_at if r.post else None)
            for r in results
        ]
        rows = PostingSlot.objects.filter(classroom=room).order_by("nominal_date")
        kept = list(rows.values_list("nominal_date", "day", "standing", "met_at"))
        assert kept == wanted


def test_every_standing_can_be_seen(demo: Loaded) -> None:
    seen = set(PostingSlot.objects.values_list("standing", flat=True))
    assert seen == {"met", "late", "missing", "awaited", "with_school", "open", "upcoming"}


def test_an_update_in_every_state_can_be_seen(demo: Loaded) -> None:
    waiting = Posting.objects.filter(published_at__isnull=True, returned_at__isnull=True)
    returned = Posting.objects.filter(returned_at__isnull=False)
    drafts = UpdatePage.objects.filter(live=False).exclude(
        translation_key__in=Posting.objects.values("page_uuid")
    )
    assert all(rows.exists() for rows in (waiting, returned, drafts))


def test_nothing_of_the_demo_lies_in_the_future(demo: Loaded) -> None:
    now = moment(NOON)
    assert not Posting.objects.filter(submitted_at__gt=now).exists()
    assert not Page.objects.filter(first_published_at__gt=now).exists()
    assert not Page.objects.filter(latest_revision_created_at__gt=now).exists()


def test_loading_it_again_changes_nothing(demo: Loaded) -> None:
    before = everything()
    again = load_demo(anchor=ANCHOR + dt.timedelta(days=9))
    assert again == Loaded(ANCHOR, new=False, updates=0)
    assert everything() == before


def test_the_command_says_who_can_sign_in(demo: Loaded) -> None:
    out = StringIO()
    call_command("load_demo", stdout=out)
    heading, *lines = out.getvalue().splitlines()
    assert heading == "Larkspur Valley Public Schools is here already; it plays on 2026-11-24."
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
def test_somebody_of_each_role_can_sign_in(role: Role, demo: Loaded, client: Client) -> None:
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
    assert len(kinds) == 8
    for page in kinds.values():
        assert client.get(page.url).status_code == 200, page.url
