"""Accessible names: what a screen reader calls an element, as far as HTML alone tells.

After "Accessible Name and Description Computation 1.2" (W3C): `aria-labelledby`, `aria-label`, the
element's own means (`alt`, an SVG's `title`, a `caption`), its content, its `title` attribute.
Text that style sheets add is unknown here, and so is what a script will change.
"""

from functools import cached_property
from typing import Final

from lxml.html import HtmlElement

from .dom import BLOCK_TAGS, Document, is_presentational, role
from .words import collapse, squeeze, word_set

# A name is compared and quoted, never printed in full: the rest of a long text is not needed, and
# a bound keeps the work linear however deep elements are nested.
_LONGEST: Final = 2000
# Nor does a name come from more places than this.
_MOST_REFERENCES: Final = 20

_NOT_CONTENT: Final = word_set(
    "area audio canvas col colgroup desc option select textarea title video"
)
_APART: Final = BLOCK_TAGS | {"br", "iframe", "img", "input", "object", "svg"}

_Texts = dict[HtmlElement, str]


class Names:
    """The names of one document's elements; their contents are read once, from the leaves up."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def name(self, element: HtmlElement) -> str:
        """Return the element's accessible name, squeezed; empty if it has none."""
        return (
            self._referenced(element.get("aria-labelledby", ""))
            or _label(element)
            or self._native(element)
            or self._from_content(element)
            or squeeze(element.get("title", ""))
        )

    def content(self, element: HtmlElement) -> str:
        """Return what is perceivable inside the element, its pictures by their names."""
        return squeeze(self._contents[element])

    def title(self, table: HtmlElement) -> str:
        """Return what a table is called: by reference or label, its caption, or its figure's."""
        captions = [self.content(child) for child in table.iterchildren("caption")]
        figure = table.getparent()
        if figure is not None and figure.tag == "figure":
            captions += [self.content(child) for child in figure.iterchildren("figcaption")]
        return (
            self._referenced(table.get("aria-labelledby", ""))
            or _label(table)
            or next(filter(None, captions), "")
            or squeeze(table.get("title", ""))
        )

    def description(self, element: HtmlElement) -> str:
        """Return the text that `aria-describedby` points to."""
        return self._referenced(element.get("aria-describedby", ""))

    def has_picture(self, element: HtmlElement) -> bool:
        """True if a picture that is shown stands inside the element."""
        return any(
            _is_picture(inner) and self._document.is_shown(inner)
            for inner in element.iterdescendants("*")
        )

    def _referenced(self, references: str) -> str:
        targets = (self._document.by_id(name) for name in references.split()[:_MOST_REFERENCES])
        return squeeze(" ".join(self._as_label(target) for target in targets if target is not None))

    def _as_label(self, target: HtmlElement) -> str:
        # What is hidden still names: authors hide a label and point to it.
        contents = (
            self._shown_contents if self._document.is_perceivable(target) else self._hidden_contents
        )
        inside = "" if _hides_content(target) else contents[target].strip()
        label = _label(target) or self._native(target) or inside
        return label or str(target.get("title", ""))

    def _native(self, element: HtmlElement) -> str:
        if element.tag == "svg":
            titles = [squeeze(inner.text or "") for inner in element.iterdescendants("title")]
            return next(filter(None, titles), "")
        if element.tag in ("img", "area", "input"):
            return squeeze(element.get("alt", ""))
        return ""

    def _from_content(self, element: HtmlElement) -> str:
        return "" if _hides_content(element) else self.content(element)

    @cached_property
    def _contents(self) -> _Texts:
        if not any("aria-labelledby" in element.attrib for element in self._document.elements):
            return self._shown_contents
        return self._read(hidden=False, follow=True)

    # References are followed one step, so what they lead to is read without following any.

    @cached_property
    def _shown_contents(self) -> _Texts:
        return self._read(hidden=False, follow=False)

    @cached_property
    def _hidden_contents(self) -> _Texts:
        return self._read(hidden=True, follow=False)

    def _read(self, *, hidden: bool, follow: bool) -> _Texts:
        texts: _Texts = {}
        # Document order backwards: what is inside an element is known before the element.
        for element in reversed(self._document.elements):
            parts = [collapse(element.text or "")]
            for child in element:
                if child in texts:
                    parts.append(self._part(child, texts, hidden=hidden, follow=follow))
                parts.append(collapse(child.tail or ""))
            texts[element] = "".join(parts)[:_LONGEST]
        return texts

    def _part(self, child: HtmlElement, texts: _Texts, *, hidden: bool, follow: bool) -> str:
        """Return what a child adds to the content of its parent."""
        if child.tag in _NOT_CONTENT or not (hidden or self._document.is_perceivable(child)):
            return ""
        if is_presentational(child) and _is_picture(child):
            return ""
        text = self._referenced(child.get("aria-labelledby", "")) if follow else ""
        text = text or _label(child) or self._native(child)
        if not text and not _hides_content(child):
            text = texts[child]
        if not text.strip():
            text = squeeze(child.get("title", "")) or text
        return f" {text} " if child.tag in _APART else text


def _label(element: HtmlElement) -> str:
    return squeeze(element.get("aria-label", ""))


def _is_picture(element: HtmlElement) -> bool:
    return element.tag in ("img", "svg", "area") or role(element) in ("img", "image")


def _hides_content(element: HtmlElement) -> bool:
    """True if what stands inside names nothing: a frame's fallback, the parts of a picture."""
    return element.tag in ("iframe", "input", "img", "area") or role(element) in ("img", "image")
