"""When a notice may be sent, and by whom. Pure."""


class NotSent(Exception):
    """A notice may not be sent like this; says why and what to do."""


def check_can_send_class(*, standing: str, seen: bool, channels: int) -> None:
    """Raises `NotSent`. `seen`: the words are those that the sender looked over; `channels`: how
    many the class offers."""
    _check_waits(standing)
    _check_seen(seen)
    if not channels:
        raise NotSent(
            "This class offers neither email nor texts. Turn one of them on first, on the page of "
            "the class."
        )


def check_can_send_urgent(
    *, standing: str, seen: bool, over: bool, second_person: bool, reason: str
) -> None:
    """Raises `NotSent`. `over`: its end has passed, so that nobody would get it; `second_person`:
    the sender is not who wrote the words last; `reason`: why life and safety cannot wait for
    one."""
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
    """Raises `NotSent` for a notice that is sent or withdrawn."""
    _check_waits(standing)


def check_can_stop(*, standing: str) -> None:
    """Raises `NotSent` for a notice that was not sent, or was stopped."""
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
