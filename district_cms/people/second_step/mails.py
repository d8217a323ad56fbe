"""What an account is told of its second step, so that nobody changes it unnoticed."""

from typing import Final

from django.utils.translation import gettext_lazy

from ..models import User
from ..services import mail_owner

ADDED: Final = "added"
REMOVED: Final = "removed"
RESET: Final = "reset"
RECOVERY_USED: Final = "recovery_used"
CLOSED: Final = "closed"

SENTENCES: Final = {
    ADDED: gettext_lazy("A second step was set up for your account."),
    REMOVED: gettext_lazy("A second step was removed from your account."),
    RESET: gettext_lazy(
        "A district administrator removed the second step from your account, because someone said "
        "that you can no longer use it."
    ),
    RECOVERY_USED: gettext_lazy("Someone signed in to your account with a recovery code."),
    CLOSED: gettext_lazy(
        "Someone typed your password and then many wrong codes. Whoever it was knows your password."
    ),
}
SUBJECTS: Final = {
    ADDED: gettext_lazy("A second step was set up"),
    REMOVED: gettext_lazy("A second step was removed"),
    RESET: gettext_lazy("Your second step was reset"),
    RECOVERY_USED: gettext_lazy("A recovery code was used"),
    CLOSED: gettext_lazy("Someone knows your password"),
}


def tell(account: User, what: str, *, left: int | None = None) -> None:
    """Write the mail into the outbox, with the transaction around it."""
    subject, sentence = str(SUBJECTS[what]), str(SENTENCES[what])
    mail_owner(account, subject, sentence, left=left, closed=what == CLOSED)
