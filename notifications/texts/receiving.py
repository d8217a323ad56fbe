"""Where the texts that families send come in from the webhooks, and where our answers go out."""

from typing import Any

from django.db import transaction

from ..models import Channel, MessageClass
from ..services import enqueue_message
from ..webhooks.events import InboundText
from .inbound import CONFIRM_WITHIN, handle_inbound_text


@transaction.atomic
def receive(sender: Any, *, text: InboundText, **kwargs: Any) -> None:
    """Receives `webhooks.signals.inbound_text`: does what the text asks for, and writes the answer
    into the outbox. An answer that is late is not sent at all."""
    answer = handle_inbound_text(
        sender=text.sender,
        to=text.recipient,
        body=text.body,
        at=text.at,
        opt_out_type=text.answered,
    )
    if answer is not None:
        enqueue_message(
            message_class=MessageClass.REPLY,
            channel=Channel.TEXT,
            address=text.sender,
            text=answer,
            dedupe_key=f"text-reply:{text.id}",
            expires_at=text.at + CONFIRM_WITHIN,
        )
