"""Checks the pictures of a signature by address and content. Fetches nothing. Pure."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from district_cms.checks.accessibility.dom import Document, Element
from district_cms.checks.accessibility.looks.css import length
from district_cms.checks.translation import mark as _
from district_cms.checks.word_sets import word_set

from .findings import Finding, KnownPicture, Registry, Rule, Strength
from .source import Source, shortened

_REMOVE: Final = _(
    "Remove it. If it is the logo of an organization that you belong to, add that under "
    "“Logos and quotes” and copy your signature from there."
)
UNKNOWN: Final = Rule(
    "picture-unknown",
    "signature-other-images",
    Strength.ADVISES,
    _("This picture is not one of the district’s logos: %(excerpt)s"),
    _REMOVE,
)
TRACKER: Final = Rule(
    "picture-tracker",
    "signature-other-images",
    Strength.ADVISES,
    _("There is a picture that nobody can see: %(excerpt)s"),
    _("Remove it. Such pictures tell another company who opens your mail, and when."),
)
RETIRED: Final = Rule(
    "picture-retired",
    "signature-logos",
    Strength.ADVISES,
    _("“%(name)s” is no longer in use in this form."),
    _("Copy your new signature: it has today’s logo."),
)
NOT_YOURS: Final = Rule(
    "picture-not-yours",
    "signature-logos",
    Strength.QUESTION,
    _("“%(name)s” is a logo that your record does not connect with you."),
    _(
        "Are you a member, or credentialed by them? Add it under “Logos and quotes”. "
        "If not, remove the logo."
    ),
)
UNSEEN: Final = Rule(
    "picture-unseen",
    "signature-other-images",
    Strength.QUESTION,
    _("We cannot tell which picture this is: %(excerpt)s"),
    _(
        "Your email program keeps a copy of its own. If it is the logo of the district, your "
        "school or an organization that you belong to, it is fine."
    ),
)
ON_COMPUTER: Final = Rule(
    "picture-file",
    "signature-other-images",
    Strength.ADVISES,
    _("This picture is on your own computer, so others see an empty box: %(excerpt)s"),
    _("Remove it, or copy your signature with its logos from “My signature”."),
)
EMBEDDED: Final = Rule(
    "picture-embedded",
    "signature-logos",
    Strength.ADVISES,
    _("The logo “%(name)s” is written into the signature itself, which Gmail does not show."),
    _("Copy your signature from “My signature”: there the logo has an address."),
)
NO_DESCRIPTION: Final = Rule(
    "picture-no-description",
    "signature-guidelines",
    Strength.ADVISES,
    _("The logo “%(name)s” has no description, for people who cannot see it."),
    _("Copy your signature from “My signature”: there it has one."),
)
RULES: Final = (
    *(UNKNOWN, TRACKER, RETIRED, NOT_YOURS, UNSEEN, ON_COMPUTER, EMBEDDED),
    NO_DESCRIPTION,
)

_ATTRIBUTES: Final = {
    "img": ("src", "srcset", "lowsrc", "dynsrc"),
    "input": ("src",),
    "image": ("href", "xlink:href", "src"),
    "source": ("srcset", "src"),
    "object": ("data",),
    "embed": ("src",),
    "iframe": ("src",),
    "video": ("poster", "src"),
    "bgsound": ("src",),
    "v:imagedata": ("src", "o:href", "r:href"),
    "v:image": ("src",),
}
_TINY: Final = 2.0  # CSS pixels
_DEEPEST: Final = 3
_WHITE: Final = re.compile(r"[\x00-\x20\x7f]+")
_DRIVE: Final = re.compile(r"[a-z]:[\\/]|\\\\|//[^/]+\\|file:", re.IGNORECASE)
# Where Word and Outlook store copied pictures; they attach these files when sending.
_CLIPBOARD: Final = re.compile(r"msohtmlclip|content\.(?:outlook|word|mso)\b", re.IGNORECASE)
# Where mail programs store copies, under addresses that do not identify the picture.
_COPIES: Final = (
    *(".googleusercontent.com", ".outlook.office.com", ".office.net", ".office365.com"),
    *("mail.google.com", "outlook.live.com", "outlook.office.com", ".yimg.com", ".icloud.com"),
)
_NOT_FETCHED: Final = word_set("blob cid mid webkit-fake-url x-apple-data-detectors content about")


@dataclass(frozen=True, slots=True)
class _Picture:
    """One address of a picture, with its element."""

    document: Document
    element: Element
    address: str


def hashes_in(source: Source) -> frozenset[str]:
    """Returns the SHA-256 (hexadecimal) of pictures embedded in the HTML."""
    return frozenset(filter(None, (_digest(picture.address) for picture in _pictures(source))))


def check(source: Source, registry: Registry) -> Iterator[Finding]:
    """Yields the findings about each picture."""
    for picture in _pictures(source):
        excerpt = shortened(picture.address) or f"<{picture.element.tag}>"
        known = _known(picture.address, registry)
        if _is_invisible(picture):
            yield TRACKER.finding(excerpt)
        elif known is not None:
            yield from _of_known(picture, known, registry)
        elif _DRIVE.match(picture.address) and not _CLIPBOARD.search(picture.address):
            yield ON_COMPUTER.finding(excerpt)
        elif _DRIVE.match(picture.address) or _is_unseen(picture.address):
            yield UNSEEN.finding(excerpt)
        else:
            yield UNKNOWN.finding(excerpt)


def _of_known(picture: _Picture, known: KnownPicture, registry: Registry) -> Iterator[Finding]:
    if known.state == "retired":
        yield RETIRED.finding(known.name, name=known.name)
    mine = registry.organizations
    if mine is not None and known.organization_id not in mine:
        yield NOT_YOURS.finding(known.name, name=known.name)
    if picture.address.lower().startswith("data:"):
        yield EMBEDDED.finding(known.name, name=known.name)
    if picture.element.tag == "img" and not picture.element.get("alt", "").strip():
        yield NO_DESCRIPTION.finding(known.name, name=known.name)


def _pictures(source: Source) -> Iterator[_Picture]:
    addresses_read = set()
    picture_elements = (
        (each, element) for each in source.documents for element in each.tagged(*_ATTRIBUTES)
    )
    for document, element in picture_elements:
        if element.tag == "input" and element.get("type", "").lower() != "image":
            continue
        addresses = []
        for name in _ATTRIBUTES[element.tag]:
            text = element.get(name, "").strip()
            addresses += _set_of(text) if name == "srcset" else [text] if text else []
        if element.tag == "img" and not addresses:
            addresses = [""]  # Gmail deletes addresses that it does not allow
        for address in map(_cleaned, addresses):
            # Word writes each picture twice, once as VML for itself.
            if address not in addresses_read:
                addresses_read.add(address)
                yield _Picture(document, element, address)


def _cleaned(address: str) -> str:
    """Removes whitespace, as browsers do; keeps data URLs as they are."""
    return address.strip() if address.lower().startswith("data:") else _WHITE.sub("", address)


def _set_of(srcset: str) -> list[str]:
    if srcset.lower().startswith("data:"):
        return [srcset.split()[0]]
    return [part.split()[0] for part in srcset.split(",") if part.strip()]


def _known(address: str, registry: Registry) -> KnownPicture | None:
    if digest := _digest(address):
        return registry.hashes.get(digest)
    # An address of Gmail's image proxy ends with "#" and the original address.
    for _once in range(_DEEPEST):
        _through, _hash, taken_from = address.partition("#")
        if not taken_from.lower().startswith(("http://", "https://")):
            break
        address = taken_from
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme.lower() in ("http", "https", "") and _host(address) in registry.hosts:
        return registry.addresses.get(unquote(parts.path))
    # The registry may store its files on another host.
    return registry.addresses.get(parts._replace(query="", fragment="").geturl())


def _digest(address: str) -> str:
    """Returns the hash of an embedded picture, "" for other addresses."""
    kind, comma, data = address.partition(",")
    if kind[:5].lower() != "data:" or not comma:
        return ""
    try:
        # As browsers do: percent-decode `data:` before base64.
        content = unquote_to_bytes(data)
        if _WHITE.sub("", kind).lower().endswith(";base64"):
            content = base64.b64decode(_WHITE.sub("", content.decode("ascii")) + "==")
    except (binascii.Error, ValueError):
        return ""
    return hashlib.sha256(content).hexdigest()


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_unseen(address: str) -> bool:
    """Returns True if neither the address nor the content identifies the picture."""
    scheme = address.partition(":")[0].lower()
    if not address or scheme in _NOT_FETCHED:
        return True
    host = _host(address)
    if any(host == each or host.endswith(each) for each in _COPIES):
        return True
    # "Elena_files/image001.png": a local file that Outlook attaches when sending.
    return not host and scheme not in ("data", "http", "https")


def _is_invisible(picture: _Picture) -> bool:
    element, style = picture.element, picture.document.style(picture.element)
    if element.tag != "img":
        return False
    if not picture.document.is_shown(element):
        return True
    sizes = []
    for name in ("width", "height"):
        written = length(style.value(name), 16.0)
        if written is None and (number := re.match(r"\s*(\d{1,6})", element.get(name, ""))):
            written = float(number[1])
        if written is not None:
            sizes.append(written)
    return bool(sizes) and max(sizes) <= _TINY
