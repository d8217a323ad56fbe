"""Who wants to know of each new file of a document. Rooms above register in `AppConfig.ready()`."""

from collections.abc import Callable
from typing import Any

DocumentWatcher = Callable[[Any], None]

_watchers: list[DocumentWatcher] = []


def register_document_watcher(watcher: DocumentWatcher) -> None:
    """Call `watcher` with a document after it is saved. Registering one twice changes nothing."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell_watchers(document: Any) -> None:
    for watcher in _watchers:
        watcher(document)
