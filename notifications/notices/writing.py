"""Writes the messages of a notice into the outbox, block by block.

Runs may repeat and overlap: each block and the progress are saved in one transaction that locks the
notice, and a message has a key made from notice and address.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django_q.tasks import async_task

from district_cms.schools.models import DistrictSettings
from district_cms.web.bulk_sql import one_of
from district_cms.web.mail import site_root
from district_cms.web.queue.isolation import Item, note_failure

from ..families import tokens
from ..families.mail_body import PREFERENCES, STOP
from ..guardians.urgent import Listed, listed_channels, listed_for, recipients_among
from ..models import (
    Channel,
    ClassNotice,
    FamilyNotice,
    Message,
    MessageContent,
    Standing,
    UrgentNotice,
    VerifiedAddress,
)
from ..rules.filling import new_nonce
from ..services.enqueue import Draft, Words, enqueue_many
from ..texts.numbers import zone_of_number
from .recipients import Recipient, addresses_for, channels_of
from .wording import keys_of, listed_text, mail_of, text_of, where_of

log = logging.getLogger("district.outbox")

KINDS: Final[dict[str, type[FamilyNotice]]] = {
    model.kind: model for model in (UrgentNotice, ClassNotice)
}
NOTICE: Final = "notice"  # the name under which failures are recorded
BLOCK: Final = 1_000
# A run ends after this many seconds, well before the queue's timeout; the next run continues.
RUN_SECONDS: Final = 60


def write_contents(notice: FamilyNotice) -> dict[str, dict[str, str]]:
    """Write the words for each channel and language, and those for listed guardians, which never
    change afterwards. Returns the value for `FamilyNotice.contents`."""
    where = where_of(notice)
    contents = {}
    rows = []
    keys = [(*key, False) for key in keys_of(channels_of(notice))]
    if isinstance(notice, UrgentNotice):
        keys += [(*key, True) for key in keys_of(listed_channels(notice))]
    for channel, language, listed in keys:
        content = MessageContent(nonce=new_nonce())
        subject = ""
        if channel == Channel.TEXT:
            content.text = (listed_text if listed else text_of)(notice, language, where)
        else:
            mail = mail_of(notice, language, where, content.nonce, listed=listed)
            content.text, content.html = mail.text, mail.html
            content.headers, subject = dict(mail.headers), mail.subject
        rows.append(content)
        name = f"{channel}.{language}.listed" if listed else f"{channel}.{language}"
        contents[name] = {"content": str(content.pk), "subject": subject}
    MessageContent.objects.bulk_create(rows)
    return contents


def write_all(notice: FamilyNotice, *, seconds: float = RUN_SECONDS) -> bool:
    """Write the messages that are missing. Returns False if the time ran out first."""
    stop_at = time.monotonic() + seconds
    while write_block(notice):
        if time.monotonic() >= stop_at:
            return False
    return True


@transaction.atomic
def write_block(notice: FamilyNotice, *, size: int = BLOCK) -> bool:
    """Write the messages for the next addresses, in a fixed number of statements. Returns False
    when none are left or the notice is not being sent."""
    locked = type(notice)._default_manager.select_for_update().get(pk=notice.pk)
    if locked.standing != Standing.SENDING:
        return False
    rows = addresses_for(locked).filter(pk__gt=locked.written_after)
    block = list(rows.select_related("subscriber")[:size])
    listed: tuple[list[Listed], int] = ([], 0)
    if not block and isinstance(locked, UrgentNotice):
        # After everyone who signed up: an address that is both gets their message.
        listed = listed_for(locked, after=locked.guardians_after, size=size)
    if block:
        recipients, locked.written_after = _who_follow(block), block[-1].pk
    elif isinstance(locked, UrgentNotice) and listed[1]:
        recipients, locked.guardians_after = recipients_among(listed[0]), listed[1]
    else:
        locked.standing = Standing.SENT
        locked.save(update_fields=["standing"])
        return False
    drafts = _drafts(locked, recipients)
    for channel in (Channel.EMAIL, Channel.TEXT):
        _write(locked, channel, [draft for of, draft in drafts if of == channel])
    locked.save()
    return True


def _drafts(notice: FamilyNotice, block: Sequence[Recipient]) -> list[tuple[str, Draft]]:
    """Returns one draft for each address without a message. A shared telephone gets one text."""
    words = _words(notice)
    by_key = {_key(notice, each): each for each in reversed(block)}
    rows = Message.objects.filter(dedupe_key__in=one_of(str, by_key))
    known = set(rows.values_list("dedupe_key", flat=True))
    return [
        (each.channel, _draft(each, words[each.words], key))
        for key, each in reversed(by_key.items())
        if key not in known and each.words in words
    ]


def _who_follow(block: Sequence[VerifiedAddress]) -> list[Recipient]:
    recipients, root = [], site_root()
    for each in block:
        person, language, own = each.subscriber.uuid, each.subscriber.language, {}
        if each.channel == Channel.EMAIL:
            own = {
                STOP: tokens.stop_url(person, root),
                PREFERENCES: tokens.preferences_url(person, root=root),
            }
        words = f"{each.channel}.{language}"
        recipients.append(Recipient(each.channel, each.address, language, words, own, person))
    return recipients


def _draft(known: Recipient, words: Words, key: str) -> Draft:
    return Draft(
        address=known.address,
        words=words,
        alike=words.name,
        language=known.language,
        substitutions=known.substitutions,
        time_zone=zone_of_number(known.address) if known.channel == Channel.TEXT else "",
        subscriber_uuid=known.person,
        dedupe_key=key,
    )


def _words(notice: FamilyNotice) -> dict[str, Words]:
    office = DistrictSettings.cached()
    return {
        name: Words(
            subject=stored["subject"],
            content=UUID(stored["content"]),
            from_email=settings.CLASS_MAIL_FROM if name.startswith(Channel.EMAIL) else "",
            reply_to=office.email if name.startswith(Channel.EMAIL) else "",
        )
        for name, stored in notice.contents.items()
    }


def _key(notice: FamilyNotice, known: Recipient) -> str:
    mark = hashlib.sha256(f"{known.channel} {known.address}".encode()).hexdigest()[:40]
    return f"{notice.kind}-notice:{notice.pk}:{mark}"


def _write(notice: FamilyNotice, channel: Channel, drafts: Sequence[Draft]) -> None:
    """Write all messages in one transaction. If one fails, write each in its own, so that it delays
    nobody else's."""
    if not drafts:
        return
    try:
        _enqueue(notice, channel, drafts)
    except (DatabaseError, ValueError):
        log.exception("a block of notice %s failed; writing its messages one by one", notice.pk)
        for draft in drafts:
            try:
                _enqueue(notice, channel, [draft])
            except (DatabaseError, ValueError) as error:
                note_failure(Item(NOTICE, str(draft.dedupe_key), str(notice)), error)


def _enqueue(notice: FamilyNotice, channel: Channel, drafts: Sequence[Draft]) -> None:
    over = notice.ends_at if isinstance(notice, UrgentNotice) else None
    enqueue_many(
        drafts,
        message_class=notice.message_class,
        channel=channel,
        # The same moment for all, so that equal messages are sent next to each other.
        send_after=notice.sent_at,
        expires_at=over,
    )


WRITE = "notifications.notices.writing.write"


def write(kind: str, pk: int) -> str:
    """Write the messages of one notice. If one task is not enough, queues the next."""
    notice = KINDS[kind]._default_manager.get(pk=pk)
    done = write_all(notice)
    if not done:
        async_task(WRITE, kind, pk)
    return "written" if done else "goes on"


def go_on() -> str:
    """Continue, each minute, notices that a dead worker left or whose task the queue lost."""
    number = 0
    for kind, model in KINDS.items():
        for pk in model._default_manager.filter(standing=Standing.SENDING).values_list(
            "pk", flat=True
        ):
            async_task(WRITE, kind, pk)
            number += 1
    return f"{number} notices"
