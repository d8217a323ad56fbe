"""Links: does each say where it goes? (WCAG 2.4.4)"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import BLOCK_TAGS, Document, Element, leads_somewhere, markup, role
from .headings import headings_of
from .names import Names
from .tables.grid import Grid
from .words import bare_words, clip, is_generic_link, names_a_subject, squeeze

_WORDS: Final = {
    "pdf": word_set("pdf acrobat"),
    "doc": word_set("word doc docx odt"),
    "xls": word_set("excel spreadsheet sheets xls xlsx ods"),
    "ppt": word_set("powerpoint slides slideshow ppt pptx odp diapositivas"),
    "zip": word_set("zip"),
    "csv": word_set("csv spreadsheet"),
    "epub": word_set("epub ebook"),
    "mp3": word_set("audio listen mp3 podcast recording song escuche grabacion"),
    "mp4": word_set("film mp4 movie video watch pelicula"),
}
_ENDINGS: Final = {
    **{kind: kind for kind in _WORDS},
    **dict.fromkeys(("docx", "docm", "odt", "rtf", "pages"), "doc"),
    **dict.fromkeys(("xlsx", "xlsm", "ods"), "xls"),
    **dict.fromkeys(("pptx", "pptm", "odp", "key"), "ppt"),
    **dict.fromkeys(("m4a", "wav", "ogg"), "mp3"),
    **dict.fromkeys(("m4v", "mov", "webm"), "mp4"),
}
_ANY: Final = frozenset().union(*_WORDS.values()) | word_set("archivo file")
_ENDING: Final = re.compile(r"\.([A-Za-z0-9]{2,5})$")
UNKNOWN: Final = "file"
"""A file whose kind is not known."""


def file_type(url: str) -> str:
    """Returns the kind of file that an address ends in ("pdf", "doc", …); empty for a page.

    Never raises: an invalid address counts as a page.
    """
    if "." not in url:
        return ""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    # A host alone has no path: "larkspur.key" is not a presentation.
    ending = _ENDING.search(path)
    return _ENDINGS.get(ending[1].lower(), "") if ending else ""


def says_file_type(text: str, kind: str) -> bool:
    """True if the text says that a file of this kind opens."""
    return not _WORDS.get(kind, _ANY).isdisjoint(bare_words(text))


_CELLS: Final = frozenset({"td", "th"})
_ITEMS: Final = frozenset({"li", "dd"})
_TABLE: Final = frozenset({"table"})
# Lists nested more deeply than this give no useful context.
_MOST_ITEMS: Final = 4

Above = tuple[Element, ...]
"""The headings above an element, the nearest last."""


class Surroundings:
    """The context of each link in one document, visited in document order."""

    def __init__(self, document: Document, names: Names) -> None:
        self._document = document
        self._names = names
        self._levels: list[tuple[int, Element]] = []
        self._answers: dict[str, bool] = {}
        self._above: dict[Above, bool] = {}
        self._plain_texts: dict[str, str] = {}
        self._lines: dict[Element, str] = {}
        self._grids: dict[Element, Grid] = {}

    def pass_by(self, heading: Element, level: int) -> None:
        """Records a heading for the content after it."""
        while self._levels and self._levels[-1][0] >= level:
            self._levels.pop()
        self._levels.append((level, heading))

    def above(self) -> Above:
        """Returns the headings above the next link."""
        return tuple(heading for _level, heading in self._levels)

    def say_where(self, link: Element, above: Above) -> bool:
        """True if the context of the link could say where it goes."""
        return (
            self._headings_say(above)
            or self._names_subject(self._document.heading)
            or self._names_subject(self._names.description(link))
            or self._names_subject(link.get("title", ""))
            or any(self._names_subject(text) for text in self._texts(link))
            or any(self._names_subject(text) for text in self._beside(link))
        )

    def _headings_say(self, above: Above) -> bool:
        if above not in self._above:
            words = (self._names.content(heading) for heading in above)
            self._above[above] = any(self._names_subject(text) for text in words)
        return self._above[above]

    def fingerprint(self, link: Element, above: Above) -> tuple[object, ...]:
        """Returns a key that is equal for links with the same context."""
        texts = [self._names.description(link), link.get("title", "")]
        texts += [*self._texts(link), *self._beside(link)]
        return (above, *(self._plain(text) for text in texts))

    def line(self, link: Element) -> str:
        """Returns the words of the link's paragraph, or of its line in it."""
        top = link
        while top.tag not in BLOCK_TAGS:
            parent = top.getparent()
            if parent is None or parent.tag in BLOCK_TAGS:
                break
            top = parent
        block = top.getparent()
        if top.tag in BLOCK_TAGS or block is None:
            return self._names.content(top)
        if top not in self._lines:
            self._read_lines(block)
        return self._lines[top]

    def _read_lines(self, block: Element) -> None:
        """Splits the content of a block where blocks inside it begin and end."""
        if all(child.tag not in BLOCK_TAGS for child in block):
            self._lines.update(dict.fromkeys(block.iterchildren("*"), self._names.content(block)))
            return
        run: list[Element] = []
        words = [block.text or ""]
        for child in block:
            if child.tag in BLOCK_TAGS:
                self._lines.update(dict.fromkeys(run, "".join(words)))
                run, words = [], []
            elif isinstance(child.tag, str):
                run.append(child)
                words.append(self._names.part(child))
            words.append(child.tail or "")
        self._lines.update(dict.fromkeys(run, "".join(words)))

    def _texts(self, link: Element) -> list[str]:
        """Returns the words of the link's line, its list items and their terms."""
        texts = [self.line(link)]
        item = self._document.nearest(link, _ITEMS)
        while item is not None and len(texts) < _MOST_ITEMS:
            texts.append(self._names.content(item))
            term = item.getprevious() if item.tag == "dd" else None
            while term is not None and term.tag == "dd":
                term = term.getprevious()
            if term is not None and term.tag == "dt":
                texts.append(self._names.content(term))
            item = self._document.nearest(item, _ITEMS)
        return texts

    def _beside(self, link: Element) -> list[str]:
        """Returns the cells around the link in its table: readers have just heard them."""
        cell = self._document.nearest(link, _CELLS)
        table = self._document.nearest(cell, _TABLE) if cell is not None else None
        if cell is None or table is None:
            return []
        if table not in self._grids:
            self._grids[table] = Grid.of(table, self._document, self._names)
        return [self._names.title(table), *self._grids[table].around(cell)]

    def _plain(self, text: str) -> str:
        if text not in self._plain_texts:
            self._plain_texts[text] = " ".join(text.split()).casefold()
        return self._plain_texts[text]

    def _names_subject(self, text: str) -> bool:
        if not text:
            return False
        if text not in self._answers:
            self._answers[text] = names_a_subject([text])
        return self._answers[text]


