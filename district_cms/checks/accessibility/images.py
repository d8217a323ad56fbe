"""Pictures: is each described, or marked as decoration? (WCAG 1.1.1)"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .aria.terms import PICTURE_ROLES
from .dom import Document, Element, is_presentational, keeps_its_role, leads_somewhere, markup
from .names import Names
from .words import bare_words, clip, is_picture_placeholder, same_words, squeeze

_SCREEN_READER: Final = _("Families who use a screen reader would miss it.")


LONGEST_DESCRIPTION: Final = 150
"""Characters above which a description is tiring to hear: it cannot be paused or skimmed."""

LARGE: Final = 300
"""Pixels, in both directions, from which a picture has room for words."""

# Names of things made of words, in English and Spanish: they start a description, end a short one,
# or name a file.
_MADE_OF_WORDS: Final = word_set("""
    brochure flier flyer handout infographic invitation invite newsletter poster screenshot
    boletin cartel folleto infografia invitacion volante
""")
# These words may also name things without words: a calendar on a wall.
_OFTEN_OF_WORDS: Final = word_set("""
    agenda calendar itinerary menu rubric schedule timetable calendario horario rubrica
""")
_SHORT_DESCRIPTION: Final = 4  # words
# "Image of our garden". The kind may matter, so a map, a drawing or a painting may stay.
_SAYS_PICTURE: Final = re.compile(
    r"(?:(?:an?|the|this|una?|la|el|esta) )?"
    r"(?:(?:image|picture|photo|photograph|graphic|pic) (?:of|showing|shows|that shows)"
    r"|(?:imagen|foto|fotografía|fotografia) (?:de|del|que muestra|muestra)) "
    # "Picture of the Day winner" is the name of a prize.
    r"(?!(?:the )?(?:day|week|month|year)\b|(?:la )?semana\b|día\b|mes\b|año\b).",
    re.IGNORECASE,
)
_ARTICLES: Final = word_set("a an our the el la nuestra nuestro un una")

_FILE_NAME: Final = re.compile(
    r"(?P<stem>.+)\.(?:avif|bmp|gif|heic|heif|jfif|jpe?g?|pdf|png|svg|tiff?|webp)", re.IGNORECASE
)

# File names that cameras, phones and programs give.
_MACHINE_NAME: Final = re.compile(
    r"""(?:
        (?:img|imag|dsc[nf]?|dscf|dcim|pxl|mvimg|p|pict|gopr|sam|scan|image|imagen|photo|foto)
            [_-]?\d{3,}[\w-]*                       # IMG_2031, DSC01234, image001
      | (?:screen\ ?shot|captura\ de\ pantalla|whatsapp\ image)\ ?[\d(][\w\ .:()-]*
      | \d{8}[_-]\d{4,}[\w-]*                       # 20261102_101233
      | [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12} # a UUID
      | (?=[a-f]*\d)[0-9a-f]{20,}                   # a checksum
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FEWEST_SAME: Final = 3
_DIGIT: Final = re.compile(r"\d")
_GAPS: Final = re.compile(r"[\s_-]+")


def check_picture(
    description: str,
    decorative: bool,
    filename: str = "",
    caption: str = "",
    *,
    size: tuple[int, int] | None = None,
) -> list[Fault]:
    """Returns the faults of one picture's own description and caption.

    `filename` is the name or path of the uploaded file; it may be empty. `size` is the width and
    height of the file in pixels, if known.

    Someone who marks a picture as decorative has decided that nothing is lost without it, however
    large it is. The check does not ask again, and only reports contradictions.
    """
    filename = filename.rsplit("/", 1)[-1]
    words = squeeze(description)
    if decorative:
        return list(_check_decorative(words, filename, caption, size))
    if not words:
        return [Fault("img-alt-missing", clip(filename))]
    return list(check_words(words, filename, caption))


def same_descriptions(pictures: Iterable[tuple[str, object]]) -> Iterator[tuple[int, Fault]]:
    """Yields a fault for the last of three or more different pictures with one description, by
    index.

    `pictures` are pairs of description and file, in the order of the page.
    """
    same: dict[str, dict[object, int]] = {}
    described: dict[str, str] = {}
    for place, (description, file) in enumerate(pictures):
        if words := squeeze(description):
            same.setdefault(words.casefold(), {})[file] = place
            described[words.casefold()] = words
    for key, places in same.items():
        if len(places) >= _FEWEST_SAME:
            params = (("count", str(len(places))),)
            yield max(places.values()), Fault("img-alt-same", clip(described[key]), params=params)


def _check_decorative(
    words: str, filename: str, caption: str, size: tuple[int, int] | None
) -> Iterator[Fault]:
    # Nothing is lost if the words are no description, or are in the caption: then the advice is to
    # mark it decorative.
    is_lost = words and not is_file_name(words, filename) and not is_picture_placeholder(words)
    if is_lost and not same_words(words, caption):
        yield Fault("img-decorative-described", clip(words))
    elif size is not None and min(size) >= LARGE and is_of_words("", filename):
        yield Fault("img-of-text", clip(filename))


def is_file_name(words: str, filename: str = "") -> bool:
    """True if a description is the name of a file: of this file, or of any.

    "Maple leaf" for maple-leaf.jpg is a description: the file was named with care.
    """
    if _same_file(words, filename):
        return True
    ending = _FILE_NAME.fullmatch(words) if "." in words else None
    stem = ending["stem"] if ending else words
    if _DIGIT.search(stem) and _MACHINE_NAME.fullmatch(stem):
        return True
    return ending is not None and " " not in words


def check_words(words: str, filename: str, caption: str) -> Iterator[Fault]:
    """Yields the faults of a description that is not empty."""
    wrong = list(_check_form(words, filename, caption))
    yield from wrong
    if wrong:
        return
    if _SAYS_PICTURE.match(words):
        yield Fault("img-alt-says-picture", clip(words))
    elif is_of_words(words, filename):
        yield Fault("img-of-text", clip(words))


def _check_form(words: str, filename: str, caption: str) -> Iterator[Fault]:
    if is_file_name(words, filename):
        yield Fault("img-alt-filename", clip(words))
    elif is_picture_placeholder(words):
        yield Fault("img-alt-placeholder", clip(words))
    elif len(words) > LONGEST_DESCRIPTION:
        yield Fault("img-alt-long", clip(words), params=(("length", str(len(words))),))
    if same_words(words, caption):
        yield Fault("img-alt-duplicate-caption", clip(words))


def _same_file(words: str, filename: str) -> bool:
    """True if the words are the whole file name, or a stem that nobody would write as words."""
    text = words.casefold()
    if " " in text and "." not in text:
        return False
    name = squeeze(filename).casefold()
    if not name:
        return False
    ending = _FILE_NAME.fullmatch(name)
    stem = ending["stem"] if ending else name
    # Uploading turns spaces into underscores.
    if ending and _GAPS.sub(" ", text) == _GAPS.sub(" ", name):
        return True
    machine_made = "_" in stem or bool(_DIGIT.search(stem) and "-" in stem)
    return machine_made and " " not in text and text == stem


def is_of_words(words: str, filename: str) -> bool:
    """True if a picture seems to be made of words, by its description or its file's name."""
    every = bare_words(words)
    first = [word for word in every[:3] if word not in _ARTICLES][:1]
    last = every[-1:] if len(every) <= _SHORT_DESCRIPTION else []  # "Fall Festival flyer"
    called = bare_words(filename.replace("_", " "))
    return not (
        _MADE_OF_WORDS.isdisjoint([*first, *last, *called]) and _OFTEN_OF_WORDS.isdisjoint(last)
    )


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "img-alt-missing",
        "1.1.1",
        "error",
        _("This picture has no description."),
        _SCREEN_READER,
        _("Describe what it shows, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-filename",
        "1.1.1",
        "error",
        _("The description is a file name: “%(excerpt)s”."),
        _("A screen reader reads it aloud, and it says nothing about the picture."),
        _("Say what the picture shows."),
        needs="picture",
    ),
    Rule(
        "img-alt-placeholder",
        "1.1.1",
        "error",
        _("“%(excerpt)s” does not describe the picture."),
        _("A screen reader already says that there is a picture."),
        _("Say what or who is in it, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-long",
        "1.1.1 advice",
        "warning",
        _("The description has %(length)s characters; up to 150 is easy to listen to."),
        _("A screen reader reads it in one go, and it cannot be skimmed."),
        _("Keep what matters most, and put the rest in the text next to the picture."),
        needs="picture",
    ),
    Rule(
        "img-alt-duplicate-caption",
        "1.1.1 advice",
        "warning",
        _("The description repeats the caption: “%(excerpt)s”."),
        _("A screen reader would say the same words twice."),
        _("Describe what the caption leaves out, or select “Decorative”."),
        needs="picture",
    ),
    Rule(
        "img-alt-same",
        "1.1.1 advice",
        "warning",
        _("The same description is used for %(count)s pictures: “%(excerpt)s”."),
        _("Families who use a screen reader cannot tell them apart."),
        _("In each, say what only that picture shows, or confirm that they show the same."),
    ),
    Rule(
        "img-alt-says-picture",
        "1.1.1 advice",
        "warning",
        _("The description begins by saying that it is a picture: “%(excerpt)s”."),
        _("A screen reader says that already, and would say it twice."),
        _("Begin with what it shows, or confirm that it matters what kind of picture it is."),
        needs="picture",
    ),
    Rule(
        "img-decorative-described",
        "1.1.1 advice",
        "warning",
        _("You marked this picture as decorative, but it has a description: “%(excerpt)s”."),
        _("Screen readers skip what is decorative: families would not hear the description."),
        _("Clear “Decorative”, or delete the description."),
    ),
    Rule(
        "img-of-text",
        "1.4.5 advice",
        "warning",
        _("“%(excerpt)s” seems to be a picture of words, such as a flyer."),
        _("Words in a picture cannot be enlarged, translated or read aloud."),
        _("Type what it says on the page, or confirm that all of it is there."),
    ),
    Rule(
        "img-link-alt-empty",
        "1.1.1 2.4.4",
        "error",
        _("This linked picture does not say where it goes (%(excerpt)s)."),
        _("A screen reader would read out the address instead."),
        _("Describe where the link leads."),
        needs="markup",
    ),
    Rule(
        "img-alt-in-title",
        "1.1.1 advice",
        "warning",
        _("Only a tooltip says what this picture shows: “%(excerpt)s”."),
        _("Not every screen reader reads a tooltip, and nobody sees one on a phone."),
        _("Write it as the description of the picture."),
        needs="markup",
    ),
    Rule(
        "decorative-exposed",
        "1.1.1 advice",
        "warning",
        _("This is marked as decoration, but screen readers still announce it: %(excerpt)s."),
        _("A name or a place in the tab order overrides the mark."),
        _("Remove either the mark, or the name and the tabindex."),
        needs="markup",
    ),
)

_LINK: Final = frozenset({"a"})
_FIGURE: Final = frozenset({"figure"})
# Renditions keep the file's stem and add their filter: leaf.2e16d0ba.fill-800x450.jpg
_RENDITION: Final = re.compile(
    r"\.(?:[0-9a-f]{8}\.)?(?:width|height|max|min|fill|scale|original).*"
)


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of the pictures in a document.

    If a link contains only a picture, `links` checks it: the picture's name is the link's name.
    """
    for element in _pictures(document):
        if not document.is_perceivable(element):
            continue
        name = names.name(element)
        file = _file_of(element)
        if name:
            if element.tag == "img" and "alt" not in element.attrib and _is_title(element, name):
                yield Fault("img-alt-in-title", clip(name), document.selector(element))
            for fault in check_words(name, file, _caption_of(element, document, names)):
                if fault.rule != "img-alt-filename" or not _offers_file(element, name, document):
                    yield _at(element, fault, document)
        elif not _is_marked_decorative(element) and not _is_alone_in_link(element, document, names):
            # Each area of an image map is a link.
            rule = "img-link-alt-empty" if element.tag == "area" else "img-alt-missing"
            excerpt = clip(file) or clip(element.get("href", "")) or markup(element)
            yield Fault(rule, excerpt, document.selector(element))
        elif file and is_of_words("", file):
            yield Fault("img-of-text", clip(file), document.selector(element))
    pictures = [e for e in document.tagged("img") if document.is_perceivable(e)]
    for place, fault in same_descriptions((e.get("alt", ""), e.get("src")) for e in pictures):
        yield _at(pictures[place], fault, document)
    yield from _exposed(document)


def _exposed(document: Document) -> Iterator[Fault]:
    """Yields elements that are marked as decorative although screen readers announce them."""
    marked = [e for e in document.with_attribute("alt") if e.tag == "img" and e.get("alt") == ""]
    # Such a table is taken for a data table, and checked as one.
    marked += [e for e in document.with_role("none", "presentation") if e.tag != "table"]
    for element in document.in_order(marked) if marked else ():
        if keeps_its_role(element) and document.is_perceivable(element):
            yield Fault("decorative-exposed", markup(element), document.selector(element))


def _at(element: Element, fault: Fault, document: Document) -> Fault:
    return Fault(fault.rule, fault.excerpt, document.selector(element), fault.params)


def _pictures(document: Document) -> Sequence[Element]:
    pictures = document.tagged("img")
    others = [
        *(e for e in document.tagged("area") if "href" in e.attrib),
        *(e for e in document.tagged("input") if e.get("type", "").strip().lower() == "image"),
        *document.with_role(*PICTURE_ROLES),
    ]
    return document.in_order([*pictures, *others]) if others else pictures


def _is_marked_decorative(element: Element) -> bool:
    if is_presentational(element):
        return True
    # alt=" " does not mark decoration: some screen readers fall back to the file's name.
    return element.tag == "img" and element.get("alt") == ""


def _is_title(element: Element, name: str) -> bool:
    return squeeze(element.get("title", "")) == name and not (
        element.get("aria-label") or element.get("aria-labelledby")
    )


def _is_alone_in_link(element: Element, document: Document, names: Names) -> bool:
    link = document.nearest(element, _LINK)
    return link is not None and leads_somewhere(link) and not names.name(link)


def _offers_file(element: Element, name: str, document: Document) -> bool:
    """True if the picture stands for a file to download, so that the file's name is the right
    description."""
    link = document.nearest(element, _LINK)
    return link is not None and unquote(link.get("href", "")).rsplit("/", 1)[-1] == name


def _file_of(element: Element) -> str:
    source = element.get("src", "")
    if not source or source.lower().startswith("data:"):
        return ""
    try:
        path = urlsplit(source).path
    except ValueError:  # an address such as "http://[" is invalid
        path = source
    name = unquote(path).rsplit("/", 1)[-1]
    ending = name.rsplit(".", 1)[-1] if "." in name else ""
    return _RENDITION.sub(f".{ending}", name)


def _caption_of(element: Element, document: Document, names: Names) -> str:
    figure = document.nearest(element, _FIGURE)
    if figure is None:
        return ""
    captions = [names.content(child) for child in figure.iterchildren("figcaption")]
    return captions[0] if captions else ""
