"""Nobody gets a message that they did not agree to, and the record of consent cannot be changed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from district_cms.audit_log import triggers
from notifications.consent.rules import NEEDS, Circumstances, Reason, decide
from notifications.models import ConsentRecord
from notifications.suppressions.rules import Cause
from tests.factories.district import District
from tests.integration.notifications.families.conftest import Family

pytestmark = pytest.mark.django_db


def test_the_database_refuses_to_change_or_delete_a_record(
    offered: District, family: Family
) -> None:
    triggers.install()
    family.subscribes(offered.classroom)
    record = ConsentRecord.objects.get()
    for change in (
        lambda: ConsentRecord.objects.update(wording="You agreed to more."),
        lambda: ConsentRecord.objects.update(act="withdrawn"),
        record.delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    record.refresh_from_db()
    assert "Math 3" in record.wording


DENVER = ZoneInfo("America/Denver")


@given(
    st.builds(
        Circumstances,
        message_class=st.sampled_from(sorted(NEEDS)),
        channel=st.sampled_from(["email", "text"]),
        moment=st.datetimes(
            # Hypothesis takes bounds without a zone, and adds it.
            dt.datetime(2026, 1, 1),  # noqa: DTZ001
            dt.datetime(2027, 12, 31),  # noqa: DTZ001
            timezones=st.just(dt.UTC),
        ),
        consented=st.booleans(),
        switched_on=st.booleans(),
        suppressed=st.frozensets(st.sampled_from(Cause)),
        quiet=st.none() | st.tuples(st.times(), st.times()),
        zone=st.sampled_from([dt.UTC, DENVER, ZoneInfo("America/New_York")]),
    )
)
def test_whatever_holds_nobody_gets_what_they_did_not_agree_to(now: Circumstances) -> None:
    got = decide(now)
    if got.sends:
        assert now.consented or not NEEDS[now.message_class].consent
        assert now.switched_on or not NEEDS[now.message_class].switch
        assert Cause.STOP not in now.suppressed or now.message_class in {"reply", "account"}
    if got.until is not None:
        assert got.reason is Reason.QUIET
        assert got.until > now.moment
        assert now.channel == "text"
