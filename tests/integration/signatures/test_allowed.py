"""What a person may show today: by state, setting and last day."""

import datetime as dt

import pytest

from signatures.models import SignatureSettings, State
from tests.factories.people import make_staff
from tests.factories.signatures import (
    credentials_of,
    make_entitlement,
    make_quote,
    quotes_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def reviews(*, on: bool) -> None:
    row = SignatureSettings.load()
    row.review_entitlements = on
    row.save()


def test_a_declaration_is_valid_through_its_last_day():
    staff = make_staff()
    row = make_entitlement(staff=staff, expires=DAY)
    assert [each.pk for each in credentials_of(staff, DAY)] == [row.pk]
    assert credentials_of(staff, DAY + dt.timedelta(days=1)) == []


def test_a_proposed_organization_is_shown_as_text_without_a_logo():
    staff = make_staff()
    make_entitlement(staff=staff, organization=None, proposed_name="Writers in Schools")
    (shown,) = credentials_of(staff, DAY)
    assert shown.organization is None
    assert shown.organization_name == "Writers in Schools"


@pytest.mark.parametrize(
    ("state", "without_review", "with_review"),
    [
        (State.DECLARED, True, True),
        (State.WAITING, True, False),
        (State.APPROVED, True, True),
        (State.REFUSED, False, False),
    ],
)
def test_only_waiting_entries_depend_on_the_review(state, without_review, with_review):
    staff = make_staff()
    make_entitlement(staff=staff, state=state)
    make_quote(staff=staff, state=state)
    for on, counts in ((False, without_review), (True, with_review)):
        reviews(on=on)
        assert bool(credentials_of(staff, DAY)) is counts
        assert bool(quotes_of(staff)) is counts
