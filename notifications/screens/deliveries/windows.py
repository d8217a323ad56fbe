"""The digests of one window: how many, what became of them, and how many people got none."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from district_cms.web.times import moment_text

from ...models import Channel, DigestRun, Message, SkippedDigest, VerifiedAddress
from ...models.outbox import STATES
from ...rules.state import SENT, State
from .rows import with_why

NOT_REACHED = frozenset({State.BOUNCED, State.REJECTED, State.CANCELED})
IN_DOUBT = frozenset({State.UNKNOWN, State.RESOLVED})


@dataclass(frozen=True, slots=True)
class Window:
    """`start` (aware) is the moment by which it is known everywhere."""

    start: dt.datetime

    @property
    def address(self) -> str:
        return reverse("deliveries:window", args=[self.key])

    @property
    def skipped_address(self) -> str:
        return reverse("deliveries:skipped", args=[self.key])

    @property
    def title(self) -> str:
        return _("Class updates of %(moment)s") % {"moment": moment_text(self.start)}

    @property
    def key(self) -> int:
        """Seconds since 1970: what its address has."""
        return int(self.start.timestamp())

    @property
    def posting_day(self) -> bool:
        """Whether families waited for it, so that it is noted who got none."""
        return DigestRun.objects.filter(window_start=self.start, posting_day=True).exists()

    def messages(self) -> QuerySet[Message]:
        """One a recipient and channel, each with `why`: what the record says last of one that was
        not sent or did not arrive."""
        return with_why(self.rows())

    def skipped(self) -> QuerySet[SkippedDigest]:
        """One a person who got none, each with the `address`, where there still is one."""
        known = VerifiedAddress.objects.filter(
            subscriber__uuid=OuterRef("subscriber_uuid"), channel=OuterRef("channel")
        )
        return self.skipped_rows().annotate(
            address=Subquery(known.order_by("pk").values("address")[:1])
        )

    def exists(self) -> bool:
        """Whether anything was written for it, be it only that there was nothing to write."""
        return DigestRun.objects.filter(window_start=self.start).exists() or self.rows().exists()

    def rows(self) -> QuerySet[Message]:
        return Message.objects.filter(window_start=self.start)

    def skipped_rows(self) -> QuerySet[SkippedDigest]:
        return SkippedDigest.objects.filter(window_start=self.start)


def window_of(key: int) -> Window | None:
    """The window of an address; None where there can be none or is none."""
    try:
        window = Window(dt.datetime.fromtimestamp(key, dt.UTC))
    except (OverflowError, OSError, ValueError):
        return None
    return window if window.exists() else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one window: messages by status and channel, people without one by reason."""

    states: tuple[tuple[str, Any, int], ...]  # (state, its words, number), none of them empty
    reasons: tuple[tuple[str, Any, int], ...]
    channels: tuple[tuple[str, Any, int], ...]

    @property
    def messages(self) -> int:
        return sum(number for _state, _words, number in self.states)

    @property
    def skipped(self) -> int:
        return sum(number for _reason, _words, number in self.reasons)

    @property
    def sent(self) -> int:
        return self._of(SENT)

    @property
    def not_reached(self) -> int:
        return self._of(NOT_REACHED)

    @property
    def in_doubt(self) -> int:
        return self._of(IN_DOUBT)

    @property
    def on_their_way(self) -> int:
        return self.messages - self.sent - self.not_reached - self.in_doubt

    def _of(self, wanted: frozenset[State]) -> int:
        return sum(number for state, _words, number in self.states if state in wanted)


def counts(window: Window) -> Counts:
    """Two queries, however many there are."""
    by_both = window.rows().order_by().values_list("state", "channel").annotate(number=Count("pk"))
    states: dict[str, int] = {}
    channels: dict[str, int] = {}
    for state, channel, number in by_both:
        states[state] = states.get(state, 0) + number
        channels[channel] = channels.get(channel, 0) + number
    skipped = window.skipped_rows().order_by()
    reasons = dict(skipped.values_list("reason").annotate(number=Count("pk")))
    return Counts(
        _in_order(STATES, states),
        _in_order(SkippedDigest.REASONS, reasons),
        _in_order(Channel.choices, channels),
    )


def _in_order(choices: Any, numbers: Mapping[str, int]) -> tuple[tuple[str, Any, int], ...]:
    return tuple((key, words, numbers[key]) for key, words in choices if key in numbers)
