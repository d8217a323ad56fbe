"""What every provider of messages offers, and the ways in which a try can end."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from ..rules.filling import fill
from ..rules.state import State
from ..suppressions.rules import Cause


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as a provider needs it: plain values, no database behind them.

    `message_id` is the value of the Message-ID header, the same at every try, so that a mailbox
    and a provider's records can tell one message from another. `subject`, `text`, `html` and the
    values of `headers` may hold tags; `substitutions` says what stands there for this recipient.
    Messages with the same `shared` (not "") have the same subject, text, HTML, headers, sender and
    answer address before that, so that one request may carry them. `expires_at`: what has not
    arrived by then must not arrive anymore; for a text that is the beginning of the night, too.
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
    message_class: str = ""
    language: str = ""
    expires_at: dt.datetime | None = None
    handed_over_at: dt.datetime | None = None  # the last time; None where it never was
    shared: str = ""
    substitutions: Mapping[str, str] = field(default_factory=dict)

    def whole(self) -> "Outgoing":
        """The same with every tag filled in."""
        if not self.substitutions:
            return self
        return replace(
            self,
            subject=fill(self.subject, self.substitutions),
            text=fill(self.text, self.substitutions),
            html=fill(self.html, self.substitutions),
            headers=self.own_headers(),
            shared="",
            substitutions={},
        )

    def own_headers(self) -> dict[str, str]:
        """The headers with their tags filled in: no provider does that for us."""
        return {name: fill(value, self.substitutions) for name, value in self.headers.items()}


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it. `id` is the provider's own name for it, for later evidence."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will not send it, today or tomorrow. `reason` is kept with the message; `cause`,
    where the address itself is why, suppresses it (`suppressions.rules.Cause`)."""

    reason: str
    cause: Cause | None = None


class NotProcessed(Exception):
    """The provider surely did nothing with the message: it is safe to try again later.

    `wait` is for how long the provider wants to be left alone (429): nothing else goes out through
    it before that, and the try is not held against the message. `unreachable`: no connection could
    be had, so that it is useless to ask for the other messages at once. `busy`: the provider is
    there, and takes no more connections at this moment; it does not say for how long.
    """

    def __init__(
        self,
        reason: str = "",
        *,
        wait: dt.timedelta | None = None,
        unreachable: bool = False,
        busy: bool = False,
    ) -> None:
        super().__init__(reason)
        self.wait = wait
        self.unreachable = unreachable
        self.busy = busy

    @property
    def leaves_alone(self) -> bool:
        """Whether nothing else is asked of the provider now."""
        return bool(self.wait or self.unreachable or self.busy)


class Unclear(Exception):
    """Nobody knows whether the provider took the message: it must not be sent again."""


class RequestRefused(Exception):
    """The provider refused a request of several messages as a whole, and did nothing: one of them
    may be the reason. They are handed over again in halves."""


Answer = Accepted | Rejected | NotProcessed | Unclear
"""How a try ended. The two exceptions are raised by `send` and are values in `send_many`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What became of a message, as a provider says it later: `state` is accepted, rejected,
    delivered or bounced, `at` (aware) is when that happened."""

    message: UUID
    state: State
    at: dt.datetime
    provider_id: str = ""
    detail: str = ""
    given_up: bool = False  # the provider gave it up in time: surely nobody got it


@dataclass(frozen=True, slots=True)
class Looked:
    """What a provider's own records say, and the messages of which they could not be asked now."""

    evidence: Sequence[Evidence] = ()
    unasked: frozenset[UUID] = frozenset()


class Line(StrEnum):
    """What a provider knows of a telephone number before any text goes there. OTHER: texts may
    arrive there, or nobody knows."""

    LANDLINE = "landline"
    IMPOSSIBLE = "impossible"  # no telephone can have it
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that `manage.py check_provider` looked at, in a sentence: what was found, and where
    it is not `good`, what to do."""

    good: bool
    sentence: str


class Provider(ABC):
    """A way out of the house. One instance serves one batch.

    Anything that `send` or `send_many` raises beside the exceptions above is a fault of the
    adapter: the messages then stay handed over and end as unknown.
    """

    name: str
    channel: str = "email"
    # Whether people outside receive what it "sends".
    reaches_people: bool = True
    # Whether it says later, through a webhook, what became of a message.
    tells_later: bool = False
    # So many messages are handed over together: those that one dead worker, or one answer that
    # never came, leaves unknown.
    most_at_once: int = 1
    # Whether the messages of one `send_many` must be `shared`: one request carries one text.
    shares_words: bool = False
    # Whether `look_up` asks anybody.
    looks_up: bool = False

    @abstractmethod
    def send(self, message: Outgoing) -> Accepted | Rejected:
        """Hand over one whole message. Should come back within 30 seconds; raises `NotProcessed`
        and `Unclear`."""

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """Hand over at most `most_at_once` messages; one answer for each, in their order.

        Their tags are not filled in. May raise `RequestRefused`, and `NotProcessed` or `Unclear`
        for all of them.
        """
        return [self._answer(message.whole()) for message in messages]

    def find_evidence(self, messages: Sequence[Outgoing]) -> Looked:
        """What the provider's own records say of messages whose answer never came, where it keeps
        any; asked before one is given up as unknown. Should come back within 30 seconds."""
        return Looked()

    def forget_address(self, address: str, cause: Cause) -> None:  # noqa: B027  # most keep no list
        """Remove the address from the provider's own list of those to which it sends nothing, where
        it keeps one that we may change. Raises `NotProcessed` and `Unclear`."""

    def look_up(self, number: str) -> Line:
        """What kind of line a number (E.164) is. Costs money where it is asked, and someone waits
        at the screen: should come back within seconds. Raises `NotProcessed` and `Unclear`."""
        return Line.OTHER

    def examine(self) -> Sequence[Examined]:
        """The account, its senders and its webhooks, as the provider knows them now."""
        return []

    def close(self) -> None:  # noqa: B027  # most hold nothing
        """Let go of what is held open between requests; called once, when the batch is over."""

    def _answer(self, message: Outgoing) -> Answer:
        try:
            return self.send(message)
        except (NotProcessed, Unclear) as answer:
            return answer
