"""What every provider of messages offers, and the four ways in which a try can end."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as a provider needs it: plain values, no database behind them.

    `message_id` is the value of the Message-ID header, the same at every try, so that a mailbox
    and a provider's records can tell one message from another.
    """

    id: UUID
    channel: str
    address: str
    from_email: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it. `id` is the provider's own name for it, for later evidence."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will not send it, today or tomorrow. `reason` is kept with the message."""

    reason: str


class NotProcessed(Exception):
    """The provider surely did nothing with the message: it is safe to try again later."""


class Unclear(Exception):
    """Nobody knows whether the provider took the message: it must not be sent again."""


class MailProvider(ABC):
    """A way out of the house. One instance serves one batch.

    Anything that `send` raises beside the two above is a fault of the adapter: the message then
    stays handed over and ends as unknown.
    """

    name: str
    # Whether people outside receive what it "sends".
    reaches_people: bool = True

    @abstractmethod
    def send(self, message: Outgoing) -> Accepted | Rejected:
        """Hand over one message. Should come back within 30 seconds; raises the two above."""
