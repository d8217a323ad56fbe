"""A mail backend that behaves as a test says: for the adapter that sends through Django's."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


@dataclass(slots=True)
class Script:
    """What the backend raises when it is opened or sends, and what it was given."""

    on_open: BaseException | None = None
    on_send: BaseException | None = None
    says: int | None = 1
    given: list[EmailMessage] = field(default_factory=list)
    opened: int = 0
    closed: int = 0


script = Script()


class ScriptedBackend(BaseEmailBackend):
    def open(self) -> None:
        script.opened += 1
        if script.on_open:
            raise script.on_open

    def close(self) -> None:
        script.closed += 1

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> Any:
        script.given += email_messages
        if script.on_send:
            raise script.on_send
        return script.says
