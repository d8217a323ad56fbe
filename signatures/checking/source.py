"""Parses a pasted signature once for all rules. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Final

from lxml import etree

from district_cms.checks.accessibility.dom import BLOCK_TAGS, Document
from district_cms.checks.accessibility.parsing import is_too_large
from district_cms.checks.word_sets import word_set
from district_cms.web.text_folding import without_accents

MOST_CHARACTERS: Final = 200_000
"""Without the bytes of pictures; five times what Word writes for a signature."""
MOST_LINES: Final = 1_000
_MOST_BRACKETS: Final = 10_000
_MOST_COMMENTS: Final = 50
_LONGEST_LINE: Final = 400
_LONGEST_LINK: Final = 4_000
# Not every "<" is markup: "Elena Rivera <elena.rivera@larkspur.example>" is plain text.
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
_PICTURE: Final = re.compile(r"data:image/[\w.+-]{1,40};base64,[a-z0-9+/=%]{1000,}+", re.IGNORECASE)
_CONDITIONAL: Final = re.compile(
    r"\[if[^\[\]]*+\]>(.*?)(?:<!\[endif\]|\Z)", re.DOTALL | re.IGNORECASE
)
_BODY: Final = re.compile(r"<body(?=[\s/>])", re.IGNORECASE)
_NOT_TEXT: Final = word_set("head link meta noscript script style template title xml")
_BREAKS: Final = BLOCK_TAGS | {"br"}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019\u2018-][^\W\d_]+)*")
_APOSTROPHE: Final = re.compile("['\u2018\u2019]")
_SPACES: Final = re.compile(r"\s+")


def is_html(pasted: str) -> bool:
    return _MARKUP.search(pasted) is not None


def is_too_long(pasted: str) -> bool:
    return len(pasted) > MOST_CHARACTERS < len(_PICTURE.sub("", pasted))


class Source:
    """A parsed signature. `documents` are the HTML and the contents of its conditional comments,
    which only Outlook reads; both are empty if `is_readable` is False."""

    def __init__(self, pasted: str) -> None:
        self.pasted = pasted
        self.is_html = is_html(pasted)
        self.is_readable = not (
            is_too_long(pasted)
            or sum(map(pasted.count, "([{")) > _MOST_BRACKETS
            or (self.is_html and is_too_large(pasted))
        )
        # The parser drops the attributes of a second body; mail programs merge them.
        readable = _BODY.sub("<x-body", pasted) if self.is_html and self.is_readable else ""
        self.document = Document(readable)
        insides = islice(self._conditional(), _MOST_COMMENTS)
        self.documents = (self.document, *map(Document, insides))

    @property
    def is_cut(self) -> bool:
        """True if only a part could be read."""
        is_truncated = any(document.truncated for document in self.documents)
        return is_truncated or len(self._all_lines) == MOST_LINES

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The visible lines, without duplicates, repeated spaces and hidden characters."""
        return tuple(dict.fromkeys(self._all_lines))

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words of each line, normalized for comparison, without addresses."""
        return {line: tuple(plain_words(without_addresses(line))) for line in self.lines}

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The targets of links, each once."""
        targets: dict[str, None] = {}
        for document in self.documents:
            for element in document.with_attribute("href"):
                if element.tag in ("a", "area") or element.tag.startswith("v:"):
                    targets[element.get("href", "").strip()[:_LONGEST_LINK]] = None
        return tuple(filter(None, targets))

    @cached_property
    def _all_lines(self) -> tuple[str, ...]:
        text = "".join(self._text()) if self.is_html else self.pasted
        lines = filter(None, (" ".join(_visible(line).split()) for line in text.splitlines()))
        return tuple(islice((piece for line in lines for piece in _pieces(line)), MOST_LINES))

    def _text(self) -> Iterator[str]:
        """Yields the visible text, with line ends at block elements."""
        hidden = 0
        root = self.document.root
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event in ("start", "end"):
                breaks = node.tag in _BREAKS
                is_hidden = node.tag in _NOT_TEXT or not self.document.is_shown(node)
                hidden += is_hidden if event == "start" else -is_hidden
                if breaks:
                    yield "\n"
            text = node.text if event == "start" else None if node is root else node.tail
            if text and not hidden:
                yield _SPACES.sub(" ", text)

    def _conditional(self) -> Iterator[str]:
        for comment in self.document.root.iter(etree.Comment):
            for inside in _CONDITIONAL.finditer(comment.text or ""):
                if "<" in inside[1]:
                    yield inside[1]


def plain_words(text: str) -> list[str]:
    """Returns words without capitals, accents and apostrophes."""
    # Accents first: in text from a Mac they are separate characters, which would split a word.
    words = _WORD.findall(without_accents(text).casefold())
    return [_APOSTROPHE.sub("", word) for word in words]


def without_addresses(line: str) -> str:
    """Returns the line without email and web addresses."""
    words = line.split()
    return " ".join(
        word
        for word in words
        if "@" not in word and "://" not in word and not word.lower().startswith("www.")
    )


def shortened(address: str) -> str:
    """Returns an address for quoting: of a data URL only the type."""
    kind, separator, _rest = address.strip().partition(",")
    return f"{kind.partition(';')[0]}…" if separator and kind[:5].lower() == "data:" else address


def _visible(text: str) -> str:
    """Turns styled Unicode letters into plain ones; removes zero-width characters and direction
    marks."""
    if text.isascii():
        return text
    normal = unicodedata.normalize("NFKC", text)
    return "".join(char for char in normal if unicodedata.category(char) != "Cf")


def _pieces(line: str) -> Iterator[str]:
    """Splits long lines between words, to keep searches fast."""
    start = 0
    while len(line) - start > _LONGEST_LINE:
        end = line.rfind(" ", start + 1, start + _LONGEST_LINE)
        end = end if end > 0 else start + _LONGEST_LINE
        yield line[start:end]
        start = end + line.startswith(" ", end)
    yield line[start:]
