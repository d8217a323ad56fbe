"""Decides who may see what in the outbox. Nobody edits it by hand, because it is a record."""

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
    """Returns True if `user` may read the words of a message.

    A message about an account contains a link that opens the account: a reader could sign in as
    someone else. A request for consent contains the link or code that proves it: a reader could
    agree for a family. Only superusers, who may do all that anyway, read these. In the demo, where
    nobody receives anything, accounts that see addresses read the second kind.
    """
    if settings.DEMO and message.message_class == MessageClass.CONFIRMATION:
        return can_see_addresses(user)
    return bool(message.message_class not in _PROOFS or user.is_superuser)


def can_play_reply(user: User, message: Message) -> bool:
    """Returns True if `user` may answer a text as the family would, in the demo only."""
    is_open = message.channel == Channel.TEXT and message.address_purged_at is None
    return settings.DEMO and is_open and can_see_addresses(user)


def in_place_of_own(user: User) -> str:
    """Returns the replacement for the recipient's own links in a displayed message, because with
    them the reader could choose and stop as that person. "" for a superuser, who sees them."""
    return "" if user.is_superuser else OWN_LINK


def displayed_address(user: User, row: Message | Suppression) -> str:
    """Returns the address in full for accounts that may see it, masked for all others."""
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
