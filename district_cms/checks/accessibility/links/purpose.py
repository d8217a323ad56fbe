"""Links: does one know where each of them goes? (WCAG 2.4.4)"""

import re
from collections.abc import Iterator
from typing import Final

from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..dom import Document, Element, leads_somewhere, markup, role
from ..headings import headings_of
from ..kept import NOT_KEPT
from ..names import Names
from ..words import clip, is_generic_link, names_a_subject, squeeze
from .file_types import UNKNOWN, file_type, says_file_type
from .surroundings import Above, Surroundings

_LINK_LIST: Final = _("A screen reader can list the links of a page, without the text around them.")

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "link-empty",
        "2.4.4 4.1.2",
        "error",
        "html",
        _("A link has no words (%(excerpt)s)."),
        _("No one can see it, and a screen reader would read out the address."),
        _("Add words that say where it goes, or delete it."),
    ),
    Rule(
        "link-generic",
        "2.4.4",
        "error",
        "both",
        _(
            "“%(excerpt)s” does not say where the link goes, and the text around it "
            "does not either."
        ),
        _LINK_LIST,
        _("Name the page instead, such as “Spelling list, week 3”."),
    ),
    # The same words where the sentence, list item, cell or heading around them says where the
    # link goes: 2.4.4 is met, and a reader who jumps from link to link still hears "click here".
    Rule(
        "link-generic-in-context",
        "2.4.4 advice",
        "warning",
        "both",
        _("“%(excerpt)s” alone does not say where the link goes."),
        _LINK_LIST,
        _("Make the words that name the page the link, such as “Spelling list, week 3”."),
    ),
    Rule(
        "link-raw-url",
        "2.4.4 advice",
        "warning",
        "both",
        _("The link shows a web address: “%(excerpt)s”."),
        _("A screen reader spells it out, letter by letter."),
        _("Use the name of the page as the link's words."),
    ),
    Rule(
        "link-file-name",
        "2.4.4 advice",
        "warning",
        "both",
        _("The link shows the name of a file: “%(excerpt)s”."),
        _(
            "A screen reader spells out what is not a word, and it hardly says what the file is "
            "about."
        ),
        _("Say what it is, such as “Student handbook (PDF)”."),
    ),
    Rule(
        "link-new-window",
        "3.2.5 advice",
        "warning",
        "html",
        _("“%(excerpt)s” opens in a new window and does not say so."),
        _("People who do not see the window change wonder why “Back” does nothing."),
        _("Let it open in the same window, or add “(opens in a new window)”."),
        needs="markup",
        fix_without=NOT_KEPT,
    ),
    Rule(
        "link-same-text",
        "2.4.4 advice",
        "warning",
        "html",
        _("Another link near it also says “%(excerpt)s” and leads somewhere else."),
        _LINK_LIST,
        _("Say in each link what is different about the page that it opens."),
    ),
    Rule(
        "link-file-type",
        "2.4.4 advice",
        "warning",
        "both",
        _("“%(excerpt)s” opens a file and does not say so."),
        _("A file may open in another program, or use up a phone's data."),
        _("Add the kind of file to the link's words, such as “(PDF)”."),
    ),
)

# One word, as files are called and pages are not: "Handbook_FINAL_v3.pdf".
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
# Two addresses that differ by nothing else lead to the same page.
_SAME_PLACE: Final = re.compile(r"^https?:(?=//)|(?:/|/index\.\w{3,5})$", re.IGNORECASE)


def check_link_text(text: str, context: str = "", *, url: str = "") -> list[Fault]:
    """Return the faults of a link's words.

    `context` is what a reader meets with the link and may learn its destination from: its
    sentence or paragraph, list item, table cell with its headers, the heading above. `url` is
    where it leads, if it is for the words to say that a file opens.
    """
    words = squeeze(text)
    if not words:
        return [Fault("link-empty")]
    found = _check_words(words)
    if found and found[0].rule == "link-generic" and names_a_subject([context]):
        found = [Fault("link-generic-in-context", clip(words))]
    kind = file_type(url)
    if _OWN_COMPUTER.match(url):
        found.append(Fault("doc-gone", clip(words)))
    elif kind and not says_file_type(f"{words} {context}", kind):
        found.append(Fault("link-file-type", clip(words)))
    return found


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yield the faults of the links in a document."""
    surroundings = Surroundings(document, names)
    named: dict[str, list[tuple[Element, Above]]] = {}
    checked: dict[str, list[Fault]] = {}  # links that say the same are common
    for element, above in _walk(document, surroundings):
        if role(element) in _BUTTONS:
            continue  # a matter of `controls`
        name = names.name(element)
        if not name:
            rule = "img-link-alt-empty" if names.has_picture(element) else "link-empty"
            yield Fault(rule, _destination(element), document.selector(element))
            continue
        if role(element) not in ("", "link"):
            continue  # a button says what it does, not where it goes
        if name not in checked:
            checked[name] = _check_words(name)
        found = checked[name]
        for fault in found:
            rule = fault.rule
            if rule == "link-generic" and surroundings.say_where(element, above):
                rule = "link-generic-in-context"
            yield Fault(rule, fault.excerpt, document.selector(element))
        if not found:
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
    """Yield the links, in document order, with the headings that they stand under."""
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
    """Yield the second of two links that say the same in the same place and lead elsewhere."""
    addresses = [_address(link) for link, _above in links]
    if len(set(addresses)) == 1:
        return
    first: dict[tuple[object, ...], str] = {}
    told: set[tuple[object, ...]] = set()
    for (link, above), address in zip(links, addresses, strict=True):
        place = surroundings.fingerprint(link, above)
        if address and first.setdefault(place, address) != address and place not in told:
            told.add(place)
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