_LINK_LIST: Final = _("A screen reader can list the links of a page, without the text around them.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "link-empty",
        "2.4.4 4.1.2",
        "error",
        _("A link has no words (%(excerpt)s)."),
        _("No one can see it, and a screen reader would read out the address."),
        _("Add words that say where it goes, or delete it."),
    ),
    Rule(
        "link-generic",
        "2.4.4",
        "error",
        _(
            "“%(excerpt)s” does not say where the link goes, and the text around it "
            "does not either."
        ),
        _LINK_LIST,
        _("Name the page instead, such as “Spelling list, week 3”."),
    ),
    # The same words where the sentence, list item, cell or heading around them says where the link
    # goes. 2.4.4 is met, but a reader who jumps from link to link still hears "click here".
    Rule(
        "link-generic-in-context",
        "2.4.4 advice",
        "warning",
        _("“%(excerpt)s” alone does not say where the link goes."),
        _LINK_LIST,
        _("Make the words that name the page the link, such as “Spelling list, week 3”."),
    ),
    Rule(
        "link-raw-url",
        "2.4.4 advice",
        "warning",
        _("The link shows a web address: “%(excerpt)s”."),
        _("A screen reader spells it out, letter by letter."),
        _("Use the name of the page as the link's words."),
    ),
    Rule(
        "link-file-name",
        "2.4.4 advice",
        "warning",
        _("The link shows the name of a file: “%(excerpt)s”."),
        _(
            "A screen reader spells out the name of a file, and it hardly says what the file is "
            "about."
        ),
        _("Say what it is, such as “Student handbook (PDF)”."),
    ),
    Rule(
        "link-new-window",
        "3.2.5 advice",
        "warning",
        _("“%(excerpt)s” opens in a new window and does not say so."),
        _("People who do not see the window change wonder why “Back” does nothing."),
        _("Let it open in the same window, or add “(opens in a new window)”."),
        needs="markup",
    ),
    Rule(
        "link-same-text",
        "2.4.4 advice",
        "warning",
        _("Another link near it also says “%(excerpt)s” and leads somewhere else."),
        _LINK_LIST,
        _("Say in each link what is different about the page that it opens."),
    ),
    Rule(
        "link-file-type",
        "2.4.4 advice",
        "warning",
        _("“%(excerpt)s” opens a file and does not say so."),
        _("A file may open in another program, or use up a phone's data."),
        _("Add the kind of file to the link's words, such as “(PDF)”."),
    ),
)

# One word in the form of a file name: "Handbook_FINAL_v3.pdf".
_FILE_NAME: Final = re.compile(
    r"[\w().-]+\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|csv|zip|jpe?g|png|mp[34])", re.IGNORECASE
)
_OWN_COMPUTER: Final = re.compile(r"\s*(?:file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
_NEW_WINDOW: Final = re.compile(
    r"\b(?:new|another|separate)\s+(?:browser\s+)?(?:window|tab)|\bexternal\b"
    r"|\b(?:nueva|otra)\s+(?:ventana|pestaña)",
    re.IGNORECASE,
)
_BUTTONS: Final = ("button", "menuitem")
_ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,10}://|www\.)\S+|(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}/\S+", re.IGNORECASE
)
# Addresses that differ only in these parts lead to the same page.
_SAME_PLACE: Final = re.compile(r"^https?:(?=//)|(?:/|/index\.\w{3,5})$", re.IGNORECASE)


