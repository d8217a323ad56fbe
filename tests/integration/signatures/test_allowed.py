"""What a person may show today: by state, setting and last day."""

import datetime as dt

import pytest

from signatures.entitlements.selectors import allowed_by_staff
from signatures.models import SignatureSettings, State
from tests.factories.people import make_staff
from tests.factories.signatures import (
    credentials_of,
    make_entitlement,
    make_professional,
    make_quote,
    quotes_of,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)


def reviews(*, on: bool) -> None:
    row = SignatureSettings.load()
    row.review_entitlements = on
    row.save()


def test_a_declaration_counts_up_to_its_last_day_and_not_after():
    staff = make_staff()
    row = make_entitlement(staff=staff, expires=DAY)
    assert [each.pk for each in credentials_of(staff, DAY)] == [row.pk]
    assert credentials_of(staff, DAY + dt.timedelta(days=1)) == []


def test_an_organization_that_was_only_proposed_is_shown_in_words_without_logo():
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
def test_only_what_waits_depends_on_the_review(state, without_review, with_review):
    staff = make_staff()
    make_entitlement(staff=staff, state=state)
    make_quote(staff=staff, state=state)
    for on, counts in ((False, without_review), (True, with_review)):
        reviews(on=on)
        assert bool(credentials_of(staff, DAY)) is counts
        assert bool(quotes_of(staff)) is counts


def test_what_many_people_may_show_takes_two_queries(django_assert_max_num_queries):
    organization = make_professional()
    people = [make_staff() for _ in range(4)]
    for staff in people:
        make_entitlement(staff=staff, organization=organization)
    SignatureSettings.load()  # its first reading makes the row
    with django_assert_max_num_queries(2):
        found = allowed_by_staff([staff.pk for staff in people], DAY)
    assert set(found) == {staff.pk for staff in people}
