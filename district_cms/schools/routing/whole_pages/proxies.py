"""Proxies in front of the site that keep pages, and are told which ones changed.

By Wagtail's front-end cache, but not by its own signals: those tell of the page alone that was
published, while it waits, and of nothing else that pages show. Here each proxy is told a second
after the commit, when no web process can give it an old page anymore. See ADR 0009.
"""

import logging
import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPException
from threading import Lock, Thread, main_thread
from time import monotonic, sleep
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import Error, connections, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.models import Page

from district_cms.web.mail import site_root
from district_cms.web.queue.apart import Item, note_failure, note_success
from district_cms.web.versions import POLL_SECONDS

from ...frame import HOME_DEPTH
from ...languages.addresses import in_language

log = logging.getLogger("district")

TOLD_AFTER: Final = POLL_SECONDS + 0.5
"""Seconds after a change: by then every process has looked for it, and what it answered before has
arrived."""
LONGEST_WAIT: Final = 3 * TOLD_AFTER
"""Seconds after which what changes again and again is told all the same."""
EVERYTHING: Final = "/*"
"""The path that means all addresses, as CDNs have it."""
MOST_PAGES: Final = 150
"""Of more pages at once everything is said."""
PATIENCE: Final = 5
"""Seconds for a proxy's answer."""
LONGEST_PAUSE: Final = 30
"""Seconds between two tries at most, while the database does not say which addresses they are."""
TELLING: Final = Item("proxies", "changes")

NOT_KEPT: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.PRECONDITION_FAILED})
"""What some proxies answer where they keep nothing of an address."""


class ProxyBackend(HTTPBackend):
    """As Wagtail's own, with an end to its patience: of a proxy that does not answer it is said
    once, and not asked for the rest. One that refuses an address is told of the others."""

    def purge_batch(self, urls: Iterable[str]) -> None:
        said = False
        for url in urls:
            try:
                self._purge(url)
            except HTTPError as refused:
                if refused.code not in NOT_KEPT and not said:
                    said = True
                    self._say(refused)
                refused.close()
            except (URLError, OSError, HTTPException) as error:
                self._say(error)
                return

    def _say(self, error: Exception) -> None:
        log.error("The proxy at %s was not told of changes: %s", self.cache_netloc, error)

    def _purge(self, url: str) -> None:
        parts = urlsplit(url)
        at_proxy = parts._replace(scheme=self.cache_scheme, netloc=self.cache_netloc)
        request = Request(at_proxy.geturl(), headers={"Host": parts.netloc}, method="PURGE")  # noqa: S310  # of the settings
        with urlopen(request, timeout=PATIENCE):  # noqa: S310  # likewise
            pass