def check_link_text(text: str, context: str = "", *, url: str = "") -> list[Fault]:
    """Returns the faults of a link's words.

    `context` is the text from which a reader may learn the destination: sentence or paragraph, list
    item, table cell with its headers, the heading above. `url` is the target, if the words must say
    that a file opens.
    """
    words = squeeze(text)
    if not words:
        return [Fault("link-empty")]
    faults = _check_words(words)
    if faults and faults[0].rule == "link-generic" and names_a_subject([context]):
        faults = [Fault("link-generic-in-context", clip(words))]
    kind = file_type(url)
    if _OWN_COMPUTER.match(url):
        faults.append(Fault("doc-gone", clip(words)))
    elif kind and not says_file_type(f"{words} {context}", kind):
        faults.append(Fault("link-file-type", clip(words)))
    return faults


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the links in a document."""
    surroundings = Surroundings(document, names)
    named: dict[str, list[tuple[Element, Above]]] = {}
    checked: dict[str, list[Fault]] = {}  # many links have the same words
    for element, above in _walk(document, surroundings):
        if role(element) in _BUTTONS:
            continue  # `controls` checks it
        name = names.name(element)
        if not name:
            rule = "img-link-alt-empty" if names.has_picture(element) else "link-empty"
            yield Fault(rule, _destination(element), document.selector(element))
            continue
        if role(element) not in ("", "link"):
            continue  # a button says what it does, not where it goes
        if name not in checked:
            checked[name] = _check_words(name)
        faults = checked[name]
        for fault in faults:
            rule = fault.rule
            if rule == "link-generic" and surroundings.say_where(element, above):
                rule = "link-generic-in-context"
            yield Fault(rule, fault.excerpt, document.selector(element))
        if not faults:
            named.setdefault(name.casefold(), []).append((element, above))
        if _opens_window(element) and not _says_window(element, name, names):
            yield Fault("link-new-window", clip(name), document.selector(element))
        kind = _file_type(element)
        if _OWN_COMPUTER.match(element.get("href", "")):
            yield Fault("doc-gone", clip(name), document.selector(element))
        elif kind and not says_file_type(f"{name} {surroundings.line(element)}", kind):
            yield Fault("link-file-type", clip(name), document.selector(element))
    for links in named.values():
        if len(links) > 1:
            yield from _tell_apart(links, surroundings, document, names)


def _walk(document: Document, surroundings: Surroundings) -> Iterator[tuple[Element, Above]]:
    """Yields the links, in document order, with the headings above them."""
    links = {e for e in document.tagged("a") if leads_somewhere(e)}
    links.update(document.with_role("link"))
    levels = dict(document.once(headings_of))
    above: Above = ()
    for element in document.in_order([*links, *levels]):
        if element in levels:
            surroundings.pass_by(element, levels[element])
            above = surroundings.above()
        if element in links and document.is_perceivable(element):
            yield element, above


def _tell_apart(
    links: list[tuple[Element, Above]],
    surroundings: Surroundings,
    document: Document,
    names: Names,
) -> Iterator[Fault]:
    """Yields the second of two links with the same words in the same place and different
    targets."""
    addresses = [_address(link) for link, _above in links]
    if len(set(addresses)) == 1:
        return
    first: dict[tuple[object, ...], str] = {}
    reported: set[tuple[object, ...]] = set()
    for (link, above), address in zip(links, addresses, strict=True):
        place = surroundings.fingerprint(link, above)
        if address and first.setdefault(place, address) != address and place not in reported:
            reported.add(place)
            yield Fault("link-same-text", clip(names.name(link)), document.selector(link))


def _check_words(words: str) -> list[Fault]:
    if _ADDRESS.fullmatch(words):
        return [Fault("link-raw-url", clip(words))]
    if "." in words and _FILE_NAME.fullmatch(words):
        return [Fault("link-file-name", clip(words))]
    return [Fault("link-generic", clip(words))] if is_generic_link(words) else []


def _opens_window(link: Element) -> bool:
    return "target" in link.attrib and link.get("target", "").strip().lower() == "_blank"


def _says_window(link: Element, name: str, names: Names) -> bool:
    said = (name, link.get("title", ""), names.description(link), (link.tail or "")[:60])
    return any(map(_NEW_WINDOW.search, said))


def _file_type(link: Element) -> str:
    if link.get("linktype") == "document":
        return UNKNOWN
    return file_type(link.get("href", ""))


def _address(link: Element) -> str:
    if "linktype" in link.attrib:
        return f"{link.get('linktype')} {link.get('id')}"
    return _SAME_PLACE.sub("", link.get("href", "").strip())


def _destination(element: Element) -> str:
    return clip(element.get("href", "")) or markup(element)
