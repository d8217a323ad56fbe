"""Registers activities and news for the search, and the content of their results."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.translation import override

from district_cms.schools.search.sources import Entry, Facts, Source, register_findable

from ..models import ActivityPage

# Words that families use with the name, even if the page does not.
_EXTRA_WORDS: Final[dict[str, str]] = {
    ActivityPage.Kind.ATHLETICS: "practice game schedule team coach tryouts",
    ActivityPage.Kind.MUSIC: "concert rehearsal practice schedule",
    ActivityPage.Kind.CLUB: "club meeting schedule sign up",
}


def describe(ids: Sequence[int]) -> Iterable[Entry]:
    with override("en"):
        return [
            Entry(
                page.pk,
                "news" if page.is_news else "activity",
                names=[page.title],
                about=[page.kind_label, page.meets, _EXTRA_WORDS.get(page.kind, "")],
            )
            for page in ActivityPage.objects.filter(pk__in=ids)
        ]


def tell(ids: Sequence[int], today: dt.date) -> Mapping[int, Facts]:
    """Returns when and where each activity meets."""
    return {
        page.pk: Facts(details=[page.kind_label, *([page.meets] if page.meets else [])])
        for page in ActivityPage.objects.filter(pk__in=ids)
    }


def register() -> None:
    register_findable("activities.activitypage", Source(describe, tell))
