"""Who may see what of the outbox. Nobody changes it by hand: it is a record."""

from district_cms.people.models import User

from .addresses import mask_address
from .models import Message, MessageClass


def can_see_addresses(user: User) -> bool:
    return bool(user.has_perm("notifications.see_addresses"))


def can_read_content(user: User, message: Message) -> bool:
    """Whether the words of a message may be shown to `user`.

    A message about an account holds a link that opens that account: whoever read it here could
    enter as someone else. Only a superuser, who may do that anyway, reads it.
    """
    return bool(message.message_class != MessageClass.ACCOUNT or user.is_superuser)


def shown_address(user: User, message: Message) -> str:
    return message.address if can_see_addresses(user) else mask_address(message.address)
