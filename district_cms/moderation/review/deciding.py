"""Approving and sending back one entry of the queue, or several: each together or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from district_cms.people.models import User
from district_cms.publishing.mechanism import PublishBlocked

from ..services.approval import approve, send_back
from .selectors import Waiting


@dataclass(slots=True)
class Decided:
    """What was decided, what the gate refused, and what someone else had decided before."""

    done: list[Waiting] = field(default_factory=list)
    refused: list[PublishBlocked] = field(default_factory=list)
    gone: list[Waiting] = field(default_factory=list)


def approve_entries(entries: Iterable[Waiting], *, user: User) -> Decided:
    """Approve these, each in a transaction of its own: one that the gate refuses keeps no other
    back."""
    return _decide(entries, lambda page, step: approve(page=page, user=user, step=step))


def send_entries_back(entries: Iterable[Waiting], *, user: User, comment: str) -> Decided:
    """Send these back with the same comment."""
    return _decide(
        entries, lambda page, step: send_back(page=page, user=user, comment=comment, step=step)
    )


def _decide(entries: Iterable[Waiting], act: Callable[[Any, int], None]) -> Decided:
    decided = Decided()
    for entry in entries:
        # In the order in which the short form and the editor hold the rows of such updates.
        steps = sorted(zip(entry.pages, entry.states, strict=True), key=lambda step: step[0].pk)
        try:
            with transaction.atomic():
                for page, state in steps:
                    act(type(page).objects.get(pk=page.pk), state.pk)
        except PublishBlocked as refusal:
            decided.refused.append(refusal)
        except PermissionDenied:
            decided.gone.append(entry)
        else:
            decided.done.append(entry)
    return decided
