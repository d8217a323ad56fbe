"""The interface of every message provider, and the possible results of an attempt."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from ..rules.filling import fill
from ..rules.state import State
from ..suppressions.rules import Cause

LOGO: Final = "district-logo"  # the Content-ID by which a mail shows the attached picture


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for a provider, as plain values.

    `message_id` is the Message-ID header, the same at every attempt. `subject`, `text`, `html` and
    the values of `headers` may contain tags, which `substitutions` fill in for this recipient.
    Messages with the same `shared` (not "") are equal before that, so one request may carry them.
    `expires_at`: the message must not arrive later; for a text this also covers the recipient's
    night.
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
    handed_over_at: dt.datetime | None = None  # the last time; None if it never was
    shared: str = ""
    substitutions: Mapping[str, str] = field(default_factory=dict)

    def whole(self) -> "Outgoing":
        """Returns the message with every tag filled in."""
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
        """Returns the headers with their tags filled in, which no provider does for us."""
        return {name: fill(value, self.substitutions) for name, value in self.headers.items()}


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it. `id` is the provider's id for it, for later evidence."""

    id: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will never send it. `reason` is stored with the message; `cause`, if the address
    itself is the reason, suppresses it (`suppressions.rules.Cause`)."""

    reason: str
    cause: Cause | None = None


class NotProcessed(Exception):
    """The provider did nothing with the message, so it may be retried later.

    `wait`: nothing else is sent through the provider for this long (429), and the attempt does not
    count. `unreachable`: there is no connection, so the other messages need not be tried. `busy`:
    the provider accepts no more connections now.
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
    def stops_batch(self) -> bool:
        """Returns True if nothing else should be sent through the provider now."""
        return bool(self.wait or self.unreachable or self.busy)


class Unclear(Exception):
    """Nobody knows whether the provider took the message, so it must not be sent again."""


Answer = Accepted | Rejected | NotProcessed | Unclear
"""The result of an attempt. `send` raises the two exceptions; `send_many` returns them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A provider's later report about a message: `state` is accepted, rejected, delivered or
    bounced, `at` (aware) is when that happened."""

    message: UUID
    state: State
    at: dt.datetime
    provider_id: str = ""
    detail: str = ""
    given_up: bool = False  # the provider gave up in time: certainly nobody got it


@dataclass(frozen=True, slots=True)
class Records:
    """What a provider's own records say. `unavailable`: messages that could not be looked up."""

    evidence: Sequence[Evidence] = ()
    unavailable: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """One result of `manage.py check_provider`, as a sentence that says what to fix."""

    ok: bool
    sentence: str


class Provider:
    """A delivery service. One instance serves one batch.

    Any other exception of `send` or `send_many` is a bug in the adapter: the messages then stay
    handed over and become unknown.
    """

    name: str
    channel: str = "email"
    reaches_people: bool = True
    # The maximum of messages that are handed over together: a dead worker, or a lost answer, leaves
    # this many unknown.
    most_at_once: int = 1
    # True if one request carries one text: all messages of one `send_many` must have the same
    # `shared`.
    shares_words: bool = False

    # A provider overrides one of the next two methods.

    def send(self, message: Outgoing) -> Accepted | Rejected:
        """Hand over one message. Should return within 30 seconds. Raises `NotProcessed` and
        `Unclear`."""
        (answer,) = self.send_many([message])
        if isinstance(answer, NotProcessed | Unclear):
            raise answer
        return answer

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        """Hand over at most `most_at_once` messages; returns one answer for each, in order.

        Their tags are not filled in. May raise `NotProcessed` or `Unclear` for all of them.
        """
        return [self._answer(message.whole()) for message in messages]

    def find_evidence(self, messages: Sequence[Outgoing]) -> Records:
        """Returns what the provider's own records say about messages without an answer. Should
        return within 30 seconds."""
        return Records()

    def forget_address(self, address: str, cause: Cause) -> None:
        """Remove the address from the provider's own suppression list, if it has one. Raises
        `NotProcessed` and `Unclear`."""

    def check_account(self) -> Sequence[AccountCheck]:
        """Check the account, its senders and its webhooks at the provider."""
        return []

    def close(self) -> None:
        """Close connections; called once, at the end of the batch."""

    def _answer(self, message: Outgoing) -> Answer:
        try:
            return self.send(message)
        except (NotProcessed, Unclear) as answer:
            return answer
