"""What a notice says on each channel, whom it reaches, and how far it is."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district_cms.schools.models import Banner

from ..families.mail_body import PREFERENCES, STOP
from ..models import Channel, FamilyNotice, Message, MessageContent, Standing, UrgentNotice
from ..models.subscribers import CAUSES
from ..rules.filling import fill, new_nonce
from ..rules.masking import is_few
from ..rules.state import SENT, SETTLED, State
from ..services.pausing import paused_classes
from ..texts.segments import Length, length_of
from .recipients import RecipientCount, recipient_counts
from .wording import keys_of, mail_of, text_of, where_of

WAITING: Final = frozenset({State.READY, State.CLAIMED, State.HANDED_OVER})

UNSURE: Final = frozenset({State.UNKNOWN, State.RESOLVED})
COLUMNS: Final[tuple[tuple[Any, frozenset[State]], ...]] = (
    (
        gettext_lazy("On its way"),
        frozenset({State.READY, State.CLAIMED, State.HANDED_OVER}),
    ),
    # Not every mail server says that it delivered.
    (gettext_lazy("Sent"), frozenset({State.ACCEPTED})),
    (gettext_lazy("Delivered"), frozenset({State.DELIVERED})),
    (gettext_lazy("Did not arrive"), frozenset({State.BOUNCED, State.REJECTED})),
    (gettext_lazy("Not sent anymore"), frozenset({State.CANCELED})),
    (gettext_lazy("We cannot tell"), frozenset({State.UNKNOWN, State.RESOLVED})),
)
"""Each status of a message is in one of these."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`states` by channel; `expected` are the recipients that were counted when it was sent.
    `again` are the messages of a channel that were sent once more, in the place of another one."""

    expected: int
    states: dict[str, Counter[str]] = field(default_factory=dict)
    again: Counter[str] = field(default_factory=Counter)
    writing: bool = False

    def number(self, states: frozenset[State]) -> int:
        return sum(sum(own[state] for state in states) for own in self.states.values())

    @property
    def has_few(self) -> bool:
        """Whether so few families got it on a channel that one could say who they are. Two families
        with two messages each are two families."""
        return any(
            is_few(max(1, own.total() - self.again[channel]))
            for channel, own in self.states.items()
        )

    @property
    def lines(self) -> list[tuple[Any, int, list[tuple[Any, int]]]]:
        """Of each channel its name, its messages, and how many are in each of the columns."""
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
        """Of which nobody can tell whether they arrived."""
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
        """How much of it is done, in percent."""
        done = self.sent + self.failed + self.unsure
        return 100 * done // max(1, done + self.waiting)


def progress_of(notice: FamilyNotice) -> Progress:
    """One query. A message that was sent once more counts once more."""
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
    """One channel in one language as its readers see it. `number` is None while
    messages are written; `length` is None for a mail; `costly` are the letters for which a text
    needs the wide alphabet."""

    channel: Channel
    language: str
    number: int | None
    subject: str
    words: str
    length: Length | None = None
    costly: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it. `held`: the office paused what this is."""

    shown: list[ChannelPreview]
    reach: list[RecipientCount]
    on_trial: bool
    held: bool
    lacks_spanish: bool

    @property
    def has_few(self) -> bool:
        """Whether so few families are counted anywhere that one could say who they are."""
        return any(
            is_few(number)
            for one in self.reach
            for number in (one.reached, *one.suppressed.values(), one.full)
        )

    @property
    def in_english(self) -> int:
        """How many who chose Spanish get the English, because there is no other."""
        spanish = sum(one.languages.get("es", 0) for one in self.going)
        return spanish if self.lacks_spanish else 0

    @property
    def unreached(self) -> list[dict[str, Any]]:
        """[{"channel", "number", "why"}] of those to whom we no longer write."""
        names = dict(CAUSES)
        off = _("Nothing goes out by this channel")
        full = _("They have had as many texts this week as we promise at most")
        found = []
        for one in self.reach:
            why = {str(names[cause.value]): number for cause, number in one.suppressed.items()}
            why |= {full: one.full, off: 0 if one.goes_out else one.followed}
            found += [
                {"channel": one.channel.label, "number": number, "why": words}
                for words, number in why.items()
                if number
            ]
        return found

    @property
    def recipients(self) -> list[tuple[Any, int]]:
        """Of each channel by which it goes out, how many."""
        return [(one.channel.label, one.reached) for one in self.going]

    @property
    def going(self) -> list[RecipientCount]:
        """The channels by which it goes out."""
        return [one for one in self.reach if one.goes_out]


def sheet_of(notice: FamilyNotice) -> Sheet:
    """Nothing is written."""
    reach = recipient_counts(notice)
    where = where_of(notice)
    by_channel = {one.channel: one for one in reach if one.goes_out}
    shown = []
    for channel, language in keys_of(list(by_channel)):
        number = by_channel[channel].languages.get(language, 0)
        if channel == Channel.TEXT:
            words = text_of(notice, language, where)
            length = length_of(words)
            shown.append(_text(language, number, words, length))
        else:
            content = MessageContent(nonce=new_nonce())
            drawn = mail_of(notice, language, where, content.nonce)
            content.text = drawn.text
            shown.append(
                ChannelPreview(channel, language, number, drawn.subject, _as_read_here(content))
            )
    return Sheet(
        shown=shown,
        reach=reach,
        on_trial=settings.SENDING_TRIAL,
        held=notice.message_class in paused_classes(),
        lacks_spanish=notice.lacks_spanish,
    )


def urgent_there(notice: UrgentNotice) -> list[Banner]:
    """What is urgent and stands, or will, at the top of the website where this notice would."""
    found = Banner.objects.not_over().filter(tone=Banner.Tone.URGENT)
    if not notice.whole_district:
        found = found.filter(Q(school__isnull=True) | Q(school__in=notice.schools.all()))
    return list(found)


def sent_words(notice: FamilyNotice) -> list[ChannelPreview]:
    """What went out, on each channel and in each language, and to how many; after it was sent. No
    number is told while its messages are still being written: it would be too small. Two
    queries."""
    rows = Message.objects.filter(content__in=notice.content_ids).order_by()
    numbers = dict(rows.values_list("content").annotate(Count("address", distinct=True)))
    contents = MessageContent.objects.in_bulk(notice.content_ids)
    writing = notice.standing == Standing.SENDING
    found = []
    for name, kept in notice.contents.items():
        channel, language = name.split(".")
        content = contents[UUID(kept["content"])]
        number = None if writing else numbers.get(content.pk, 0)
        if channel == Channel.TEXT:
            found.append(_text(language, number, content.text, length_of(content.text)))
        else:
            words = _as_read_here(content)
            found.append(ChannelPreview(Channel.EMAIL, language, number, kept["subject"], words))
    return found


def _text(language: str, number: int | None, words: str, length: Length) -> ChannelPreview:
    return ChannelPreview(Channel.TEXT, language, number, "", words, length, costly(words))


def costly(text: str) -> str:
    """The letters for which a text needs the wide alphabet, each once and in their order."""
    return "".join(letter for letter in dict.fromkeys(text) if not length_of(letter).gsm)


def _as_read_here(content: MessageContent) -> str:
    """A mail's text for who is none of its recipients, and has no link of their own."""
    own = _("(each recipient’s own link)")
    return fill(content.text, content.tagged(dict.fromkeys((STOP, PREFERENCES), own)))
