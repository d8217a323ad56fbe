"""Public screens of the site that are no pages of the tree, for the rooms that list theirs: nobody
publishes them, and families look for them all the same."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from .sources import Entry, Told


@dataclass(frozen=True, slots=True)
class Screen:
    """`title` is in the language that is active; `about` what families type, in any."""

    title: str
    address: str
    about: str


def described(screens: Callable[[], Mapping[str, Screen]]) -> Iterable[Entry]:
    """These by their keys, found by their titles in each language of the site."""
    titles: dict[str, list[str]] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for key, screen in screens().items():
                titles.setdefault(key, []).append(screen.title)
    for key, screen in screens().items():
        yield Entry(None, "page", names=titles[key], about=[screen.about], thing=key)


def told(screens: Mapping[str, Screen], keys: Collection[str]) -> dict[str, Told]:
    """What a result says of those of them that are asked for."""
    return {
        key: Told(
            title=escape(screen.title),
            plain_title=screen.title,
            kind_label=_("page"),
            address=screen.address,
        )
        for key, screen in screens.items()
        if key in keys
    }
