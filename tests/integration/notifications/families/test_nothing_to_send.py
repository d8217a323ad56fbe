"""What causes no message to a family, and the row that says why."""

import pytest

from notifications.digests.services import write_due_digests
from notifications.models import SkippedDigest
from tests.factories.district import District
from tests.integration.classroom.walk import Walk
from tests.integration.conftest import Clock

from .conftest import Family

pytestmark = pytest.mark.django_db


def test_a_page_behind_a_password_is_not_sent(
    offered: District, reader: Family, clock: Clock
) -> None:
    Walk.begin(offered).submit().approve()
    offered.classroom.view_restrictions.create(restriction_type="login")
    clock("2026-11-24 17:05")
    assert write_due_digests().messages == 0


class TestNothingToSend:
    """No message, and a row that says why."""

    def test_on_other_days_no_reason_is_recorded(
        self, offered: District, reader: Family, clock: Clock
    ) -> None:
        clock("2026-11-25 17:05")
        assert write_due_digests().skipped == 1
        assert not SkippedDigest.objects.exists()
