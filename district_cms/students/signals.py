"""The signal that the lists of students changed."""

from functools import partial
from typing import Final

from django.db import transaction
from django.dispatch import Signal

lists_changed: Final = Signal()
"""Sent after the commit that changed students, opt-outs or releases. Receivers queue their work."""


def announce_change() -> None:
    transaction.on_commit(partial(lists_changed.send, sender=None))
