"""Rules for when, and by whom, a notice may be sent. Pure."""

from typing import Final

CLASS_NOTICES_A_DAY: Final = 3
"""A family has several classes, and a number gets a limited number of texts a week."""


class NotSent(Exception):
    """A notice may not be sent like this. The message says why and what to do."""


def check_can_send_class(
    *, standing: str, seen: bool, runs: bool, allowed: bool, sent_today: int
) -> None:
    """Raises `NotSent` if a class notice may not be sent. `seen`: the words are those that the
    sender looked over; `runs`: the class is live and not over; `allowed`: the sender may publish
    it; `sent_today`: the number of notices that the class sent today."""
    _check_waits(standing)
    _check_seen(seen)
    check_runs(runs)
    if not allowed:
        raise NotSent(
            "Nothing was sent. At this school a principal who did not write it reads a class "
            "notice first, and sends it."
        )
    if sent_today >= CLASS_NOTICES_A_DAY:
        raise NotSent(
            f"This class has sent {sent_today} notices today, which is as many as families get. "
            "Send it tomorrow, or put it into the next class update."
        )


def check_runs(runs: bool) -> None:
    """Raises `NotSent` for a class that is over or not on the website."""
    if not runs:
        raise NotSent(
            "This class is over, or its page is not on the website, so it sends no notices."
        )


def check_can_send_urgent(
    *, standing: str, seen: bool, over: bool, second_person: bool, reason: str
) -> None:
    """Raises `NotSent` if an urgent notice may not be sent. `over`: its end has passed, so nobody
    would get it; `second_person`: someone else wrote the words last; `reason`: why life and safety
    cannot wait for a second person."""
    _check_waits(standing)
    _check_seen(seen)
    if over:
        raise NotSent("Its end has passed, so nobody would get it. Set a later one, and send it.")
    if not second_person and not reason.strip():
        raise NotSent(
            "Someone else must look this over and send it. If life and safety cannot wait, say why "
            "and send it yourself."
        )


def check_can_change(*, standing: str) -> None:
    """Raises `NotSent` for a notice that was sent or withdrawn."""
    _check_waits(standing)


def check_can_stop(*, standing: str) -> None:
    """Raises `NotSent` for a notice that was not sent, or that was stopped."""
    if standing == "waiting":
        raise NotSent("Nothing of this notice has been sent. Withdraw it.")
    if standing not in {"sending", "sent"}:
        raise NotSent("This notice was stopped already.")


def _check_waits(standing: str) -> None:
    if standing in {"sending", "sent"}:
        raise NotSent("This notice has been sent already.")
    if standing != "waiting":
        raise NotSent("This notice was withdrawn. Write a new one.")


def _check_seen(seen: bool) -> None:
    if not seen:
        raise NotSent("Someone changed the words since you opened this page. Look them over again.")
