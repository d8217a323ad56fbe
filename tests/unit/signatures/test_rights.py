"""States, days and answers: the rules about what a person may show."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from signatures.approvals.clauses import CLAUSES
from signatures.approvals.entries import Answer, AnswerRefused
from signatures.approvals.kinds import KINDS
from signatures.approvals.rules import check_answer
from signatures.approvals.words import quoted
from signatures.entitlements.rules import (
    Stage,
    check_last_day,
    check_number,
    has_served,
    label_for,
    office_may_look,
)
from signatures.quotes.marks import for_signature
from signatures.states import State, counting_states, state_when_handed_in

TODAY = dt.date(2026, 11, 24)


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


def test_without_a_review_everything_counts_at_once_but_what_was_refused():
    assert state_when_handed_in(reviewed=False) == State.DECLARED
    assert counting_states(reviewed=False) == {State.DECLARED, State.APPROVED, State.WAITING}


def test_with_a_review_what_is_handed_in_waits_and_what_was_declared_before_goes_on():
    assert state_when_handed_in(reviewed=True) == State.WAITING
    assert counting_states(reviewed=True) == {State.DECLARED, State.APPROVED}


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


def test_a_list_takes_twenty():
    check_number(19)
    with pytest.raises(ValidationError, match="20"):
        check_number(20)


@pytest.mark.parametrize(
    ("state", "decided", "renewing", "ends_in", "handed_in", "reviewed", "served", "office"), [
    (State.DECLARED, None, False, 3600, -89, True, False, False),
    (State.DECLARED, None, False, 3600, -90, True, True, False),  # nobody decides about it
    (State.DECLARED, None, False, -1, 0, True, True, False),
    (State.WAITING, None, False, 10, -400, True, False, True),
    (State.WAITING, None, False, 10, -90, False, True, False),  # the review was turned off
    (State.WAITING, None, False, -1, 0, True, True, True),  # it ended before anybody decided
    (State.APPROVED, None, True, -1, 0, True, False, True),
    (State.APPROVED, None, True, -1, 0, False, True, False),
    (State.APPROVED, days(-29), False, 10, -60, True, False, True),
    (State.APPROVED, days(-29), False, 10, -60, False, False, True),
    (State.APPROVED, days(-30), False, 10, -60, True, True, False),
    (State.APPROVED, days(-30), True, 10, 0, True, False, True),  # a later last day waits
    (State.APPROVED, days(-30), True, 10, 0, False, True, False),
    (State.REFUSED, days(-30), False, 10, -60, True, True, False),
])  # fmt: skip
def test_evidence_goes_when_it_has_served_and_the_office_opens_it_only_to_decide(
    state, decided, renewing, ends_in, handed_in, reviewed, served, office
):
    stage = Stage(state, days(handed_in), decided, renewing, days(ends_in), reviewed)
    assert has_served(stage, TODAY) is served
    assert office_may_look(stage, TODAY) is office


@pytest.mark.parametrize(("before", "reviewed", "state"), [
    (State.DECLARED, False, State.DECLARED),
    (State.APPROVED, False, State.DECLARED),
    (State.WAITING, False, State.WAITING),
    (State.REFUSED, False, State.WAITING),
    (State.REFUSED, True, State.WAITING),
    (State.APPROVED, True, State.WAITING),
])  # fmt: skip
def test_what_was_refused_is_not_laundered_while_the_review_is_off(before, reviewed, state):
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
    assert for_signature(written) == printed


@pytest.mark.parametrize(("label", "member", "printed"), [
    ("  National  Board Certified Teacher ", False, "National Board Certified Teacher"),
    ("", True, "Member, NSTA"),
    ("  ", False, "Credentialed by NSTA"),
    ("\u202eNBCT\u2066 \u200b", True, "NBCT"),  # nobody sees what turns it around
    ("\u200b", True, "Member, NSTA"),
])  # fmt: skip
def test_a_label_that_was_left_empty_says_the_basis(label, member, printed):
    assert label_for(label=label, member=member, organization="NSTA") == printed


@pytest.mark.parametrize(("approved", "reason", "change", "refused"), [
    (True, "", {}, ""),
    (False, "Not a teachers’ organization.", {}, ""),
    (False, "  ", {}, "reason"),
    (True, "", {"waits": False}, "no longer waiting"),
    (True, "", {"present": "2"}, "changed after"),
    (True, "", {"own": True}, "your own"),
])  # fmt: skip
def test_an_answer_is_to_what_was_seen_and_a_refusal_has_a_reason(
    approved, reason, change, refused
):
    state = {"waits": True, "seen": "1", "present": "1", "own": False, **change}
    answer = Answer(approved=approved, reason=reason)
    if not refused:
        check_answer(answer, **state)
        return
    with pytest.raises(AnswerRefused, match=refused):
        check_answer(answer, **state)


def test_every_kind_that_waits_has_its_clause_which_does_not_bind():
    assert {kind.name for kind in KINDS} == set(CLAUSES)
    assert all("the district’s choice" in quoted(each).strength for each in CLAUSES.values())
    assert str(quoted("signature-required").strength) == "This clause is a requirement."
