"""Sends nothing to anyone: the demo's provider. What it "sent" is read in the Outbox."""

from .base import Accepted, MailProvider, Outgoing


class SandboxProvider(MailProvider):
    name = "sandbox"
    reaches_people = False

    def send(self, message: Outgoing) -> Accepted:
        # The outbox row is the copy: keeping a second one would only be one more to protect.
        return Accepted(id=f"sandbox-{message.id}")
