"""Who may see what of the outbox. Nobody changes it by hand: it is a record."""

from typing import Any

from .addresses import mask_address
from .models import Message, MessageClass


def can_see_addresses(user: Any) -> bool:
    return bool(user.has_perm("notifications.see_addresses"))


def can_read_content(user: Any, message: Message) -> bool:
    """Whether the words of a message may be shown to `user`.

    A message about an account holds a link that opens that account: whoever read it here could
    enter as someone else. Only a superuser, who may do that anyway, reads it.
    """
    return bool(message.message_class != MessageClass.ACCOUNT or user.is_superuser)


def shown_address(user: Any, message: Message) -> str:
    return message.address if can_see_addresses(user) else mask_address(message.address)
