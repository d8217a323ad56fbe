"""Sends nothing to anyone: the demo's provider. What it "sent" is read in the Outbox."""

from collections.abc import Sequence

from .base import Accepted, Answer, Outgoing, Provider


class SandboxProvider(Provider):
    name = "sandbox"
    reaches_people = False
    most_at_once = 200

    def send(self, message: Outgoing) -> Accepted:
        # The outbox row is the copy: keeping a second one would only be one more to protect.
        return Accepted(id=f"sandbox-{message.id}")

    def send_many(self, messages: Sequence[Outgoing]) -> Sequence[Answer]:
        return [self.send(message) for message in messages]


class SandboxTextProvider(SandboxProvider):
    channel = "text"
