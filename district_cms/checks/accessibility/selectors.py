"""Where an element is: a CSS path to it within the checked HTML."""

import re
from collections.abc import Callable
from typing import Any, Final

from .parsing import Element

# A selector names at most this many steps; the steps nearest to the element are kept.
_MOST_STEPS: Final = 40
_PLAIN_ID: Final = re.compile(r"[A-Za-z][\w-]{0,80}", re.ASCII)
_FIRST_STEP: Final = re.compile(r"[^ ]*(?: > | |$)")
_PLAIN_TAG: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Selectors:
    """The paths to one document's elements, made for those that have faults."""

    def __init__(self, by_id: Callable[[str], Element | None]) -> None:
        self._by_id = by_id
        self._paths: dict[Element, tuple[str, int]] = {}
        self._tags: dict[Any, str] = {}
        self._places: dict[Element, dict[Element, int]] = {}

    def of(self, element: Element) -> str:
        """Return the path.

        It starts at the nearest id, or at the top of the fragment. Paths of more than 40 steps
        lose their beginning. Rows are reached without naming the `tbody` that browsers add.
        """
        way: list[Element] = []
        current: Element | None = element
        path, steps = "", 0
        while current is not None and current.tag not in ("body", "html"):
            if current in self._paths:
                path, steps = self._paths[current]
                break
            way.append(current)
            current = current.getparent()
        for passed in reversed(way):
            if identifier := self._own_id(passed):
                path, steps = f"#{identifier}", 1
            else:
                step = self._step(passed)
                join = " " if step.startswith("tr:") else " > "
                path, steps = (f"{path}{join}{step}" if path else step), steps + 1
            if steps > _MOST_STEPS:
                path, steps = _FIRST_STEP.sub("", path, count=1), _MOST_STEPS
            self._paths[passed] = path, steps
        return path

    def _own_id(self, element: Element) -> str:
        """Return the id that leads to the element and to no other; empty if it has none."""
        identifier = element.get("id")
        if not identifier or not _PLAIN_ID.fullmatch(identifier):
            return ""
        return identifier if self._by_id(identifier) is element else ""

    def _step(self, element: Element) -> str:
        tag = element.tag
        if tag not in self._tags:
            self._tags[tag] = tag if _PLAIN_TAG.fullmatch(str(tag)) else "*"
        parent = element.getparent()
        if parent is None:
            return self._tags[tag]
        return f"{self._tags[tag]}:nth-of-type({self._place(element, parent)})"

    def _place(self, element: Element, parent: Element) -> int:
        """Return which one of its kind the element is in its parent."""
        if parent not in self._places:
            counts: dict[Any, int] = {}
            places: dict[Element, int] = {}
            for child in parent:
                kind = child.tag
                places[child] = counts[kind] = counts.get(kind, 0) + 1
            self._places[parent] = places
        return self._places[parent][element]
