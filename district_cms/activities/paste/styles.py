"""What the `style` of an element says, in properties that only Word has as well: read by the gate's
own reader of styles, so that a word in an address is no declaration."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tinycss2 import serialize

from district_cms.checks.accessibility.looks.css import declarations


def style_of(element: Any) -> Mapping[str, str]:
    """{property: its value}, both in small letters. Of two declarations the one that holds."""
    return _read(element.get("style", ""))


@lru_cache(maxsize=512)
def _read(text: str) -> Mapping[str, str]:
    found = list(declarations(text))
    # Stable: the later ones stay behind the earlier, and the important ones go last.
    found.sort(key=lambda each: bool(each.important))
    return {each.lower_name: serialize(each.value).strip().lower() for each in found}
