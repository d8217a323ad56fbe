"""The in-memory twin of every provider: keeps what it was given and answers as a test says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from notifications.providers.base import Accepted, Outgoing, Provider, Rejected
from notifications.providers.base import Answer as Given

Answer = Accepted | Rejected | BaseException


@dataclass(slots=True)
class Mailbox:
    """What the twin was given, oldest first, and how it answers.

    `answers` are used up one by one, over all addresses; after them it accepts everything. An
    exception among them is raised.
    """

    sent: list[Outgoing] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def clear(self) -> None:
        self.sent.clear()
        self.answers.clear()

    def to(self, address: str) -> list[Outgoing]:
        return [each for each in self.sent if each.address == address]


mailbox = Mailbox()


class MemoryProvider(Provider):
    """Installed for every test by tests/conftest.py: no test can reach a real one."""

    name = "memory"
    reaches_people = False

    def send(self, message: Outgoing) -> Accepted | Rejected:
        mailbox.sent.append(message)
        answer = mailbox.answers.pop(0) if mailbox.answers else Accepted(f"memory-{message.id}")
        if isinstance(answer, BaseException):
            raise answer
        return answer


class MemoryTextProvider(MemoryProvider):
    channel = "text"


class MemoryBatchProvider(MemoryProvider):
    """Takes many messages in one request, as an API does."""

    most_at_once = 200
    shares_words = True
    requests: ClassVar[list[list[Outgoing]]] = []

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Given]:
        self.requests.append(list(messages))
        return [self._answer(message.whole()) for message in messages]
