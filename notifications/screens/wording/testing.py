"""A test message: what families get, to the address of whoever asks, and to nobody else."""

from dataclasses import replace
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.web.limits import Limit, count

from ...models import Message, MessageClass, MessageWording
from ...permissions import check_may_approve_wording
from ...services import enqueue_message
from ...services.wording import own_words, words_of
from .preview import drawn

TESTS: Final = Limit("mail.test", 10, 60 * 60)


def send_test(
    *, user: User, kind: str, language: str, version: MessageWording | None = None
) -> Message | None:
    """Write it into the outbox, marked as a test, with the words of `version`, by default those
    that are used now. Not to be called inside a transaction. Raises `PermissionDenied` and
    `TooOften`."""
    check_may_approve_wording(user)
    count(TESTS, str(user.pk))
    own = words_of(version, language) if version else own_words(kind, language)
    with translation.override(language):
        mark = _("This is a test. It was sent to you only, and its links lead to the home page.")
        shown = drawn(kind, language, replace(own, intro=(mark, *own.intro)))
        subject = _("Test: %(subject)s") % {"subject": shown.subject}
    with transaction.atomic():
        record(
            action="test_message_sent",
            actor=user,
            kind=kind,
            language=language,
            version=own.version.pk if own.version else None,
        )
        return enqueue_message(
            message_class=MessageClass.STAFF,
            address=user.email,
            subject=subject,
            text=shown.text,
            html=shown.html,
            language=language,
            from_email=settings.CLASS_MAIL_FROM,
            wording=own.version,
        )
