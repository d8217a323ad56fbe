"""HTML as a tree that rules can query: elements, roles, visibility, selectors."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Final, cast

from ..word_sets import word_set
from .aria.terms import KNOWN_ROLES
from .looks.css import UNSTYLED, Style, parse_style
from .parsing import Element as Element
from .parsing import parse
from .words import clip

_NUMBER: Final = re.compile(r"[+-]?[0-9]+")
_MOST_ROLES: Final = 10
# An excerpt has no room for more.
_MOST_ATTRIBUTES: Final = 40
# The controls that the keyboard reaches; `a` and `area` only with an address, see `is_focusable`.
_CONTROLS: Final = word_set("button input select textarea")
_GLOBAL_LABELS: Final = ("aria-label", "aria-labelledby", "aria-describedby", "aria-description")


def markup(element: Element) -> str:
    """Returns the start tag of the element as an excerpt."""
    if len(element.keys()) > _MOST_ATTRIBUTES:
        return f"<{element.tag} …>"
    # Reads all attributes at once: lxml cannot look up a name with a control character.
    written = ((str(name), str(value)) for name, value in element.items())
    attributes = "".join(f' {name}="{value}"' for name, value in written)
    return clip(f"<{element.tag}{attributes}>")


def role(element: Element) -> str:
    """Returns the first explicit ARIA role that exists, or an empty string."""
    explicit = element.get("role")
    if not explicit:
        return ""
    return next(
        (word for word in explicit.lower().split()[:_MOST_ROLES] if word in KNOWN_ROLES), ""
    )


def leads_somewhere(link: Element) -> bool:
    """True if the link has a target. Without one, an `a` is an anchor or a link that lost its page.

    Stored rich text names the page or document instead (`linktype="page" id="3"`).
    """
    return link.get("href") is not None or link.get("linktype") is not None


def tab_index(element: Element) -> int | None:
    """Returns the number in `tabindex`, or None without one."""
    value = element.get("tabindex")
    if value is None or not (number := _NUMBER.match(value.strip())):
        return None
    # Longer ones are typing errors, and only the sign matters.
    return int(number[0][:6])


def is_focusable(element: Element) -> bool:
    """True if the element can have the focus; browsers then ignore a role of "presentation"."""
    tag = element.tag
    if tag in ("a", "area"):
        native = leads_somewhere(element)
    elif tag in _CONTROLS:
        native = "disabled" not in element.attrib
    elif tag in ("audio", "video"):
        native = "controls" in element.attrib
    else:
        native = tag == "summary"
    return native or tab_index(element) is not None


def is_presentational(element: Element) -> bool:
    """True if the element is marked as presentational and browsers respect the mark."""
    explicit = element.get("role")
    return (
        explicit is not None
        and role(element) in ("presentation", "none")
        and not keeps_its_role(element)
    )


def keeps_its_role(element: Element) -> bool:
    """True if browsers must ignore a role of "presentation" or an empty `alt`.

    After "Presentational Roles Conflict Resolution" (WAI-ARIA 1.2): the element is focusable, or
    has a global attribute. An empty attribute does not count.
    """
    return is_focusable(element) or any(element.get(name, "").strip() for name in _GLOBAL_LABELS)


# A selector has at most this many steps: those nearest to the element.
_MOST_STEPS: Final = 40
_PLAIN_ID: Final = re.compile(r"[A-Za-z][\w-]{0,80}", re.ASCII)
_FIRST_STEP: Final = re.compile(r"[^ ]*(?: > | |$)")
_PLAIN_TAG: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Selectors:
    """Builds CSS paths to elements of one document, only for elements with faults."""

    def __init__(self, by_id: Callable[[str], Element | None]) -> None:
        self._by_id = by_id
        self._paths: dict[Element, tuple[str, int]] = {}
        self._tags: dict[Any, str] = {}
        self._places: dict[Element, dict[Element, int]] = {}

    def of(self, element: Element) -> str:
        """Returns the path.

        It starts at the nearest id, or at the top of the fragment. Paths of more than 40 steps lose
        their beginning. Paths to rows omit the `tbody` that browsers add.
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
        """Returns the id that leads to this element only; empty if there is none."""
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
        """Returns the element's number among siblings with its tag."""
        if parent not in self._places:
            counts: dict[Any, int] = {}
            places: dict[Element, int] = {}
            for child in parent:
                kind = child.tag
                places[child] = counts[kind] = counts.get(kind, 0) + 1
            self._places[parent] = places
        return self._places[parent][element]


