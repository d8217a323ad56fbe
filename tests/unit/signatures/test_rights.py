"""The rules about what a person may show: states, days and decisions."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from signatures.entitlements.rules import (
    AnswerRefused,
    check_answer,
    check_last_day,
    check_number,
    has_served,
    label_for,
    office_may_look,
    quote_for_signature,
    state_when_handed_in,
)
from signatures.models import Entitlement, State

TODAY = dt.date(2026, 11, 24)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(("expires", "code"), [
    (days(-1), "over"), (TODAY, ""), (dt.date(2036, 12, 31), ""), (dt.date(2037, 1, 1), "too_far"),
])  # fmt: skip
def test_a_last_day_is_today_or_within_ten_years(expires, code):
    found = ""
    try:
        check_last_day(expires, TODAY)
    except ValidationError as error:
        found = error.code
    assert found == code


def test_a_person_has_at_most_twenty_entries():
    check_number(19)
    with pytest.raises(ValidationError, match="20"):
        check_number(20)


@pytest.mark.parametrize(
    ("state", "decided", "ends_in", "handed_in", "reviewed", "served", "office"), [
    (State.DECLARED, None, 3600, -89, True, False, False),
    (State.DECLARED, None, 3600, -90, True, True, False),  # nobody decides about it
    (State.DECLARED, None, -1, 0, True, True, False),
    (State.WAITING, None, 10, -400, True, False, True),
    (State.WAITING, None, 10, -90, False, True, False),  # the review was turned off
    (State.WAITING, None, -1, 0, True, True, True),  # it ended before anybody decided
    (State.APPROVED, -29, 10, -60, True, False, True),
    (State.APPROVED, -29, 10, -60, False, False, True),
    (State.APPROVED, -30, 10, -60, True, True, False),
    (State.REFUSED, -30, 10, -60, True, True, False),
])  # fmt: skip
def test_evidence_is_deleted_when_no_longer_needed_and_opened_only_to_decide(
    state, decided, ends_in, handed_in, reviewed, served, office
):
    now = dt.datetime(2026, 11, 24, 19, tzinfo=dt.UTC)
    row = Entitlement(
        state=state,
        expires=days(ends_in),
        handed_in_at=now + dt.timedelta(days=handed_in),
        reviewed_at=None if decided is None else now + dt.timedelta(days=decided),
    )
    assert has_served(row, TODAY, reviewed=reviewed) is served
    assert office_may_look(row, TODAY, reviewed=reviewed) is office


@pytest.mark.parametrize(("before", "reviewed", "state"), [
    (State.DECLARED, False, State.DECLARED),
    (State.DECLARED, True, State.WAITING),
    (State.APPROVED, False, State.DECLARED),
    (State.WAITING, False, State.WAITING),
    (State.REFUSED, False, State.WAITING),
    (State.REFUSED, True, State.WAITING),
    (State.APPROVED, True, State.WAITING),
])  # fmt: skip
def test_a_refused_entry_stays_undecided_while_the_review_is_off(before, reviewed, state):
    assert state_when_handed_in(reviewed=reviewed, before=before) == state


@pytest.mark.parametrize(("written", "printed"), [
    ("“Every child reads.”", "Every child reads."),
    ('Learn, learn & “grow”', "Learn, learn & \u2018grow’"),
    ('“Learn & “grow””', "Learn & \u2018grow’"),
    ('"Say "yes" first"', "Say \u2018yes’ first"),
    ("“Read” and “write”", "\u2018Read’ and \u2018write’"),
    ("«Leer»", "Leer"),
    ('A 5" book', 'A 5" book'),
    ("It’s", "It’s"),
])  # fmt: skip
def test_quotation_marks_of_a_quote_pair(written, printed):
    assert quote_for_signature(written) == printed


@pytest.mark.parametrize(("label", "member", "printed"), [
    ("  National  Board Certified Teacher ", False, "National Board Certified Teacher"),
    ("", True, "Member, NSTA"),
    ("  ", False, "Credentialed by NSTA"),
    ("\u202eNBCT\u2066 \u200b", True, "NBCT"),  # invisible characters that reverse the text
    ("\u200b", True, "Member, NSTA"),
])  # fmt: skip
def test_an_empty_label_becomes_a_phrase_for_the_basis(label, member, printed):
    assert label_for(label=label, member=member, organization="NSTA") == printed


@pytest.mark.parametrize(("approved", "reason", "change", "refused"), [
    (True, "", {}, ""),
    (False, "Not a teachers’ organization.", {}, ""),
    (False, "  ", {}, "reason"),
    (True, "", {"present": "2"}, "changed after"),
    (True, "", {"own": True}, "your own"),
])  # fmt: skip
def test_a_decision_needs_the_current_version_and_a_refusal_a_reason(
    approved, reason, change, refused
):
    answer = {"approved": approved, "reason": reason, "seen": "1", "present": "1", "own": False}
    if not refused:
        check_answer(**{**answer, **change})
        return
    with pytest.raises(AnswerRefused, match=refused):
        check_answer(**{**answer, **change})
