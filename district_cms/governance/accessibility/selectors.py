"""Where an element is: a CSS path to it within the checked HTML."""

import re
from collections.abc import Callable
from typing import Final

from .parsing import Element

# A selector names at most this many steps; the steps nearest to the element are kept.
_MOST_STEPS: Final = 40
_PLAIN_ID: Final = re.compile(r"[A-Za-z][\w-]{0,80}", re.ASCII)
_PLAIN_TAG: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Selectors:
    """The paths to one document's elements, made for those that have faults."""

    def __init__(self, by_id: Callable[[str], Element | None]) -> None:
        self._by_id = by_id
        self._paths: dict[Element, tuple[str, ...]] = {}
        self._places: dict[Element, dict[Element, int]] = {}

    def of(self, element: Element) -> str:
        """Return the path.

        It starts at the nearest id, or at the top of the fragment. Paths of more than 40 steps
        lose their beginning. Rows are reached without naming the `tbody` that browsers add.
        """
        path = ""
        for step in self._steps(element):
            join = " " if step.startswith("tr:") else " > "
            path = f"{path}{join}{step}" if path else step
        return path

    def _steps(self, element: Element) -> tuple[str, ...]:
        """Return the steps of the path; those to the elements around it are kept."""
        way: list[Element] = []
        current: Element | None = element
        steps: tuple[str, ...] = ()
        while current is not None and current.tag not in ("body", "html"):
            if current in self._paths:
                steps = self._paths[current]
                break
            way.append(current)
            current = current.getparent()
        for passed in reversed(way):
            identifier = passed.get("id")
            if identifier and _PLAIN_ID.fullmatch(identifier) and self._by_id(identifier) is passed:
                steps = (f"#{identifier}",)
            else:
                steps = (*steps, self._step(passed))[-_MOST_STEPS:]
            self._paths[passed] = steps
        return steps

    def _step(self, element: Element) -> str:
        parent = element.getparent()
        tag = str(element.tag)
        if not _PLAIN_TAG.fullmatch(tag):
            tag = "*"
        if parent is None:
            return tag
        if parent not in self._places:
            counts: dict[str, int] = {}
            places: dict[Element, int] = {}
            for child in parent.iterchildren("*"):
                kind = str(child.tag)
                counts[kind] = counts.get(kind, 0) + 1
                places[child] = counts[kind]
            self._places[parent] = places
        return f"{tag}:nth-of-type({self._places[parent][element]})"
