"""Previews and progress of a notice: its words on each channel, whom it reaches, and how much is
sent."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from district_cms.people.models import User
from district_cms.schools.models import Banner

from ..families.mail_body import PREFERENCES, STOP
from ..guardians.urgent import ListedReach, listed_reach
from ..models import (
    BannerLink,
    Channel,
    FamilyNotice,
    Message,
    MessageContent,
    Standing,
    UrgentNotice,
)
from ..models.subscribers import CAUSES, LANGUAGES
from ..permissions import can_see_addresses
from ..rules.filling import fill, new_nonce
from ..rules.masking import is_few
from ..rules.state import SENT, SETTLED, State
from ..services.pausing import paused_classes
from ..texts.segments import Length, length_of
from .recipients import RecipientCount, recipient_counts
from .wording import keys_of, listed_text, mail_of, text_of, where_of

WAITING: Final = frozenset({State.READY, State.CLAIMED, State.HANDED_OVER})

UNSURE: Final = frozenset({State.UNKNOWN, State.RESOLVED})
COLUMNS: Final[tuple[tuple[Any, frozenset[State]], ...]] = (
    (
        gettext_lazy("On its way"),
        frozenset({State.READY, State.CLAIMED, State.HANDED_OVER}),
    ),
    # Not every mail server reports a delivery.
    (gettext_lazy("Sent"), frozenset({State.ACCEPTED})),
    (gettext_lazy("Delivered"), frozenset({State.DELIVERED})),
    (gettext_lazy("Did not arrive"), frozenset({State.BOUNCED, State.REJECTED})),
    (gettext_lazy("Not sent anymore"), frozenset({State.CANCELED})),
    (gettext_lazy("We cannot tell"), frozenset({State.UNKNOWN, State.RESOLVED})),
)
"""Every message state belongs to one of these."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a notice. `states` counts messages by channel; `expected` is the number of
    recipients when it was sent. `again` counts, by channel, the messages that were sent again in
    place of an earlier one."""

    expected: int
    states: dict[str, Counter[str]] = field(default_factory=dict)
    again: Counter[str] = field(default_factory=Counter)
    writing: bool = False

    def number(self, states: frozenset[State]) -> int:
        return sum(sum(own[state] for state in states) for own in self.states.values())

    @property
    def has_few(self) -> bool:
        """Returns True if so few families got it on a channel that a number could identify them.
        Two families with two messages each count as two."""
        return any(
            is_few(max(1, own.total() - self.again[channel]))
            for channel, own in self.states.items()
        )

    @property
    def lines(self) -> list[tuple[Any, int, list[tuple[Any, int]]]]:
        """Returns each channel's name, its messages, and the number in each column."""
        return [
            (
                name,
                self.states[channel].total(),
                [
                    (words, number)
                    for words, column in COLUMNS
                    if (number := sum(self.states[channel][state] for state in column))
                ],
            )
            for channel, name in Channel.choices
            if channel in self.states
        ]

    @property
    def written(self) -> int:
        return sum(own.total() for own in self.states.values())

    @property
    def sent(self) -> int:
        return self.number(SENT)

    @property
    def failed(self) -> int:
        return self.number(SETTLED - SENT - UNSURE)

    @property
    def unsure(self) -> int:
        """Returns the number of messages for which nobody can tell whether they arrived."""
        return self.number(UNSURE)

    @property
    def waiting(self) -> int:
        unwritten = max(0, self.expected - self.written) if self.writing else 0
        return self.number(WAITING) + unwritten

    @property
    def running(self) -> bool:
        return self.writing or self.waiting > 0

    @property
    def share(self) -> int:
        """Returns the completed share, in percent."""
        done = self.sent + self.failed + self.unsure
        return 100 * done // max(1, done + self.waiting)


def progress_of(notice: FamilyNotice) -> Progress:
    """Counts the messages of a notice. One query. A message that was sent again counts twice."""
    ids = notice.content_ids
    writing = notice.standing == Standing.SENDING
    if not ids:
        return Progress(notice.expected, writing=writing)
    rows = Message.objects.filter(content__in=ids).order_by()
    states: dict[str, Counter[str]] = {}
    again: Counter[str] = Counter()
    counts = {"number": Count("pk"), "copies": Count("again_for")}
    for channel, state, number, copies in rows.values_list("channel", "state").annotate(**counts):
        states.setdefault(channel, Counter())[state] = number
        again[channel] += copies
    return Progress(notice.expected, states, again, writing=writing)


