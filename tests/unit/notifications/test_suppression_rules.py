"""What a suppression stops, and who may lift it."""

import pytest

from notifications.models import MessageClass
from notifications.suppressions.rules import Cause, LiftRefused, can_lift, check_can_lift, stops

CLASSES = [
    "account",
    "confirmation",
    "invitation",
    "notice",
    "reply",
    "staff",
    "subscription",
    "urgent",
    "year_end",
]
# Message classes that are still sent, by cause.
STILL_SENT = {
    Cause.HARD_BOUNCE: {"account"},
    Cause.COMPLAINT: {"account", "confirmation", "staff"},
    Cause.STOP: {"reply"},
    Cause.NO_NUMBER: {"reply"},
    Cause.DECLINED: set(CLASSES),
}


def test_the_table_names_every_class_of_messages() -> None:
    assert sorted(MessageClass.values) == CLASSES


@pytest.mark.parametrize("message_class", CLASSES)
@pytest.mark.parametrize("cause", Cause)
def test_classes_that_are_still_sent(cause: Cause, message_class: str) -> None:
    assert stops(cause, message_class) is (message_class not in STILL_SENT[cause])


@pytest.mark.parametrize(
    "cause, reason, by_owner, lifted",
    [
        (Cause.STOP, "they called", False, False),
        (Cause.STOP, "", True, True),
        (Cause.HARD_BOUNCE, "the mailbox works again", False, True),
        (Cause.HARD_BOUNCE, "  ", False, False),
        (Cause.COMPLAINT, "it was a mistake", False, True),
        (Cause.NO_NUMBER, "a new contract", False, True),
        (Cause.NO_NUMBER, "", False, False),
    ],
)
def test_only_the_owner_lifts_a_stop_and_the_office_needs_a_reason(
    cause: Cause, reason: str, by_owner: bool, lifted: bool
) -> None:
    if lifted:
        check_can_lift(cause, reason=reason, by_owner=by_owner)
    else:
        with pytest.raises(LiftRefused):
            check_can_lift(cause, reason=reason, by_owner=by_owner)


def test_the_office_may_lift_everything_except_a_stop() -> None:
    assert {cause for cause in Cause if not can_lift(cause)} == {Cause.STOP}
