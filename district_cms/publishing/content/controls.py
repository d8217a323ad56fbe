"""What an author has at hand in a field or a block: a fix names no button that is not there."""

from typing import Any, Final

from wagtail.rich_text import features as registry

from district_cms.checks.rules import Control

Controls = frozenset[Control]

_BUTTONS: Final[dict[Control, frozenset[str]]] = {
    "heading": frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
    "list": frozenset({"ol", "ul"}),
    "bold": frozenset({"bold"}),
    "link": frozenset({"link"}),
    "language": frozenset({"language"}),
}
# What a block is checked as, and the control that its own fields are.
_FIELDS: Final[dict[str, Control]] = {
    "picture": "picture",
    "table": "table",
    "embed": "embed",
    "video": "recording",
    "audio": "recording",
}


def of_rich_text(features: list[str] | None) -> Controls:
    """The buttons over a text with these features; None are those that Wagtail gives it."""
    offered = set(registry.get_default_features() if features is None else features)
    return frozenset(control for control, names in _BUTTONS.items() if names & offered)


def of_fields(kind: str) -> Controls:
    """What the fields of a block are good for that is checked as `kind`."""
    return frozenset({_FIELDS[kind]} if kind in _FIELDS else ())


def of_stream(block: Any) -> Controls:
    """The kinds of blocks that can be added to a stream."""
    kinds = {getattr(child, "check_as", "") for child in block.child_blocks.values()}
    offered: set[Control] = set()
    if kinds & {"video", "audio"}:
        offered.add("block for recordings")
    if any(getattr(child, "features", None) for child in block.child_blocks.values()):
        offered.add("block for text")
    return frozenset(offered)
