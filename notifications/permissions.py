"""Who may see what of the outbox. Nobody changes it by hand: it is a record."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from district_cms.people.models import User

from .models import Message, MessageClass
from .rules.masking import mask_address


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


def can_pause(user: User) -> bool:
    return bool(user.has_perm("notifications.pause_sending"))


def check_may_pause(user: User) -> None:
    """Raise `PermissionDenied` unless the account may pause and resume sending."""
    if not can_pause(user):
        raise PermissionDenied(_("Only the communications office may pause messages."))
