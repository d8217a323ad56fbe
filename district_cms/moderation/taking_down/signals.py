"""What rooms above know of a page that is taken down: asked before, and told when it is done.

A receiver returns sentences for the person at the screen, in the active language: a list of
strings, empty where it has nothing to say. Arguments of both: `sender` (`TakeDown`), `pages`
(specific pages, all of one step), `user` (the account; None for a date or a bulk action).
"""

from collections.abc import Sequence
from typing import Any

from django.dispatch import Signal

from district_cms.web.accounts import Account

from ..models import TakeDown

# Nothing has happened yet: what would it mean?
about_to_take_down = Signal()
# Inside the transaction; the pages are not live any more. What was done about it?
taken_down = Signal()


def sentences(signal: Signal, *, pages: Sequence[Any], user: Account | None) -> list[str]:
    """What everyone who listens says, in the order in which they connected."""
    answers = signal.send(sender=TakeDown, pages=pages, user=user)
    return [str(text) for _receiver, said in answers for text in said or ()]
