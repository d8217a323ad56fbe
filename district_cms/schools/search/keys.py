"""The keys of what is found: "page:12", "document:7", "calendar:year.first.2026-27"."""

from typing import Any, Final

PAGE: Final = "page"
DOCUMENT: Final = "document"


def key_of(what: str, which: Any) -> str:
    return f"{what}:{which}"


def parts_of(key: str) -> tuple[str, str]:
    """What, and which."""
    what, _colon, which = key.partition(":")
    return what, which
