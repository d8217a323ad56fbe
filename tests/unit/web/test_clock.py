"""The moment by which what is written once is dated."""

import datetime as dt

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils import timezone

from district_cms.web import clock

THEN = dt.datetime(2026, 9, 8, 14, 30, tzinfo=dt.UTC)


def test_without_a_moment_it_is_the_present() -> None:
    before = timezone.now()
    assert before <= clock.now() <= timezone.now()


def test_a_set_moment_holds_inside_and_ends_with_it() -> None:
    with clock.clock_set_to(THEN):
        with clock.clock_set_to(THEN + dt.timedelta(hours=1)):
            assert clock.now() == THEN + dt.timedelta(hours=1)
        assert clock.now() == THEN
    assert clock.now() > THEN


def test_a_set_moment_ends_when_something_fails() -> None:
    with pytest.raises(LookupError), clock.clock_set_to(THEN):
        raise LookupError
    assert clock.now() > THEN


def test_where_no_demo_may_be_loaded_the_clock_cannot_be_set() -> None:
    with (
        override_settings(DEMO_MAY_BE_LOADED=False),
        pytest.raises(ImproperlyConfigured, match="only be set where the demo may be loaded"),
        clock.clock_set_to(THEN),
    ):
        pass