class _Waiting:
    """What this process has not told yet, and since when (monotonic). One thread tells of it.

    What changes again is told a second after the last change, but not put off for ever. What
    cannot be told because the database refuses is kept, and tried again; how the site is doing
    says so (`TELLING`). Only a program that ends anyway gives up.
    """

    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        self._lock = Lock()
        self._since: dict[str, float] = {}
        self._first: dict[str, float] = {}
        self._thread: Thread | None = None
        self._refused = 0
        # Another program may have ended before it could tell.
        self._noted = True

    def add(self, paths: Iterable[str]) -> None:
        """`EVERYTHING` may be one of them."""
        with self._lock:
            now = monotonic()
            for path in paths:
                self._since[path] = now
                self._first.setdefault(path, now)
            if self._thread is None or not self._thread.is_alive():
                # A program that ends waits for it.
                self._thread = Thread(target=self._run)
                self._thread.start()

    def _run(self) -> None:
        try:
            while due := self._due():
                if (error := self._tell(due)) is not None:
                    connections.close_all()  # it may be the connection itself
                    self._put_off(due, error)
        finally:
            connections.close_all()  # those of this thread

    def _tell(self, due: set[str]) -> Error | None:
        """What the database says where it refuses."""
        try:
            tell(due)
        except Error as error:
            return error
        self._refused = 0
        if self._noted:
            self._note_success()
        return None

    def _put_off(self, due: set[str], error: Error) -> None:
        self._refused += 1
        self._note(error)
        if main_thread().is_alive():
            self._keep(due)
        else:
            log.error("The proxies were not told of %d changes.", len(due))

    def _note(self, error: Error) -> None:
        """Where the database takes nothing at all, the site's health says that by itself."""
        self._noted = True
        try:
            titled = replace(TELLING, title=_("Telling the proxies which pages changed"))
            note_failure(titled, error)
        except Error as also:
            log.error("That proxies could not be told could not be noted: %s", type(also).__name__)

    def _note_success(self) -> None:
        """What could not be told before is told. What cannot be noted now is noted next time."""
        try:
            note_success(TELLING)
        except Error as error:
            log.error("That proxies were told could not be noted: %s", type(error).__name__)
        else:
            self._noted = False

    def _keep(self, paths: set[str]) -> None:
        """Due again after a pause, or with the next change of the same."""
        with self._lock:
            later = monotonic() + min(2 ** min(self._refused, 9), LONGEST_PAUSE)
            for path in paths - self._since.keys():
                self._since[path] = self._first[path] = later

    def _due(self) -> set[str]:
        """What waited long enough, as soon as something has; nothing when nothing waits."""
        while True:
            with self._lock:
                if not self._since:
                    self._thread = None
                    return set()
                now = monotonic()
                due = {path for path in self._since if self._is_due(path, now)}
                if due:
                    # What was changed a moment ago is told now, and once more when it is quiet.
                    quiet = {each for each in due if self._since[each] + TOLD_AFTER <= now}
                    for path in due:
                        del self._first[path]
                        if path in quiet:
                            del self._since[path]
                        else:
                            self._first[path] = now
                    return due
                wait = min(self._since.values()) + TOLD_AFTER - now
            # No longer: something else may change while what was refused waits.
            sleep(min(wait, TOLD_AFTER))

    def _is_due(self, path: str, now: float) -> bool:
        quiet = self._since[path] + TOLD_AFTER <= now
        return quiet or self._first[path] + LONGEST_WAIT <= now


waiting: Final = _Waiting()
# Its thread is not in the new process.
os.register_at_fork(after_in_child=waiting.start_anew)


def tell(paths: Collection[str]) -> None:
    """Tell all proxies of pages at these paths of the tree, or of `EVERYTHING`."""
    everything = EVERYTHING in paths
    purge_urls_from_cache([whole(EVERYTHING)] if everything else addresses_of(paths))


def everything_changed() -> None:
    if settings.WAGTAILFRONTENDCACHE:
        waiting.add([EVERYTHING])


def pages_changed(paths: Iterable[str]) -> None:
    """Of narrow pages, see `places`."""
    if settings.WAGTAILFRONTENDCACHE:
        waiting.add(paths)


def address_changed(**kwargs: Any) -> None:
    """Receives that a page has another address. What stands at the old one is known by nothing but
    that address."""
    transaction.on_commit(everything_changed, robust=True)


def addresses_of(paths: Collection[str]) -> list[str]:
    """The whole addresses, in all languages, of the pages that show those at these paths of the
    tree: themselves, all above them, and what stands beside or below them and shows them all."""
    step = Page.steplen
    above = {path[:end] for path in paths for end in range(HOME_DEPTH * step, len(path) + 1, step)}
    shown = Q(path__in=above)
    for parent in {*paths, *(path[:-step] for path in paths)}:
        beside = Q(path__startswith=parent, depth=len(parent) // step + 1)
        shown |= beside & Q(content_type__in=_shown_together())
    pages = Page.objects.filter(shown).order_by("path").values_list("path", "url_path")
    found: dict[str, str] = dict(pages[: MOST_PAGES + 1])
    # One that is gone took its address along.
    if len(found) > MOST_PAGES or not found.keys() >= set(paths):
        return [whole(EVERYTHING)]
    home = found[min(found, key=len)]
    addresses = [whole(quote(f"/{url_path.removeprefix(home)}")) for url_path in found.values()]
    languages = [code for code, _name in settings.LANGUAGES]
    return [
        *addresses,
        *(in_language(each, language) for each in addresses for language in languages),
    ]


def _shown_together() -> list[ContentType]:
    """The types of which one shows those beside it, see `places.place_of`."""
    models: list[Any] = [
        model
        for model in apps.get_models()
        if getattr(model, "shown_nearby", False) and not getattr(model, "subpage_types", ())
    ]
    return list(ContentType.objects.get_for_models(*models).values())


def whole(path: str) -> str:
    return f"{site_root()}{path}"
