"""Public screens of the site that are no pages of the tree, for the rooms that list theirs: nobody
publishes them, and families look for them all the same."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from .sources import Entry, Listing, Told


@dataclass(frozen=True, slots=True)
class Screen:
    """`title` is in the language that is active; `about` what families type, in any."""

    title: str
    address: str
    about: str


def listing_of(screens: Callable[[], Mapping[str, Screen]]) -> Listing:
    """What `screens` returns, by their keys, is found by the title in each language of the site."""

    def describe() -> Iterable[Entry]:
        return _described(screens)

    def tell(keys: Sequence[str], today: dt.date) -> Mapping[str, Told]:
        return {key: _told(screen) for key, screen in screens().items() if key in keys}

    return Listing(describe, tell)


def _described(screens: Callable[[], Mapping[str, Screen]]) -> Iterable[Entry]:
    titles: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, screen in screens().items():
                titles.setdefault(key, []).append(screen.title)
    for key, screen in screens().items():
        yield Entry(None, "page", names=titles[key], about=[screen.about], thing=key)


def _told(screen: Screen) -> Told:
    return Told(
        title=escape(screen.title),
        plain_title=screen.title,
        kind_label=_("page"),
        address=screen.address,
    )
