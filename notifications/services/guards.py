"""Asking once more, right before a message goes out, whether it still may."""

from collections.abc import Callable

from ..models import Message

SendGuard = Callable[[Message], str]
"""Returns why the message may no longer be sent, in a few words for the record ("unsubscribed"),
or "" when it may. Is called outside any transaction, for messages of every class."""

_guards: list[SendGuard] = []


def register_send_guard(guard: SendGuard) -> None:
    """Have `guard` asked before each message is handed over. Call it in `AppConfig.ready()`.

    Registering the same guard again changes nothing. A guard that raises stops the batch: its
    message stays where it is and the queue reports the error.
    """
    if guard not in _guards:
        _guards.append(guard)


def objection(message: Message) -> str:
    """The first reason that any guard gives against sending, or ""."""
    return next((reason for guard in _guards if (reason := guard(message))), "")
