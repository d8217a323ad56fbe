"""Whether it can be read, and whether mail programs take it. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from district_cms.checks.accessibility.dom import Document, Element
from district_cms.checks.accessibility.looks.css import declarations, font_size
from district_cms.checks.translation import mark as _

from .findings import Finding, Rule, Strength
from .source import MOST_LINES, Source

TOO_LONG: Final = Rule(
    "too-long",
    "signature-guidelines",
    Strength.ADVISES,
    _("It has %(length)s characters. Gmail takes up to 10,000, and says no to more."),
    _("Copy your signature from “My signature”: it fits everywhere."),
)
SMALL: Final = Rule(
    "text-small",
    "signature-guidelines",
    Strength.ADVISES,
    _("“%(excerpt)s” is very small: %(size)s pixels high."),
    _("Make it at least 12 pixels (9 points), so that people can read it on a phone."),
)
FANCY: Final = Rule(
    "font-hard-to-read",
    "signature-guidelines",
    Strength.ADVISES,
    _("The font “%(excerpt)s” is hard to read, and many people do not have it."),
    _("Choose Arial, Verdana, Georgia or Tahoma."),
)
UNREADABLE: Final = Rule(
    "markup-unreadable",
    "signature-guidelines",
    Strength.ADVISES,
    _("It has so much formatting that we could not check all of it."),
    _("Paste only the signature, or copy it again from “My signature”."),
)
RULES: Final = (TOO_LONG, SMALL, FANCY, UNREADABLE)

MOST_CHARACTERS: Final = 10_000
"""What the settings of Gmail take."""
_SMALLEST: Final = 12.0  # CSS pixels
_USUAL: Final = 16.0
_OLD_SIZES: Final = {"1": 10.0, "2": 13.0, "-1": 13.0, "-2": 10.0}
_FANCY: Final = frozenset(
    {
        *("comic sans ms", "comic sans", "papyrus", "curlz mt", "brush script mt", "jokerman"),
        *("chiller", "kristen itc", "lucida handwriting", "monotype corsiva", "bradley hand itc"),
        *("bradley hand", "freestyle script", "french script mt", "edwardian script itc"),
        *("old english text mt", "segoe script", "ink free", "harlow solid italic", "mistral"),
        *("vladimir script", "blackadder itc", "ravie", "snap itc", "chalkduster", "zapfino"),
        *("apple chancery", "marker felt", "lucida calligraphy", "viner hand itc", "impact"),
    }
)
_FIRST_WORDS: Final = tuple(sorted({name.split()[0] for name in _FANCY}))
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
# What mail programs take out, by how it begins, and where it ends.
_BEGINS: Final = re.compile(r"<(?:(!--)|(head|style|xml)\b)", re.IGNORECASE)
_ENDS: Final = {
    "!--": re.compile("-->"),
    **{tag: re.compile(rf"</{tag}\s*+>", re.IGNORECASE) for tag in ("head", "style", "xml")},
}


def check(source: Source) -> Iterator[Finding]:
    """Yield what keeps it from being read or taken, each kind once."""
    is_cut = any(document.truncated for document in source.documents)
    if is_cut or len(source.lines) == MOST_LINES:
        yield UNREADABLE.found()
    if (length := _length(source.raw.content)) > MOST_CHARACTERS:
        yield TOO_LONG.found(length=f"{length:,}")
    if (small := _smallest(source.document)) is not None:
        element, size = small
        yield SMALL.found(_own_words(element), size=f"{size:g}")
    for font in sorted(_fancy_fonts(source.document)):
        yield FANCY.found(font)


def _length(content: str) -> int:
    """What mail programs keep of it: Word brings its style sheets and comments along."""
    if len(content) <= MOST_CHARACTERS:
        return len(content)
    length, at = len(content), 0
    ends = dict(_ENDS)
    while begun := _BEGINS.search(content, at):
        kind, at = begun[1] or begun[2].lower(), begun.end()
        end = ends[kind].search(content, at) if kind in ends else None
        if end is None:
            ends.pop(kind, None)  # none of them ends further on either
        else:
            length, at = length - (end.end() - begun.start()), end.end()
    return length


def _smallest(document: Document) -> tuple[Element, float] | None:
    styled = {e for e in document.with_attribute("style") if "font-size" in document.style(e)}
    fonts = {*document.tagged("font")} - styled
    if not styled and not fonts:
        return None
    sizes: dict[Element | None, float] = {None: _USUAL}
    smallest: tuple[Element, float] | None = None
    for element in document.elements:
        size = sizes.get(element.getparent(), _USUAL)
        if element in styled:
            size = font_size(document.style(element), size)
        elif element in fonts:
            size = _OLD_SIZES.get(element.get("size", "").strip(), size)
        sizes[element] = size
        # A size of nothing hides words on purpose, such as the first line of a newsletter.
        is_smallest = 0 < size < _SMALLEST and (smallest is None or size < smallest[1])
        if is_smallest and document.is_shown(element) and _WORDS.search(_own_words(element)):
            smallest = element, round(size, 1)
    return smallest


def _own_words(element: Element) -> str:
    return " ".join(filter(None, (element.text, *(child.tail for child in element))))


def _fancy_fonts(document: Document) -> set[str]:
    looks = {
        (element.get("face", "") if element.tag == "font" else "", element.get("style", ""))
        for element in document.with_attribute("face", "style")
    }
    written = "\n".join(style for _face, style in looks).lower()
    words = [word for word in _FIRST_WORDS if word in written]
    return {font for face, style in looks if (font := _fancy_font(face, style, words))}


def _fancy_font(face: str, style: str, words: Sequence[str]) -> str:
    """The first font of one look that is hard to read; only those that begin with one of `words`
    are looked for, unless something is escaped."""
    families = [face]
    lowered = style.lower()
    if "\\" in style or any(word in lowered for word in words):
        for declaration in declarations(style):
            if declaration.lower_name in ("font", "font-family"):
                families.append(_first_family(declaration.value))
    for family in families:
        name = " ".join(family.partition(",")[0].replace('"', "").replace("'", "").split())
        if name.casefold() in _FANCY:
            return name
    return ""


def _first_family(nodes: list[object]) -> str:
    """The first font of `font-family`, or of what `font` says at its end."""
    words: list[str] = []
    for node in nodes:
        kind = getattr(node, "type", "")
        if kind == "string":
            return str(getattr(node, "value", ""))
        if kind == "ident":
            words.append(str(getattr(node, "value", "")))
        elif kind == "literal" and getattr(node, "value", "") == ",":
            break
        elif kind != "whitespace":
            words = []  # a size stands before the font
    return " ".join(words)
