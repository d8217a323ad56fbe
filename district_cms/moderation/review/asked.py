"""What a form of the review names."""

from collections.abc import Iterable

from django.http import QueryDict

from district_cms.web.refused.keys import keys_in

from .selectors import Waiting


def numbers_in(sent: Iterable[str]) -> frozenset[int]:
    """The keys among what was sent."""
    return frozenset(keys_in(sent))


def as_it_was_shown(
    entries: Iterable[Waiting], sent: QueryDict, *, named: Iterable[int] = ()
) -> list[Waiting]:
    """These entries with only what stood on the screen when the button was pressed: each form
    sends its steps as `seen`. What was submitted since then stays for the next time."""
    seen = numbers_in(sent.getlist("seen")) | frozenset(named)
    return [shown for entry in entries if (shown := entry.only(seen)) is not None]