@dataclass(frozen=True, slots=True)
class ChannelPreview:
    """One channel in one language, as its readers see it. `number` is None while messages are being
    written; `length` is None for a mail; `costly` lists the letters that a text message can only
    send in UCS-2. `listed` words are for listed guardians who did not sign up."""

    channel: Channel
    language: str
    number: int | None
    subject: str
    words: str
    length: Length | None = None
    costly: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole preview. `held` means that the office paused this kind of message."""

    previews: list[ChannelPreview]
    reach: list[RecipientCount]
    on_trial: bool
    held: bool
    lacks_spanish: bool
    listed: ListedReach = field(default_factory=ListedReach)
    minutes: int = 0

    @property
    def has_few(self) -> bool:
        """Returns True if any number is so small that it could identify families."""
        return self.listed.has_few or any(
            is_few(number)
            for one in self.reach
            for number in (one.reached, *one.suppressed.values(), one.full)
        )

    @property
    def in_english(self) -> int:
        """Returns how many people who chose Spanish get English, because there is no Spanish
        version."""
        spanish = sum(one.languages.get("es", 0) for one in self.going)
        return spanish if self.lacks_spanish else 0

    @property
    def unreached(self) -> list[dict[str, Any]]:
        """Returns [{"channel", "number", "why"}] for people who do not get it."""
        names = dict(CAUSES)
        off = _("Nothing goes out by this channel")
        full = _("They already got the most texts that we promise per week")
        groups = []
        for one in self.reach:
            why = {str(names[cause.value]): number for cause, number in one.suppressed.items()}
            why |= {full: one.full, off: 0 if one.goes_out else one.followed}
            groups += [
                {"channel": one.channel.label, "number": number, "why": words}
                for words, number in why.items()
                if number
            ]
        return groups

    @property
    def recipients(self) -> list[tuple[Any, int]]:
        """Returns the number of recipients of each channel that is used."""
        return [(one.channel.label, one.reached) for one in self.going]

    @property
    def going(self) -> list[RecipientCount]:
        """Returns the channels that are used."""
        return [one for one in self.reach if one.goes_out]


def sheet_of(notice: FamilyNotice) -> Sheet:
    """Returns the preview without writing anything."""
    reach = recipient_counts(notice)
    where = where_of(notice)
    by_channel = {one.channel: one for one in reach if one.goes_out}
    previews = []
    for channel, language in keys_of(list(by_channel)):
        number = by_channel[channel].languages.get(language, 0)
        if channel == Channel.TEXT:
            words = text_of(notice, language, where)
            length = length_of(words)
            previews.append(_text(language, number, words, length))
        else:
            content = MessageContent(nonce=new_nonce())
            rendered = mail_of(notice, language, where, content.nonce)
            content.text = rendered.text
            previews.append(
                ChannelPreview(channel, language, number, rendered.subject, _as_read_here(content))
            )
    listed = ListedReach()
    if isinstance(notice, UrgentNotice):
        listed = listed_reach(notice)
        if listed.texts:
            texts = [(each, listed_text(notice, each, where)) for each, _name in LANGUAGES]
            own = [_text(each, None, words, length_of(words)) for each, words in texts]
            previews += [replace(each, listed=True) for each in own]
    return Sheet(
        listed=listed,
        minutes=_minutes(reach, listed, previews),
        previews=previews,
        reach=reach,
        on_trial=settings.SENDING_TRIAL,
        held=notice.message_class in paused_classes(),
        lacks_spanish=notice.lacks_spanish,
    )


def preview_context(notice: FamilyNotice, user: User) -> dict[str, Any]:
    """Returns what `notice_sheet.html` needs, without numbers so small that they identify someone
    unless the account may see addresses."""
    sheet, whole = sheet_of(notice), can_see_addresses(user)
    return {
        "sheet": sheet,
        "hides_numbers": not whole and sheet.has_few,
        "shows_languages": whole,
    }


def _minutes(
    reach: Sequence[RecipientCount], listed: ListedReach, previews: Sequence[ChannelPreview]
) -> int:
    """Returns how long sending takes, at the rates that are set; 0 if none is."""
    mails = listed.by_email
    mails += sum(one.reached for one in reach if one.goes_out and one.channel == Channel.EMAIL)
    texts = [(each, each.length.segments) for each in previews if each.length]
    most = max((segments for each, segments in texts if each.listed), default=0)
    segments = sum((each.number or 0) * number for each, number in texts) + listed.by_text * most
    a_minute = settings.SENDING_PER_MINUTE.get(Channel.EMAIL, 0)
    amounts = ((mails, a_minute), (segments, listed.texts_a_minute))
    return max((math.ceil(number / rate) for number, rate in amounts if rate), default=0)


def urgent_there(notice: UrgentNotice, alike: Sequence[UrgentNotice] = ()) -> list[Banner]:
    """Returns the urgent banners, shown now or later, at the places of this notice, without those
    of `alike`."""
    banners = Banner.objects.not_over().filter(tone=Banner.Tone.URGENT)
    if not notice.whole_district:
        banners = banners.filter(Q(school__isnull=True) | Q(school__in=notice.places))
    through = BannerLink.objects.filter(urgentnotice__in=alike)
    return list(banners.exclude(pk__in=through.values("banner")))


def live_alike(
    notice: UrgentNotice, user: User, *, also: Container[int] = ()
) -> list[UrgentNotice]:
    """Returns the live notices that this one would repeat or correct: of the same kind and day, at
    no other schools; and those of `also`. Only notices that the account may end."""
    policy = policy_registry.get_by_type(UrgentNotice)
    own = policy.instances_user_has_permission_for(user, "change").exclude(pk=notice.pk)
    rows = own.filter(standing__in=(Standing.SENDING, Standing.SENT), ends_at__gt=timezone.now())
    mark, places = _kind_and_day(notice), set(notice.places)

    def is_alike(each: UrgentNotice) -> bool:
        inside = not each.whole_district and set(each.places) <= places
        return _kind_and_day(each) == mark and (notice.whole_district or inside)

    live = rows.prefetch_related("schools")
    return [each for each in live if each.pk in also or is_alike(each)]


def _kind_and_day(notice: UrgentNotice) -> tuple[str, bool, dt.date]:
    return notice.emergency, notice.plain, timezone.localdate(notice.ends_at)


def sent_words(notice: FamilyNotice) -> list[ChannelPreview]:
    """Returns the words of a sent notice on each channel and in each language, with the number of
    recipients. The number is None while messages are being written, when it would be too small. Two
    queries."""
    rows = Message.objects.filter(content__in=notice.content_ids).order_by()
    numbers = dict(rows.values_list("content").annotate(Count("address", distinct=True)))
    contents = MessageContent.objects.in_bulk(notice.content_ids)
    writing = notice.standing == Standing.SENDING
    previews = []
    for name, stored in notice.contents.items():
        channel, language, *listed = name.split(".")
        content = contents[UUID(stored["content"])]
        number = None if writing else numbers.get(content.pk, 0)
        if channel == Channel.TEXT:
            preview = _text(language, number, content.text, length_of(content.text))
        else:
            words = _as_read_here(content)
            preview = ChannelPreview(Channel.EMAIL, language, number, stored["subject"], words)
        previews.append(replace(preview, listed=bool(listed)))
    return previews


def _text(language: str, number: int | None, words: str, length: Length) -> ChannelPreview:
    return ChannelPreview(Channel.TEXT, language, number, "", words, length, costly(words))


def costly(text: str) -> str:
    """Returns the letters that GSM-7 lacks, each once and in order. With one of them a text message
    needs UCS-2."""
    return "".join(letter for letter in dict.fromkeys(text) if not length_of(letter).gsm)


def _as_read_here(content: MessageContent) -> str:
    """Returns a mail's text for staff: without any recipient's own links."""
    own = _("(each recipient’s own link)")
    return fill(content.text, content.tagged(dict.fromkeys((STOP, PREFERENCES), own)))