_Index = dict[Any, list[Element]]

# Never visible, whatever the style says.
_NEVER_SHOWN: Final = word_set(
    "base datalist head link meta metadata noscript param script source style template title track"
)

BLOCK_TAGS: Final = word_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin a line of their own: the words before and after them do not touch."""

_HANDED_DOWN: Final = (None, "inherit", "unset", "revert", "revert-layer")


class Document:
    """One parsed fragment, or a whole document (`is_whole`).

    `elements` are in document order. `heading` is the heading above a fragment, if it lies outside;
    `language` is the fragment's language unless its markup says another.
    """

    def __init__(self, html: str, heading: str = "", language: str = "en") -> None:
        self.heading = heading
        self.language = language
        parsed = parse(html)
        self.root, self.is_whole = parsed.root, parsed.is_whole
        self.is_too_deep, self.is_too_large = parsed.is_too_deep, parsed.is_too_large
        self.elements: list[Element] = list(self.root.iter("*"))
        by_tag, by_attribute = defaultdict(list), defaultdict(list)
        for element in self.elements:
            by_tag[element.tag].append(element)
            for name in element.keys():  # noqa: SIM118 - an element is no dict: it lists children
                by_attribute[name].append(element)
        self._by_tag: _Index = by_tag
        self._by_attribute: _Index = by_attribute
        self._by_id: dict[str, Element] = {}
        for element in self.with_attribute("id"):
            self._by_id.setdefault(element.get("id", ""), element)
        self._styles = self._read_styles()
        self._gone: set[Element] = set()
        self._silent: set[Element] = set()
        self._inert: set[Element] = set()
        self._mark_hidden()
        self._nearest: dict[frozenset[str], dict[Element, Element | None]] = {}
        self._selectors = Selectors(self.by_id)
        self._answers: dict[Any, Any] = {}

    @property
    def truncated(self) -> bool:
        """True if part of the text was not read."""
        return self.is_too_deep or self.is_too_large

    def once[Answer](self, question: Callable[["Document"], Answer]) -> Answer:
        """Returns the result of a function of this document, computed at most once."""
        if question not in self._answers:
            self._answers[question] = question(self)
        return cast(Answer, self._answers[question])

    def by_id(self, identifier: str) -> Element | None:
        """Returns the first element with this id."""
        return self._by_id.get(identifier) if identifier else None

    def tagged(self, *tags: str) -> Sequence[Element]:
        """Returns the elements with one of these tags, in document order."""
        return self._merged(self._by_tag, tags)

    def with_attribute(self, *names: str) -> Sequence[Element]:
        """Returns the elements with one of these attributes, in document order."""
        return self._merged(self._by_attribute, names)

    def attribute_names(self) -> Sequence[str]:
        """Returns the names of all attributes in the document, each once."""
        return list(self._by_attribute)

    def with_role(self, *roles: str) -> Sequence[Element]:
        """Returns the elements with one of these explicit ARIA roles, in document order."""
        return self._merged(self._by_role, roles)

    def in_order(self, elements: Iterable[Element]) -> list[Element]:
        """Returns the elements in document order, without duplicates."""
        return sorted(set(elements), key=self._order.__getitem__)

    def style(self, element: Element) -> Style:
        """Returns the declarations in the element's `style` attribute."""
        return self._styles.get(element, UNSTYLED)

    def is_shown(self, element: Element) -> bool:
        """True unless the element is hidden from everyone (`hidden`, `display: none`, …)."""
        return element not in self._gone

    def is_perceivable(self, element: Element) -> bool:
        """True if the element is visible and assistive technology announces it."""
        return element not in self._gone and element not in self._silent

    def is_operable(self, element: Element) -> bool:
        """True if the element is visible and works with the mouse (it is not `inert`)."""
        return element not in self._gone and element not in self._inert

    def nearest(self, element: Element, tags: frozenset[str]) -> Element | None:
        """Returns the closest ancestor with one of these tags.

        Caches the way up, so that many elements share it.
        """
        known = self._nearest.setdefault(tags, {})
        way: list[Element] = []
        current = element
        while current not in known:
            way.append(current)
            parent = current.getparent()
            if parent is None or parent.tag in tags:
                known[current] = parent
                break
            current = parent
        found = known[current]
        for passed in way:
            known[passed] = found
        return found

    def selector(self, element: Element) -> str:
        """Returns a CSS path to the element within the checked HTML, see `Selectors`."""
        return self._selectors.of(element)

    def _merged(self, index: _Index, keys: Iterable[str]) -> Sequence[Element]:
        lists = [index[key] for key in keys if key in index]
        if not lists:
            return ()
        if len(lists) == 1:
            return lists[0]
        return self.in_order(element for some in lists for element in some)

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {element: place for place, element in enumerate(self.elements)}

    @cached_property
    def _by_role(self) -> _Index:
        index: _Index = {}
        for element in self.with_attribute("role"):
            index.setdefault(role(element), []).append(element)
        return index

    def _read_styles(self) -> dict[Element, Style]:
        texts = {element: element.get("style", "") for element in self.with_attribute("style")}
        styles = {text: parse_style(text) for text in set(texts.values())}
        return {element: styles[text] for element, text in texts.items()}

    def _mark_hidden(self) -> None:
        gone = [
            *self.tagged(*_NEVER_SHOWN),
            *(e for e in self.tagged("input") if _value(e, "type") == "hidden"),
            *(e for e in self.with_attribute("hidden") if self._is_switched_off(e)),
            *(e for e in self.tagged("dialog") if self._is_switched_off(e)),
            *(e for e, style in self._styles.items() if style.value("display") == "none"),
        ]
        _spread(gone, self._gone)
        _spread(self.with_attribute("inert"), self._inert)
        self._silent |= self._inert
        hushed = self.with_attribute("aria-hidden")
        _spread((e for e in hushed if _value(e, "aria-hidden") == "true"), self._silent)
        if any("visibility" in style for style in self._styles.values()):
            self._gone |= self._invisible()

    def _is_switched_off(self, element: Element) -> bool:
        """True if the browser's own style sheet hides the element and its `style` does not undo
        that."""
        is_closed = element.tag == "dialog" and "open" not in element.attrib
        # "until-found" becomes visible when a reader searches the page.
        is_hidden = "hidden" in element.attrib and _value(element, "hidden") != "until-found"
        display = self.style(element).value("display")
        return (is_closed or is_hidden) and display in (None, "revert", "revert-layer")

    def _invisible(self) -> set[Element]:
        """Unlike the other properties, `visibility` is inherited, and descendants can undo it."""
        invisible: set[Element] = set()
        for element in self.elements:
            visibility = self.style(element).value("visibility")
            if visibility in ("hidden", "collapse") or (
                visibility in _HANDED_DOWN and element.getparent() in invisible
            ):
                invisible.add(element)
        return invisible


def _spread(starts: Iterable[Element], reached: set[Element]) -> None:
    """Adds the elements and all their descendants to `reached`; skips those already in it."""
    for start in starts:
        if start not in reached:
            reached.update(start.iter("*"))


def _value(element: Element, attribute: str) -> str:
    return element.get(attribute, "").strip().lower()
