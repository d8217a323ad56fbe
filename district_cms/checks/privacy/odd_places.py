"""What a page says where nobody looks: file names, subjects of mail links, forms, comments.

All of it is in the source, and so published. Text, descriptions and titles are `markup`'s.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, Final, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from .kinds import index
from .naming.capitalized import in_capitals
from .passages import APART

_ADDRESSES: Final = etree.XPath("//@href | //@src | //@data | //@poster | //@action | //@cite")
_VALUES: Final = etree.XPath(
    "//@value | //@placeholder | //@content | //@label | //@download"
    " | //@*[starts-with(name(), 'data-') and name() != 'data-block-key']"  # Wagtail's, at random
)
# What scripts and style sheets show by such an attribute says so by its name.
_SHOWN: Final = frozenset(
    {
        *("after", "alt", "author", "before", "caption", "comment", "content", "desc"),
        *("description", "footer", "header", "heading", "hint", "label", "message", "name", "note"),
        *("notes", "placeholder", "subject", "subtitle", "summary", "text", "tip", "title"),
        *("tooltip", "value"),
    }
)
_OF_MACHINES: Final = frozenset(
    {
        *("action", "class", "controller", "guid", "hash", "href", "id", "ids", "index", "key"),
        *("keys", "nonce", "ref", "slug", "src", "srcset", "target", "token", "type", "url"),
        "uuid",
    }
)
_WORDS_APART: Final = re.compile(r"[^\W\d_]{2}[^\W\d_'’.,-]*[.,:;!?]* +\W?[^\W\d_]{2}")
_PART_OF_NAME: Final = re.compile(r"[a-z0-9]+")
# Letters and digits in one: "y841e", "3f2c-91ab".
_RANDOM: Final = re.compile(r"(?=\S*[0-9])(?=\S*[^\W\d_])[\w-]+")
_MARKS: Final = ("value=", "placeholder=", "content=", "label=", "download=", "data-")
_BETWEEN_WORDS: Final = re.compile(r"[-_+.]+|(?<=[a-z])(?=[A-Z])")
_WORDS: Final = re.compile(r"[^\W\d_]{2}")
_WITH_DIGIT: Final = re.compile(r"[^\W_]{0,20}[0-9][^\W_]{0,20}")
# A social security number, whose parts are no words.
_SOCIAL_SECURITY: Final = re.compile(r"\b([0-9]{3}) ([0-9]{2}) ([0-9]{4})\b")
_LONGEST: Final = 2_000
_SHORT: Final = 60


def said_in(root: etree._Element, html: str) -> str:
    """Return the words of a tree that stand in such places, one line each. `html` is its source."""
    lines: list[str] = []
    source = html.lower()
    if "href" in source or "src" in source or "data" in source:
        # What is linked again and again is read once.
        addresses = {str(one): one.getparent() for one in cast("list[Any]", _ADDRESSES(root))}
        for address, element in addresses.items():
            lines.extend(_of_address(address, partial(_text_of, element)))
    if any(mark in source for mark in _MARKS):
        lines.extend(_of_values(root))
    if "<!--" in source:
        lines.extend(str(comment.text) for comment in _comments(root))
    return "\n".join(lines)


def _comments(root: etree._Element) -> Iterator[etree._Element]:
    # An XPath for them takes half a minute where there are a hundred thousand.
    yield from root.itersiblings(etree.Comment, preceding=True)
    yield from root.iter(etree.Comment)
    yield from root.itersiblings(etree.Comment)


def words_of_file(said: str) -> str:
    """Return the name or title of a file as words; where all is small, capitals begin names."""
    words = " ".join(_BETWEEN_WORDS.sub(" ", said).split())
    words = _SOCIAL_SECURITY.sub(r"\1-\2-\3", words)
    is_small = _WITH_DIGIT.sub("", words).islower()
    return in_capitals(words, but=index.tells) if is_small else words


def words_of_address(address: str, called: str = "") -> list[str]:
    """Return the lines that an address says: what it asks for, what file it names, and that file
    beside the words `called` of the link. Any string can be read."""
    return list(_of_address(address, lambda: called))


def _of_address(address: str, called: Callable[[], str]) -> Iterator[str]:
    try:
        parts = urlsplit(address[:_LONGEST])
        values = parse_qsl(parts.query) if parts.query else []
    except ValueError:  # brackets that hold no address of a host; a browser would not go there
        yield unquote(address[:_LONGEST])
        return
    if any(_WORDS.search(value) for _name, value in values):
        yield " ".join(f"{_BETWEEN_WORDS.sub(' ', name)} {value}" for name, value in values)
    if parts.scheme == "tel":
        yield f"{called()[:_SHORT]}{APART}{parts.path}"
    if parts.scheme in ("mailto", "tel", "javascript"):
        return
    path = unquote(parts.path)
    stem = PurePosixPath(path).name.rpartition(".")[0] if "." in path else ""
    words = words_of_file(stem)
    if not _WORDS.search(stem) and "-" not in words:
        return
    yield words
    if len(words) <= _SHORT and 0 < len(said := called()) <= _SHORT:
        yield f"{said}{APART}{words}"


def _text_of(element: etree._Element) -> str:
    """Return what a link or picture is called; "" if that is long, and so more than a name."""
    said = element.get("aria-label") or element.get("alt") or ""
    if not said:
        for text in element.itertext():
            said += str(text)
            if len(said) > _LONGEST:
                return ""
    return " ".join(said.split())


def _is_seen(name: str, value: str) -> bool:
    """Whether people may read the attribute: keys and ids are nobody's words. Where its name does
    not say so, words beside each other are read."""
    if not name.startswith("data-"):
        return True
    parts = _PART_OF_NAME.findall(name)
    if not _OF_MACHINES.isdisjoint(parts):
        return False
    if not _SHOWN.isdisjoint(parts):
        return _RANDOM.fullmatch(value.strip()) is None
    return _WORDS_APART.search(value) is not None and not any(map(_RANDOM.fullmatch, value.split()))


def _of_values(root: etree._Element) -> Iterator[str]:
    told: dict[Any, list[str]] = {}
    for value in cast("list[Any]", _VALUES(root)):
        if str(value).strip() and _is_seen(str(value.attrname), str(value)):
            told.setdefault(value.getparent(), []).append(str(value))
    for element, values in told.items():
        name = element.get("name", "")
        yield " ".join([_BETWEEN_WORDS.sub(" ", name), *values] if name else values)
