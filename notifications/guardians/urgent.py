"""Which listed guardians an urgent notice reaches without signing up, and by which channel.

An address that already has the notice, because its owner signed up, is left out when the messages
are written (`notices.writing`) and here in the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.web.mail import site_root

from ..families import tokens
from ..families.mail_body import STOP
from ..models import (
    Channel,
    Guardian,
    GuardianSettings,
    GuardianStudent,
    MessageClass,
    UrgentNotice,
)
from ..notices.recipients import Recipient, addresses_for
from ..rules.masking import is_few
from ..suppressions.rules import Cause, stops
from ..suppressions.services import ProviderReport, suppress, suppressed
from .reach import excluded, reachable


def listed_channels(notice: UrgentNotice) -> list[Channel]:
    """Returns the channels on which listed guardians can get the notice. Texts need the approved
    words of an emergency; with them email is always used, for owners of stopped telephones."""
    chosen = GuardianSettings.load()
    if chosen.texts_are_on and notice.emergency and settings.TEXT_PROVIDER:
        return [Channel.EMAIL, Channel.TEXT]
    return [Channel.EMAIL] if chosen.email_urgent else []


class Listed(NamedTuple):
    """What a guardian gets. `instead`: email, because the telephone's owner stopped our texts."""

    guardian: Guardian
    email: bool
    text: bool
    instead: bool


def listed_for(
    notice: UrgentNotice, *, after: int = 0, size: int | None = None
) -> tuple[list[Listed], int]:
    """Returns what each of the next guardians after the key `after` gets, also if nothing, and the
    key to continue with; 0 when none are left. Four queries, because a single one with all
    conditions takes a database longer to prepare than these to run."""
    channels = listed_channels(notice)
    block = list(Guardian.objects.filter(pk__gt=after).order_by("pk")[:size]) if channels else []
    if not block:
        return [], 0
    day, last, reached = timezone.localdate(), block[-1].pk, dict[Channel, set[int]]()
    for channel in channels:
        pairs = _at_schools(notice, reachable(channel, on=day))
        pairs = pairs.filter(guardian__gt=after, guardian__lte=last)
        reached[channel] = set(pairs.values_list("guardian", flat=True))
    causes = suppressed(each for row in block for each in (row.email, row.telephone) if each)
    held = {key for key, each in causes.items() if any(map(_stops, each))}
    everyone, listed = GuardianSettings.load().email_urgent, []
    for row in block:
        text = row.pk in reached.get(Channel.TEXT, ())
        stopped = text and (row.telephone, Channel.TEXT) in held
        email = row.pk in reached[Channel.EMAIL] and (row.email, Channel.EMAIL) not in held
        email = email and (everyone or stopped)
        listed.append(Listed(row, email, text and not stopped, email and stopped))
    return listed, last


def recipients_among(block: Sequence[Listed]) -> list[Recipient]:
    """Returns the recipients in a block of `listed_for`."""
    root, chosen = site_root(), []
    for row, email, text, _instead in block:
        if email:
            own = {STOP: tokens.stop_url(row.uuid, root)}
            name = f"{Channel.EMAIL}.{row.language}.listed"
            chosen.append(Recipient(Channel.EMAIL, row.email, row.language, name, own))
        if text:
            name = f"{Channel.TEXT}.{row.language}.listed"
            chosen.append(Recipient(Channel.TEXT, row.telephone, row.language, name, {}))
    return chosen


@dataclass(frozen=True, slots=True)
class ListedReach:
    """The numbers of listed guardians who get the notice. `untexted` cannot be texted, and
    `instead` of these get an email because they stopped our texts."""

    by_email: int = 0
    by_text: int = 0
    untexted: int = 0
    instead: int = 0
    texts: bool = False

    @property
    def has_few(self) -> bool:
        """Returns True if a number is so small that it could identify families."""
        return any(map(is_few, (self.by_email, self.by_text, self.untexted, self.instead)))

    @property
    def texts_a_minute(self) -> int:
        """Returns how many segments leave in a minute, at the rate of the website and, if listed
        guardians are texted, of the registration; 0 if no rate is set."""
        rate = settings.SENDING_PER_MINUTE.get(Channel.TEXT, 0)
        own = 60 * (GuardianSettings.load().texts_a_second or 1) if self.texts else rate
        return min(own, rate or own)


def listed_reach(notice: UrgentNotice) -> ListedReach:
    """Counts now, each address once. A fixed number of queries."""
    channels = listed_channels(notice)
    if not channels:
        return ListedReach()
    followed = set(addresses_for(notice).values_list("channel", "address"))
    rows, _last = listed_for(notice)
    emails = {(Channel.EMAIL.value, each.guardian.email) for each in rows if each.email}
    texted = [each.guardian for each in rows if each.text]
    texts = {(Channel.TEXT.value, each.telephone) for each in texted}
    there = _at_schools(notice, GuardianStudent.objects.exclude(excluded()))
    number = there.values("guardian").distinct().count()
    return ListedReach(
        by_email=len(emails - followed),
        by_text=len(texts - followed),
        untexted=number - len(texted) if Channel.TEXT in channels else 0,
        instead=sum(each.instead for each in rows),
        texts=Channel.TEXT in channels,
    )


def evidence(notice: UrgentNotice, reach: ListedReach) -> dict[str, Any]:
    """Returns what the audit log records when texts go out without a yes."""
    chosen = GuardianSettings.load()
    confirmed = notice.needs_second_person and not notice.safety_reason
    return {
        "kind": notice.emergency,
        "reason": notice.text_en,
        "author": notice.made_by_name,
        "confirmed_by": notice.sent_by_name if confirmed else "",
        "approved_words": notice.is_approved,
        "override": notice.safety_reason,
        "basis": chosen.text_basis,
        "basis_decided_on": str(chosen.basis_decided_on),
        "basis_source": chosen.basis_source,
        "registration": chosen.carrier_registration,
        "list_of": str(chosen.list_read_on),
        "texts": reach.by_text,
        "not_texted": reach.untexted,
        "stopped_and_mailed": reach.instead,
    }


@transaction.atomic
def decline(*, addresses: Sequence[str], how: str) -> None:
    """Send nothing more to these email addresses without signing up, because their owner says so.
    Only listed ones are recorded; nothing else about them changes."""
    listed = Guardian.objects.filter(email__in=addresses).values_list("email", flat=True)
    now = timezone.now()
    reports = [ProviderReport(each, Channel.EMAIL, Cause.DECLINED, now, how) for each in listed]
    if suppress(reports):
        record(action="guardians.declined", actor="a guardian", how=how)


def _at_schools(
    notice: UrgentNotice, pairs: QuerySet[GuardianStudent]
) -> QuerySet[GuardianStudent]:
    if notice.whole_district:
        return pairs
    return pairs.filter(student__school__in=[school.pk for school in notice.places])


def _stops(cause: Cause) -> bool:
    return stops(cause, MessageClass.URGENT) or cause is Cause.DECLINED
