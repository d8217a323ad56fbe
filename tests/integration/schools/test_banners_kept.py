"""Notices are kept by the process: nothing is asked while nothing changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district_cms.schools.banners.services import end_banner, keep_banner
from district_cms.schools.banners.showing import notices
from district_cms.schools.models import Banner
from tests.integration.conftest import Clock, moment

# Outside a transaction: within one nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_query_while_nothing_changes_and_none_too_late_when_it_does(clock: Clock) -> None:
    clock("2026-11-10 09:00")
    banner = Banner(
        text_en="All schools are closed today.",
        starts_at=moment("2026-11-10 05:30"),
        ends_at=moment("2026-11-10 18:00"),
    )
    keep_banner(banner=banner, user="test")
    assert len(notices()) == 1
    with CaptureQueriesContext(connection) as queries:
        assert len(notices()) == 1
    assert [query["sql"] for query in queries] == []
    end_banner(banner=banner, user="test")
    assert notices() == []
