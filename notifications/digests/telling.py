"""What messages say of the updates of a window: read once, in every language."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import batched
from typing import Any, Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from district_cms.web.queue.apart import Item, apart, note_gone, standing

from .. import sources
from ..models.subscribers import LANGUAGES
from .build import News

TELL = "digest update"  # as failures of it are filed
PAGES_AT_ONCE = 200
DAYS: Final = ("assignments", "events")
Told = dict[tuple[str, UUID], Mapping[str, Any]]


def tell_all(
    news: Mapping[UUID, list[News]], coming: Mapping[UUID, Collection[UUID]]
) -> tuple[Told, dict[UUID, list[News]]]:
    """What is told of each update, by language, and the news without the updates that no message
    can tell of: each of those is written down once, and not once for each family. They are sent
    when they can be told. Of the updates in `coming` only the days are told, unless they are news.
    Pages are read some hundreds at a time and let go again."""
    known = standing(TELL)
    found: Told = {}
    new = {item.page for items in news.values() for item in items}
    wanted = list(new | {key for keys in coming.values() for key in keys})
    for key, page in _read(wanted):
        title = _("An update, in class news by email")
        with apart(Item(TELL, str(key), title), failed_before=known) as tried:
            own = {}
            for language, _name in LANGUAGES:
                with translation.override(language):
                    said = sources.told(page)
                own[language, key] = said if key in new else {part: said[part] for part in DAYS}
        if not tried.failed:
            found |= own
    note_gone(TELL, map(str, wanted))
    first = LANGUAGES[0][0]
    return found, {
        page: [item for item in items if (first, item.page) in found]
        for page, items in news.items()
    }


def tell(pages: Iterable[UUID]) -> Told:
    """The same for some updates; raises whatever cannot be told."""
    found: Told = {}
    for key, page in _read(list(pages)):
        for language, _name in LANGUAGES:
            with translation.override(language):
                found[language, key] = sources.told(page)
    return found


def _read(wanted: list[UUID]) -> Iterator[tuple[UUID, Any]]:
    for keys in batched(wanted, PAGES_AT_ONCE):
        yield from sources.updates(keys).items()
