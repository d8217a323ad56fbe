"""Of the HTML of a message the signature of its author, without the earlier mails below it. Pure.

Mail programs mark quotes and signatures by classes and ids of their own. What stands around the
signature keeps its attributes and style sheets and loses its words: stationery is on the body.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from lxml import etree

from district_cms.checks.accessibility.dom import Element
from district_cms.checks.accessibility.parsing import tree_of
from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from .findings import Rule, Strength
from .lines import Line, lines_of
from .people import name_of, names
from .replies import is_attribution, quoted_from, signature_from, signature_in_text
from .source import Raw, is_readable, with_every_body

NO_SIGNATURE: Final = Rule(
    "no-signature",
    "signature-required",
    Strength.QUESTION,
    _("We found no signature of yours in this message."),
    _("Copy the signature from the settings of your email program, and paste it here."),
)
RULES: Final = (NO_SIGNATURE,)

# Gmail, Yahoo, Thunderbird, Proton, Outlook 2003, Zoho.
_QUOTES: Final = word_set(
    "gmail_quote gmail_quote_container yahoo_quoted moz-forward-container protonmail_quote "
    "outlookmessageheader zmail_extra"
)
_ATTRIBUTIONS: Final = word_set("gmail_attr moz-cite-prefix moz-email-headers-table")
# Outlook and Outlook on the web: all that follows is of earlier messages.
_ENDS: Final = word_set("divrplyfwdmsg appendonsend mail-editor-reference-message-container")
_SIGNATURES: Final = word_set(
    "gmail_signature moz-signature protonmail_signature_block protonmail_signature_block-user "
    "signature applemailsignature ms-outlook-mobile-signature divsignature"
)
# Without one of these nothing in a text is a mark of a mail program.
_MARKS: Final = (
    *(*_QUOTES, *_ATTRIBUTIONS, *_ENDS, *_SIGNATURES, "<blockquote", ">--", ">-- ", "from:", "de:"),
    *("original message", "forwarded message", "mensaje original", "wrote:", "escribi"),
)


_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NoSignature(Exception):
    """A message in which nothing looks like its author's signature."""


def signature_of(raw: Raw, author: str) -> Raw:
    """All of it where it is a signature; of a message, or of one that holds an earlier one, what
    its author signed with; also all of what is too much to be read. `author` is a name, "" where it
    is not known. Raises `NoSignature`."""
    if not is_readable(raw):
        return raw
    is_name = partial(names, name=name_of(author))
    if raw.is_html:
        content = _of_html(raw.content, is_name, is_message=raw.is_message)
    else:
        signed = signature_in_text(raw.content, is_name, is_message=raw.is_message)
        if signed is None:
            raise NoSignature
        content = signed
    return replace(raw, content=content, is_message=False)


def without_earlier_mails(html: str) -> str | None:
    """A message without those that it quotes; None where it quotes none, or says nothing else."""
    lowered = html.lower()
    if not any(mark in lowered for mark in _MARKS):
        return None
    root, _is_cut = tree_of(with_every_body(html), whole=True)
    body = root.find("body")
    if body is None or not _without_earlier_mails(body) or not _says_something(body):
        return None
    return etree.tostring(root, encoding="unicode", method="html")


def _of_html(html: str, is_name: Callable[[str], bool], *, is_message: bool) -> str:
    lowered = html.lower()
    if not is_message and not any(mark in lowered for mark in _MARKS):
        return html
    root, _is_cut = tree_of(with_every_body(html), whole=True)
    body = root.find("body")
    if body is None:
        return html
    is_thread = _without_earlier_mails(body)
    marked = _first_with_words(_marked(body, _SIGNATURES))
    if marked is not None:
        _keep_only(marked, body)
    elif is_message or is_thread:
        lines = lines_of(body)
        start = signature_from([line.text for line in lines], is_name)
        if start is None:
            raise NoSignature
        _cut_before(lines[start], body)
    else:
        return html
    return etree.tostring(root, encoding="unicode", method="html")


