"""What a provider says of messages later: by a webhook, or by its own records when asked."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from district_cms.web.statements.arrays import is_one_of

from ..models import DigestItem, Message
from ..providers.base import Evidence
from ..rules.state import EVIDENCE, RANK, SENT, State
from .answers import release_updates
from .moving import Ending, move_each


def note_evidence(
    *, message: UUID, state: State, at: dt.datetime, provider_id: str = "", detail: str = ""
) -> State | None:
    """Write down what became of a message; returns its new state.

    None, and nothing is changed, when there is no such message or more is known of it already:
    evidence may come twice and in any order. Raises ValueError for a state of which a provider
    knows nothing. `at` is aware.
    """
    one = Evidence(message, state, at, provider_id, detail)
    return note_all_evidence([one]).get(message)


@transaction.atomic
def note_all_evidence(evidence: Iterable[Evidence]) -> dict[UUID, State]:
    """The same for many at once; the new states of those messages that have one. Of several about
    one message the one that tells most counts. A few queries for each kind of evidence."""
    most: dict[UUID, Evidence] = {}
    for one in evidence:
        if one.state not in EVIDENCE:
            raise ValueError(f"A provider cannot say that a message is {one.state}.")
        before = most.get(one.message)
        if before is None or RANK[one.state] > RANK[before.state]:
            most[one.message] = one
    # Two requests about the same messages, each in an order of its own, would wait for each other.
    rows = Message.objects.filter(is_one_of("pk", UUID, list(most))).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    found = move_each(
        Ending(
            pk,
            one.state,
            one.at,
            detail=one.detail,
            provider_id=one.provider_id,
            error="" if one.state in SENT else one.detail,
        )
        for pk, one in most.items()
    )
    _no_repeat_of(pk for pk, state in found.items() if state in SENT)
    release_updates([pk for pk in found if most[pk].given_up])
    return found


def _no_repeat_of(ids: Iterable[UUID]) -> None:
    """What has arrived need not go into the next digest once more."""
    wanted: Collection[UUID] = list(ids)
    if wanted:
        DigestItem.objects.filter(message_uuid__in=wanted, may_repeat=True).update(may_repeat=False)
