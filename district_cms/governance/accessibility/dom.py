"""A fragment of HTML as a tree that rules can ask: what is here, who perceives it, where it is.

Any string can be read. What the parser cannot hold is said by `Document.truncated`, so that the
gate fails closed instead of passing what it never saw.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from .words import clip, word_set

# What nobody is shown, whatever its style says.
_NEVER_SHOWN: Final = word_set(
    "base datalist head link meta metadata noscript param script source style template track"
)

BLOCK_TAGS: Final = word_set(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul"
)
"""Elements that begin a line of their own: the words before and after them do not touch."""

# A stray end of the document would make the parser throw away all that follows.
_END_OF_DOCUMENT: Final = re.compile(r"</(?=(?:html|body|frameset)(?:[\s/>]|$))", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"([\w-]+)\s*:\s*([^;]*)")
# A selector names at most this many steps; the steps nearest to the element are kept.
_SELECTOR_STEPS: Final = 40
_PLAIN_ID: Final = re.compile(r"[A-Za-z][\w-]{0,80}", re.ASCII)


class Document:
    """One parsed fragment. Elements are kept in `elements`, in document order."""

    def __init__(self, html: str) -> None:
        self.root, self.truncated = _parse(html)
        self.elements: list[HtmlElement] = [
            element for element in self.root.iter() if isinstance(element.tag, str)
        ]
        self._by_id: dict[str, HtmlElement] = {}
        for element in self.elements:
            if identifier := element.get("id"):
                self._by_id.setdefault(identifier, element)
        self._gone: set[HtmlElement] = set()
        self._silent: set[HtmlElement] = set()
        self._mark_hidden()
        self._places: dict[HtmlElement, dict[HtmlElement, int]] = {}

    def by_id(self, identifier: str) -> HtmlElement | None:
        """Return the first element with this id."""
        return self._by_id.get(identifier)

    def tagged(self, *tags: str) -> Iterator[HtmlElement]:
        """Yield the elements with one of these tags, in document order."""
        return (element for element in self.elements if element.tag in tags)

    def is_shown(self, element: HtmlElement) -> bool:
        """True unless the element is hidden from everybody (`hidden`, `display: none`, …)."""
        return element not in self._gone

    def is_perceivable(self, element: HtmlElement) -> bool:
        """True if the element is shown and assistive technology is told of it."""
        return element not in self._gone and element not in self._silent

    def selector(self, element: HtmlElement) -> str:
        """Return a CSS path to the element within the checked HTML.

        It starts at the nearest id, or at the top of the fragment. Paths of more than 40 steps
        lose their beginning. Rows are reached without naming the `tbody` that browsers add.
        """
        steps: list[str] = []
        current: HtmlElement | None = element
        while current is not None and current.tag not in ("body", "html"):
            identifier = current.get("id", "")
            if _PLAIN_ID.fullmatch(identifier) and self._by_id.get(identifier) is current:
                steps.append(f"#{identifier}")
                break
            if len(steps) >= _SELECTOR_STEPS:
                break
            steps.append(self._step(current))
            current = current.getparent()
        path = ""
        for step in reversed(steps):
            join = " " if step.startswith("tr:") else " > "
            path = f"{path}{join}{step}" if path else step
        return path

    def _step(self, element: HtmlElement) -> str:
        parent = element.getparent()
        tag = str(element.tag)
        if not re.fullmatch(r"[A-Za-z][\w-]*", tag, re.ASCII):
            tag = "*"
        if parent is None:
            return tag
        if parent not in self._places:
            counts: dict[str, int] = {}
            places: dict[HtmlElement, int] = {}
            for child in parent:
                if isinstance(child.tag, str):
                    counts[child.tag] = counts.get(child.tag, 0) + 1
                    places[child] = counts[child.tag]
            self._places[parent] = places
        return f"{tag}:nth-of-type({self._places[parent][element]})"

    def _mark_hidden(self) -> None:
        invisible: set[HtmlElement] = set()
        for element in self.elements:
            parent = element.getparent()
            style = _declarations(element.get("style", ""))
            if parent in self._gone or element.tag in _NEVER_SHOWN or _is_removed(element, style):
                self._gone.add(element)
                continue
            # Unlike the rest, `visibility` is inherited and can be taken back further down.
            visibility = style.get("visibility", "")
            if visibility in ("hidden", "collapse") or (
                parent in invisible and visibility != "visible"
            ):
                invisible.add(element)
            if (
                parent in self._silent
                or element.get("aria-hidden", "").strip().lower() == "true"
                or "inert" in element.attrib
            ):
                self._silent.add(element)
        # Only now: the children of an invisible element decide for themselves.
        self._gone |= invisible


def markup(element: HtmlElement) -> str:
    """Return the start tag of the element as an excerpt."""
    attributes = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return clip(f"<{element.tag}{attributes}>")


def role(element: HtmlElement) -> str:
    """Return the explicit ARIA role, lower case, or an empty string."""
    roles = element.get("role", "").lower().split()
    return str(roles[0]) if roles else ""


def leads_somewhere(link: HtmlElement) -> bool:
    """True for a link; without an address an `a` is an anchor, or a link that lost its page.

    Stored rich text names the page or document instead (`linktype="page" id="3"`).
    """
    return "href" in link.attrib or "linktype" in link.attrib


def is_focusable(element: HtmlElement) -> bool:
    """True if the keyboard reaches the element; a role of "presentation" is then not heeded."""
    return "tabindex" in element.attrib or (
        element.tag in ("a", "area") and leads_somewhere(element)
    )


def is_presentational(element: HtmlElement) -> bool:
    """True if the element says that it has no meaning of its own, and may say so."""
    return (
        role(element) in ("presentation", "none")
        and not is_focusable(element)
        and not element.get("aria-label", "").strip()
        and not element.get("aria-labelledby", "").strip()
    )


def nearest(element: HtmlElement, tags: frozenset[str]) -> HtmlElement | None:
    """Return the closest ancestor with one of these tags."""
    parent = element.getparent()
    while parent is not None and parent.tag not in tags:
        parent = parent.getparent()
    return parent


def _parse(html: str) -> tuple[HtmlElement, bool]:
    text = _END_OF_DOCUMENT.sub("</x-", html)
    # As bytes, so that neither a lone surrogate nor an encoding named in the text can stop it.
    source = b"<html><body>" + text.encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    root = etree.fromstring(source, parser=parser)
    fatal = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return root, fatal


def _declarations(style: str) -> dict[str, str]:
    if not style:
        return {}
    return {
        name.lower(): value.lower().replace("!important", "").strip()
        for name, value in _DECLARATION.findall(style)
    }


def _is_removed(element: HtmlElement, style: dict[str, str]) -> bool:
    if style.get("display") == "none":
        return True
    # "until-found" is shown to a reader who searches the page.
    hidden = element.get("hidden")
    if hidden is not None and hidden.strip().lower() != "until-found":
        return "display" not in style
    if element.tag == "dialog":
        return "open" not in element.attrib
    return element.tag == "input" and str(element.get("type", "")).strip().lower() == "hidden"
