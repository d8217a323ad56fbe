"""What is checked: a signature as it was pasted, and what can be asked of it. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Final

from lxml import etree

from district_cms.checks.accessibility.dom import Document, Element
from district_cms.checks.accessibility.parsing import is_too_large
from district_cms.checks.word_sets import word_set

from .lines import lines_of, squeezed
from .people import plain_words, without_addresses, without_disguise

# Not every "<": "Elena Rivera <elena.rivera@larkspur.example>" is plain text.
_MARKUP: Final = re.compile(
    r"<!--|<!doctype|<\?xml|</?(?:"
    + "|".join(
        word_set(
            "html head body meta style div span p br table tbody tr td a b i u em strong font img "
            "center h1 h2 h3 h4 h5 h6 ul ol li hr small blockquote pre v:[a-z]+ o:p svg link"
        )
    )
    + r")(?:[\s/>]|$)",
    re.IGNORECASE,
)
_CONDITIONAL: Final = re.compile(
    r"\[if[^\[\]]*+\]>(.*?)(?:<!\[endif\]|\Z)", re.DOTALL | re.IGNORECASE
)
_BODY: Final = re.compile(r"<body(?=[\s/>])", re.IGNORECASE)
_MOST_INSIDES: Final = 50
_LONGEST_LINE: Final = 400
_LONGEST_LINK: Final = 4_000

MOST_CHARACTERS: Final = 200_000
"""Words and formatting that are read, five times what Word writes for a signature."""
MOST_LINES: Final = 1_000
"""Lines that are read of a signature."""
_MOST_BRACKETS: Final = 10_000
# The bytes of a picture count as nothing.
_PICTURE: Final = re.compile(r"data:image/[\w.+-]{1,40};base64,[a-z0-9+/=%]{1000,}+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Raw:
    """A signature as it came, nothing taken out of it and nothing put right.

    A message (`is_message`) holds more than the signature; see `threads`. `pictures` has the
    SHA-256 (hexadecimal) of the pictures that came in the same message, by their content id.
    """

    content: str
    is_html: bool
    is_message: bool = False
    pictures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def with_every_body(html: str) -> str:
    """The HTML with `x-body` for `body`, because the parser forgets what a second body has, and
    that of a piece is its second. Browsers and mail programs add them up."""
    return _BODY.sub("<x-body", html)


def raw_of(content: str) -> Raw:
    """What was pasted, as HTML or as plain text, whichever it is."""
    return Raw(content, is_html=_MARKUP.search(content) is not None)


def is_too_long(content: str) -> bool:
    """True for far more than a signature: it would be read while someone waits."""
    return len(content) > MOST_CHARACTERS < len(_PICTURE.sub("", content))


def is_readable(raw: Raw) -> bool:
    """False for what is too long, or has more formatting than can be read while someone waits."""
    content = raw.content
    if is_too_long(content) or sum(map(content.count, "([{")) > _MOST_BRACKETS:
        return False
    return not (raw.is_html and is_too_large(content))


class Source:
    """A signature, read. `documents` are its HTML and what only some mail programs see of it: the
    insides of conditional comments."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.document = Document(with_every_body(raw.content) if raw.is_html else "")
        insides = islice(self._conditional(), _MOST_INSIDES)
        self.documents = (self.document, *map(Document, insides))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that a reader sees, with single spaces, long ones in pieces; the first
        `MOST_LINES` of them."""
        if self.raw.is_html:
            gone = {each for each in self.document.elements if not self.document.is_shown(each)}
            lines = [line.text for line in lines_of(self.document.root, gone)]
        else:
            lines = list(filter(None, map(squeezed, self.raw.content.splitlines())))
        return tuple(islice((piece for line in lines for piece in _pieces(line)), MOST_LINES))

    @cached_property
    def plain_lines(self) -> tuple[str, ...]:
        """The same without hidden characters and letters that only look like others."""
        return tuple(map(without_disguise, self.lines))

    @cached_property
    def different_lines(self) -> tuple[str, ...]:
        """The `plain_lines`, each once."""
        return tuple(dict.fromkeys(self.plain_lines))

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each of the `lines`, as they are compared, without addresses."""
        return tuple(map(_words_of, self.lines))

    @cached_property
    def plain_words(self) -> tuple[tuple[str, ...], ...]:
        """The same of the `plain_lines`."""
        return tuple(map(_words_of, self.plain_lines))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where links lead, each once."""
        found: dict[str, None] = {}
        for document in self.documents:
            for element in document.with_attribute("href"):
                if element.tag in ("a", "area") or element.tag.startswith("v:"):
                    found[element.get("href", "").strip()[:_LONGEST_LINK]] = None
        return tuple(filter(None, found))

    def elements(self) -> Iterator[tuple[Document, Element]]:
        for document in self.documents:
            for element in document.elements:
                yield document, element

    def _conditional(self) -> Iterator[str]:
        for comment in self.document.root.iter(etree.Comment):
            for inside in _CONDITIONAL.finditer(comment.text or ""):
                if "<" in inside[1]:
                    yield inside[1]


def _words_of(line: str) -> tuple[str, ...]:
    return tuple(plain_words(without_addresses(line)))


def _pieces(line: str) -> Iterator[str]:
    """A line in pieces that searches are quick in; words stay whole where they are words."""
    start = 0
    while len(line) - start > _LONGEST_LINE:
        end = line.rfind(" ", start + 1, start + _LONGEST_LINE)
        end = end if end > 0 else start + _LONGEST_LINE
        yield line[start:end]
        start = end + line.startswith(" ", end)
    yield line[start:]
