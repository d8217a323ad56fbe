"""What the doors tell the rest of the room."""

from django.dispatch import Signal

# A family texted the district's number: `text` is a `webhooks.events.InboundText`. Sent once for
# each text, inside the transaction that notes it: a receiver that raises undoes the note, and the
# provider, which gets no 200, sends the text again.
inbound_text = Signal()
