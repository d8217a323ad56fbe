"""Every write tells of itself after its commit, whether or not there is a transaction around it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from pytest_django import Settings

from district_cms.schools.models import SchoolYear
from district_cms.schools.routing.whole_pages.places import ALL_PAGES
from district_cms.web.models import CacheVersion

pytestmark = pytest.mark.django_db(transaction=True)


def token() -> str:
    return str(CacheVersion.objects.filter(name=ALL_PAGES).values_list("token", flat=True).first())


def create() -> SchoolYear:
    return SchoolYear.objects.create(
        name="2026-27", first_day=dt.date(2026, 8, 31), last_day=dt.date(2027, 6, 10)
    )


def in_a_transaction() -> None:
    with transaction.atomic(), transaction.atomic():
        SchoolYear.objects.update(last_day=dt.date(2027, 6, 11))


def after_something_undone() -> None:
    with transaction.atomic():
        with transaction.atomic():
            SchoolYear.objects.update(last_day=dt.date(2027, 6, 12))
            transaction.set_rollback(True)
        SchoolYear.objects.update(last_day=dt.date(2027, 6, 13))


def undone() -> None:
    with transaction.atomic():
        SchoolYear.objects.update(last_day=dt.date(2027, 6, 14))
        transaction.set_rollback(True)


def test_a_write_is_told_once_it_is_committed(settings: Settings) -> None:
    settings.PAGES_KEPT_MB = 8
    written: list[tuple[Callable[[], object], bool]] = [
        (create, True),
        (lambda: SchoolYear.objects.update(last_day=dt.date(2027, 6, 9)), True),
        (lambda: SchoolYear.objects.filter(name="none").update(name="other"), False),
        (lambda: SchoolYear.objects.get().save(), True),
        (in_a_transaction, True),
        (after_something_undone, True),
        (undone, False),
        (lambda: SchoolYear.objects.all().delete(), True),
    ]
    for number, (write, is_told) in enumerate(written):
        before = token()
        write()
        assert (token() != before) is is_told, number