def _without_earlier_mails(body: Element) -> bool:
    """Take quoted mails out of the tree. Returns whether there were any."""
    cut = False
    for element in _marked(body, _ENDS):
        _cut_from(element, body)
        cut = True
        break
    quotes = [*_marked(body, _QUOTES), *_cited(body)]
    for element in (*quotes, *_marked(body, _ATTRIBUTIONS)):
        _drop(element)
    lines = lines_of(body)
    texts = [line.text for line in lines]
    end = quoted_from(texts)
    while end is not None and quotes and is_attribution(*texts[end : end + 2]):
        length = 1 if is_attribution(texts[end]) else 2
        _clear(lines[end : end + length])
        end = quoted_from(texts, end + length)
    if end is not None:
        _cut_from_line(lines[end], body)
    return cut or bool(quotes) or end is not None


def _clear(lines: list[Line]) -> None:
    """Take "On Tuesday, Ana wrote:" out, of which the quote below is gone already."""
    for line in lines:
        for node, is_tail in line.places:
            if is_tail:
                node.tail = None
            else:
                node.text = None
                node.attrib.pop("href", "")


def _marked(body: Element, names: frozenset[str]) -> Iterator[Element]:
    """Elements whose class or id is among these names, in document order."""
    for element in list(body.iter("*")):
        marks = {*element.get("class", "").lower().split(), element.get("id", "").lower()}
        if element.get("data-smartmail"):
            marks.add(element.get("data-smartmail", "").lower())
        if marks & names:
            yield element


def _cited(body: Element) -> Iterator[Element]:
    for element in list(body.iter("blockquote")):
        if element.get("type", "").lower() == "cite" or element.get("cite"):
            yield element


def _first_with_words(elements: Iterable[Element]) -> Element | None:
    """The first that says something. Where one says nothing, nothing inside it does."""
    silent: set[Element] = set()
    for element in elements:
        if element in silent:
            continue
        if _says_something(element):
            return element
        silent.update(element.iter("*"))
    return None


def _says_something(element: Element) -> bool:
    has_words = any(str(text).strip() for text in element.itertext())
    return has_words or element.find(".//img") is not None


def _drop(element: Element) -> None:
    """Take all that is in an element out, and what it is; the words behind it stay."""
    tail = _settable(element.tail or "")
    element.clear()
    element.tag, element.tail = "span", tail


def _settable(text: str) -> str:
    """What the tree takes: it reads control characters, and does not write them."""
    return _CONTROL.sub("", text)


def _keep_only(element: Element, body: Element) -> None:
    element.tail = None
    _clear_before(element, body)
    _clear_after(element, body)


def _cut_before(line: Line, body: Element) -> None:
    """Clear the body up to the line."""
    node = line.node
    if line.is_tail:
        parent, text = node.getparent(), node.tail
        assert parent is not None  # what has words behind it stands in something
        for sibling in [node, *node.itersiblings(preceding=True)]:
            parent.remove(sibling)
        parent.text = _settable(text or "")
        node = parent
    _clear_before(node, body)


def _cut_from_line(line: Line, body: Element) -> None:
    """Clear the body from the line on."""
    if not line.is_tail:
        _cut_from(line.node, body)
        return
    line.node.tail = None
    _clear_after(line.node, body)


def _cut_from(element: Element, body: Element) -> None:
    """Clear the body from an element on; the body itself stays."""
    _clear_after(element, body)
    if element is body:
        body.text = None
        for child in list(body):
            body.remove(child)
    else:
        element.tail = None
        _drop(element)


def _clear_before(node: Element, body: Element) -> None:
    while node is not body and (parent := node.getparent()) is not None:
        for sibling in list(node.itersiblings(preceding=True)):
            parent.remove(sibling)
        parent.text = None
        node = parent


def _clear_after(node: Element, body: Element) -> None:
    while node is not body and (parent := node.getparent()) is not None:
        for sibling in list(node.itersiblings()):
            parent.remove(sibling)
        node.tail = None
        node = parent
