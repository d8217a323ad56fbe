"""Where the district at size is built, and that a seed makes the same one again."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageLogEntry

from classroom.models import Posting
from district_cms.demo.at_size.build import build_at_size
from district_cms.demo.at_size.plans import KINDS, Sizes, schools
from district_cms.demo.at_size.schools import school_page
from district_cms.demo.bulk.pages import check_without_advice
from district_cms.demo.school_year import Chance
from district_cms.people.models import Staff
from notifications.models import ConsentRecord, Subscriber, VerifiedAddress
from tests.factories.pages import make_home
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db

TINY = {"schools": 1, "teachers": 2, "classes": 3, "updates": 12, "subscribers": 5}
ANCHOR = dt.date(2026, 11, 24)

on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="rows go in by COPY, which PostgreSQL alone has"
)


def refusal(**numbers: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("build_district", anchor=ANCHOR, **{**TINY, **numbers})
    return str(refused.value)


def test_it_is_built_on_postgresql_only() -> None:
    if connection.vendor == "postgresql":
        make_home()
        assert "holds a district already" in refusal()
    else:
        assert refusal() == (
            "The district at size is built in PostgreSQL only: name one with DATABASE_URL."
        )


def test_it_is_not_built_where_the_demo_may_not_be_loaded(settings: Settings) -> None:
    settings.DEMO_MAY_BE_LOADED = False
    assert "never built under these settings" in refusal()


@pytest.mark.parametrize(
    "numbers",
    [{"schools": 0}, {"teachers": 4, "classes": 3}, {"updates": 91}, {"subscribers": -1}],
    ids=str,
)
def test_numbers_that_do_not_go_together_are_refused(numbers: dict[str, int]) -> None:
    refusal(**numbers)
    assert not Staff.objects.exists()


def told() -> list[Any]:
    """What the district says, without the keys of its rows."""
    pages = Page.objects.filter(depth__gt=2).order_by("path")
    return [
        list(pages.values_list("path", "url_path", "title", "translation_key", "live")),
        list(
            Posting.objects.order_by("submitted_at", "page_uuid").values_list("title", "page_uuid")
        ),
        sorted(PageLogEntry.objects.values_list("label", "action", "timestamp"), key=str)[:-9],
        list(Staff.objects.order_by("email").values_list("email", "phone", "user__password")),
        sorted(VerifiedAddress.objects.values_list("address", "subscriber__uuid")),
        sorted(ConsentRecord.objects.filter(act="given").values_list("at", "title")),
    ]


@on_postgresql
@pytest.mark.slow
def test_a_seed_makes_the_same_district_again_and_another_one_another(
    clock: Clock, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    clock("2026-11-24 12:00")
    found = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            build_at_size(Sizes(anchor=ANCHOR, seed=seed, variants=2, **TINY))
            found.append(told())
            assert Subscriber.objects.count() == TINY["subscribers"]
            transaction.set_rollback(True)
    first, again, other = found
    assert first == again
    assert all(one != another for one, another in zip(first, other, strict=True))


def test_the_text_of_every_kind_of_school_goes_through_the_gate() -> None:
    for place, (title, kind) in enumerate(schools(len(KINDS))):
        check_without_advice(school_page(place, title, kind, Chance(1, "schools")))
