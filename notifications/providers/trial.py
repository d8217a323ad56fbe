"""Trial mode: a provider that gives on only what goes to people who agreed to the trial."""

from collections.abc import Sequence

from django.conf import settings

from ..suppressions.rules import Cause
from .base import Accepted, Answer, Examined, Line, Looked, Outgoing, Provider, Rejected

NOT_SENT = "not sent: trial"


class TrialProvider(Provider):
    """Stands before another provider and looks like it. Who may get something is said by
    `SENDING_TRIAL_RECIPIENTS`: addresses, domains of addresses, telephone numbers."""

    def __init__(self, inner: Provider) -> None:
        self.inner = inner
        self.name = inner.name
        self.channel = inner.channel
        self.reaches_people = inner.reaches_people
        self.most_at_once = inner.most_at_once
        self.shares_words = inner.shares_words
        self.looks_up = inner.looks_up

    def send(self, message: Outgoing) -> Accepted | Rejected:
        return self.inner.send(message) if may_get(message.address) else Rejected(NOT_SENT)

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        allowed = [message for message in messages if may_get(message.address)]
        answers = iter(self.inner.send_many(allowed) if allowed else ())
        return [
            next(answers) if may_get(message.address) else Rejected(NOT_SENT)
            for message in messages
        ]

    def find_evidence(self, messages: Sequence[Outgoing]) -> Looked:
        return self.inner.find_evidence(messages)

    def forget_address(self, address: str, cause: Cause) -> None:
        self.inner.forget_address(address, cause)

    def look_up(self, number: str) -> Line:
        # Who gets no text either costs nothing.
        return self.inner.look_up(number) if may_get(number) else Line.OTHER

    def close(self) -> None:
        self.inner.close()

    def examine(self) -> Sequence[Examined]:
        return self.inner.examine()


def may_get(address: str) -> bool:
    """Whether the trial's list names the address, its domain, or the number."""
    listed = {_bare(each) for each in settings.SENDING_TRIAL_RECIPIENTS}
    return bool({address.lower(), address.lower().rpartition("@")[2]} & listed)


def _bare(listed: str) -> str:
    """As the outbox writes it: people put signs between the figures of a number, and an at sign
    before a domain."""
    if listed.strip().startswith("+"):
        return "+" + "".join(sign for sign in listed if sign.isdecimal())
    return listed.strip().lower().removeprefix("@")
