"""One hand-over to a provider: the requests that it takes, and an answer for each message."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from ..providers.base import (
    Answer,
    NotProcessed,
    Outgoing,
    Provider,
    Rejected,
    RequestRefused,
    Unclear,
)

log = logging.getLogger("district.outbox")


@dataclass(slots=True)
class Called:
    """`answers` by message; a message without one stays handed over. `left_alone`: the provider
    wants no more now."""

    answers: dict[UUID, Answer] = field(default_factory=dict)
    left_alone: bool = False


def call(provider: Provider, messages: Sequence[Outgoing], called: Called) -> None:
    """Hand these messages over, those that share their words in one request where the provider
    wants it so. Fills `called` as the answers come: where the adapter breaks, it holds those that
    came before, which must be written down all the same."""
    for request in _requests(provider, messages):
        if called.left_alone:
            # Not even asked: surely not processed.
            _answer_all(request, NotProcessed("the provider took no more"), called)
        else:
            _ask(provider, request, called)


def _requests(provider: Provider, messages: Sequence[Outgoing]) -> list[list[Outgoing]]:
    if not provider.shares_words:
        return [list(messages)]
    return [
        list(alike)
        for _shared, alike in groupby(messages, key=lambda one: one.shared or str(one.id))
    ]


def _ask(provider: Provider, messages: list[Outgoing], called: Called) -> None:
    """One request; where it is refused as a whole, two of half its size, and so on."""
    try:
        answers = provider.send_many(messages)
    except RequestRefused as refused:
        if len(messages) == 1:
            called.answers[messages[0].id] = Rejected(str(refused))
            return
        log.warning("a request of %d messages was refused, it is split", len(messages))
        middle = len(messages) // 2
        for half in (messages[:middle], messages[middle:]):
            if called.left_alone:
                _answer_all(half, NotProcessed("the provider took no more"), called)
            else:
                _ask(provider, half, called)
        return
    except (NotProcessed, Unclear) as answer:
        _answer_all(messages, answer, called)
    else:
        called.answers |= {one.id: answer for one, answer in zip(messages, answers, strict=True)}
    given = [called.answers[one.id] for one in messages]
    left = [answer for answer in given if isinstance(answer, NotProcessed)]
    waits = any(answer.leaves_alone for answer in left)
    called.left_alone = waits or (len(given) > 1 and len(left) == len(given))


def _answer_all(messages: Sequence[Outgoing], answer: Answer, called: Called) -> None:
    called.answers |= {one.id: answer for one in messages}
