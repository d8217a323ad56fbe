"""Which listed guardians an urgent notice reaches without signing up, and by which channel.

An address that already has the notice, because its owner signed up, is left out when the messages
are written (`notices.writing`) and here in the numbers.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
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
    Suppression,
    UrgentNotice,
)
from ..notices.recipients import Recipient, addresses_for
from ..rules.masking import is_few
from ..suppressions.rules import Cause, stops
from ..suppressions.services import ProviderReport, suppress
from .reach import COLUMNS, excluded, reachable


def listed_channels(notice: UrgentNotice) -> list[Channel]:
    """Returns the channels on which listed guardians can get the notice. Texts need the approved
    words of an emergency; with them email is always used, for owners of stopped telephones."""
    chosen = GuardianSettings.load()
    if chosen.texts_are_on and notice.emergency and settings.TEXT_PROVIDER:
        return [Channel.EMAIL, Channel.TEXT]
    return [Channel.EMAIL] if chosen.email_urgent else []


def listed_for(notice: UrgentNotice) -> QuerySet[Any]:
    """Returns the listed guardians of the notice's schools, ordered, with the columns
    `gets_email`, `gets_text` and `mailed_instead` (because the telephone's owner stopped texts)."""
    channels = listed_channels(notice)
    if not channels:
        return Guardian.objects.none()
    day = timezone.localdate()
    by_email = _reached(notice, Channel.EMAIL, day) & ~_is_held(Channel.EMAIL)
    by_text, stopped = Q(pk__in=[]), Q(pk__in=[])
    if Channel.TEXT in channels:
        texts = _reached(notice, Channel.TEXT, day)
        by_text, stopped = texts & ~_is_held(Channel.TEXT), texts & _is_held(Channel.TEXT)
    if not GuardianSettings.load().email_urgent:
        by_email &= stopped
    rows = Guardian.objects.annotate(
        gets_email=_column(by_email),
        gets_text=_column(by_text),
        mailed_instead=_column(by_email & stopped),
    )
    return rows.filter(Q(gets_email=True) | Q(gets_text=True)).order_by("pk")


def recipients_among(block: Sequence[Any]) -> list[Recipient]:
    """Returns the recipients in a block of `listed_for`."""
    root, chosen = site_root(), []
    for each in block:
        if each.gets_email:
            own = {STOP: tokens.stop_url(each.uuid, root)}
            name = f"{Channel.EMAIL}.{each.language}.listed"
            chosen.append(Recipient(Channel.EMAIL, each.email, each.language, name, own))
        if each.gets_text:
            name = f"{Channel.TEXT}.{each.language}.listed"
            chosen.append(Recipient(Channel.TEXT, each.telephone, each.language, name, {}))
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

    def minutes(self, others: int, segments: int) -> int:
        """Returns how long all texts take at the rate of the registration and of the website, with
        those to `others`, who signed up."""
        rate = GuardianSettings.load().texts_a_second or 1
        a_minute = min(60 * rate, settings.SENDING_PER_MINUTE.get(Channel.TEXT) or 60 * rate)
        return math.ceil((self.by_text + others) * segments / a_minute)


def listed_reach(notice: UrgentNotice) -> ListedReach:
    """Counts now, each address once. A fixed number of queries."""
    channels = listed_channels(notice)
    if not channels:
        return ListedReach()
    followed = set(addresses_for(notice).values_list("channel", "address"))
    rows = list(listed_for(notice))
    emails = {(Channel.EMAIL.value, each.email) for each in rows if each.gets_email}
    texted = [each for each in rows if each.gets_text]
    texts = {(Channel.TEXT.value, each.telephone) for each in texted}
    there = Guardian.objects.filter(Exists(_pairs(notice, GuardianStudent.objects.all())))
    return ListedReach(
        by_email=len(emails - followed),
        by_text=len(texts - followed),
        untexted=there.count() - len(texted) if Channel.TEXT in channels else 0,
        instead=sum(each.mailed_instead for each in rows),
        texts=Channel.TEXT in channels,
    )


def evidence(notice: UrgentNotice, reach: ListedReach) -> dict[str, Any]:
    """Returns what the audit log records when texts go out without a yes."""
    chosen = GuardianSettings.load()
    return {
        "kind": notice.emergency,
        "reason": notice.text_en,
        "author": notice.made_by_name,
        "confirmed_by": "" if notice.safety_reason else notice.sent_by_name,
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


def _column(condition: Any) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _pairs(notice: UrgentNotice, rows: QuerySet[GuardianStudent]) -> QuerySet[GuardianStudent]:
    """Filters the pairs of one guardian at the notice's schools that are not excluded."""
    own = rows.filter(guardian=OuterRef("pk")).exclude(excluded())
    if notice.whole_district:
        return own
    return own.filter(student__school__in=notice.schools.values("pk"))


def _reached(notice: UrgentNotice, channel: Channel, day: dt.date) -> Q:
    return Q(Exists(_pairs(notice, reachable(channel, on=day))))


def _is_held(channel: Channel) -> Q:
    """Selects, from `Guardian`, those whose address takes no urgent notices, or who declined."""
    causes = [c for c in Cause if stops(c, MessageClass.URGENT) or c is Cause.DECLINED]
    rows = Suppression.objects.active().filter(channel=channel, cause__in=causes).order_by()
    return Q(Exists(rows.filter(address=OuterRef(COLUMNS[channel][0]))))
