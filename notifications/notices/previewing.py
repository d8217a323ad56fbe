"""What is looked over before a notice is sent: its words on each channel, whom it reaches, what the
texts cost."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Channel, FamilyNotice
from ..models.suppressions import CAUSES
from ..services.pausing import held_classes
from ..texts.prices import price_of
from ..texts.segments import Length, length_of
from .progress import minutes_before, time_left, too_late_for
from .recipients import Reach, reach_of
from .wording import keys_of, mail_of, text_of, where_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One channel in one language as its readers see it. `length` is None for a mail."""

    channel: Channel
    language: str
    number: int
    subject: str
    words: str
    length: Length | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of it. `price` is "" where none is set; `minutes` by channel, where the district
    set how fast it sends, and `too_late` how many are not reached before it ends; `held`: the
    office paused what this is."""

    shown: list[Shown]
    reach: list[Reach]
    segments: int
    price: str
    minutes: dict[Channel, int | None]
    too_late: dict[Channel, int]
    on_trial: bool
    held: bool

    @property
    def reached(self) -> int:
        return sum(one.reached for one in self.reach)

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
    def going(self) -> list[Reach]:
        """The channels by which it goes out."""
        return [one for one in self.reach if one.goes_out]


def sheet_of(notice: FamilyNotice) -> Sheet:
    """Nothing is written."""
    reach = reach_of(notice)
    where = where_of(notice)
    by_channel = {one.channel: one for one in reach if one.goes_out}
    left = time_left(notice, timezone.now())
    shown = []
    segments = 0
    for channel, language in keys_of(list(by_channel)):
        number = by_channel[channel].languages.get(language, 0)
        if channel == Channel.TEXT:
            words = text_of(notice, language, where)
            length = length_of(words)
            segments += number * length.segments
            shown.append(Shown(channel, language, number, "", words, length))
        else:
            drawn = mail_of(notice, language, where, "0" * 16)
            shown.append(Shown(channel, language, number, drawn.subject, drawn.text))
    return Sheet(
        shown=shown,
        reach=reach,
        segments=segments,
        price=price_of(segments),
        minutes={
            one.channel: minutes_before(one.reached, one.channel) for one in by_channel.values()
        },
        too_late={
            one.channel: number
            for one in by_channel.values()
            if (number := too_late_for(one.reached, one.channel, left))
        },
        on_trial=settings.SENDING_TRIAL,
        held=notice.message_class in held_classes(),
    )
