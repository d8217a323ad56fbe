"""Who may see what of the outbox. Nobody changes it by hand: it is a record."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from district_cms.people.models import User

from .models import Channel, Message, MessageClass, Suppression
from .rules.masking import mask_address

OWN_LINK = "#only-for-its-recipient"
_PROOFS = frozenset({MessageClass.ACCOUNT, MessageClass.CONFIRMATION})


def can_see_addresses(user: User) -> bool:
    return bool(user.has_perm("notifications.see_addresses"))


def can_read_content(user: User, message: Message) -> bool:
    """Whether the words of a message may be shown to `user`.

    One about an account holds a link that opens that account: whoever read it here could enter as
    someone else. One that asks for a consent holds the link or code that proves it: whoever read it
    could agree for a family. Only a superuser, who may do all that anyway, reads them; in the demo,
    where nobody receives anything, the second kind is read by whoever sees addresses.
    """
    if settings.DEMO and message.message_class == MessageClass.CONFIRMATION:
        return can_see_addresses(user)
    return bool(message.message_class not in _PROOFS or user.is_superuser)


def can_play_reply(user: User, message: Message) -> bool:
    """In the demo only: whether `user` may answer a text as the family would."""
    is_open = message.channel == Channel.TEXT and message.address_purged_at is None
    return settings.DEMO and is_open and can_see_addresses(user)


def in_place_of_own(user: User) -> str:
    """What stands where a message has the recipient's own links, for whoever reads it here: with
    one of them they could choose and stop as that person. "" for a superuser, who reads it whole.
    """
    return "" if user.is_superuser else OWN_LINK


def displayed_address(user: User, row: Message | Suppression) -> str:
    """In full for those who may see it, masked for everyone else."""
    if isinstance(row, Message) and row.address_purged_at is not None:
        return _("Deleted")
    return row.address if can_see_addresses(user) else mask_address(row.address)


def can_pause(user: User) -> bool:
    return bool(user.has_perm("notifications.pause_sending"))


def check_may_pause(user: User) -> None:
    """Raise `PermissionDenied` unless the account may pause and resume sending."""
    if not can_pause(user):
        raise PermissionDenied(
            _("Only the communications office may pause messages or send them again.")
        )


def can_hold(user: User) -> bool:
    return bool(user.has_perm("notifications.hold_purges"))


def check_may_hold(user: User) -> None:
    """Raise `PermissionDenied` unless the account may set and lift a legal hold."""
    if not can_hold(user):
        raise PermissionDenied(
            _("Only district administrators may keep messages from being deleted.")
        )
