"""The signatures of many people, in a folder of files: each against its author's own record."""

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from django.utils.text import slugify

from district_cms.brand.website import website
from district_cms.checks.translation import mark as _
from district_cms.people.models import Staff

from . import check
from .contacts import addresses_in
from .findings import Finding, Rule, Strength
from .pictures import hashes_in
from .reading import MOST_BYTES, NotReadable, read_file
from .selectors import NOBODY, record_of, registries_of
from .source import Raw, Source
from .threads import NO_SIGNATURE, NoSignature

NOT_READABLE: Final = Rule(
    "not-readable",
    "signature-guidelines",
    Strength.QUESTION,
    _("This file is not a signature that we can read: %(excerpt)s."),
    _("Save the signature as .htm, .eml or .txt."),
)
RULES: Final = (NOT_READABLE,)

READ: Final = (".htm", ".html", ".eml", ".txt", "")
# What people take for a signature: a line says that it is none. Other files are let be.
TOLD: Final = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff"),
        *(".pdf", ".doc", ".docx", ".rtf", ".msg", ".odt"),
    }
)


_OF_AN_EXPORT: Final = frozenset({"SHA256SUMS", "left_out.txt"})
"""What `export_signatures` writes beside the signatures."""


def check_folder(folder: Path, on: dt.date) -> dict[str, tuple[Finding, ...]]:
    """What is found in each file under `folder`, by its path there, in order. `on` is a day in the
    district's zone.

    Whose signature it is, is said by the file's name (an address, what stands before its "@", or
    a name), else by the first address in it that a staff record has. Where nobody is found, it is
    checked without a record. A fixed number of queries.
    """
    found: dict[str, tuple[Finding, ...]] = {}
    raws: dict[str, Raw] = {}
    people = _People(Staff.objects.active())
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        author = people.named(path.stem)
        try:
            raws[name] = read_file(_bytes(path), path.name, author.full_name if author else "")
        except OSError:
            found[name] = (NOT_READABLE.found("locked"),)
        except NotReadable as error:
            found[name] = (NOT_READABLE.found(error.kind),)
        except NoSignature:
            found[name] = (NO_SIGNATURE.found(),)
    authors = {
        name: people.named(Path(name).stem) or people.addressed(addresses_in(Source(raw)))
        for name, raw in raws.items()
    }
    hashes = {digest for raw in raws.values() for digest in hashes_in(raw)}
    registries = registries_of({each for each in authors.values() if each}, hashes, on)
    district = website().name
    for name, raw in raws.items():
        author = authors[name]
        found[name] = check(
            raw,
            record_of(author, district) if author else None,
            registries[author.pk if author else NOBODY],
        )
    return dict(sorted(found.items()))


def _files(folder: Path) -> Iterator[Path]:
    """The files that may be signatures. Outlook keeps pictures and lists in a folder beside one
    ("Rivera_files"), and the same signature in another format."""
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).parent.parts
        if (
            not path.is_file()
            or path.name in _OF_AN_EXPORT
            or any(part.endswith("_files") for part in inside)
        ):
            continue
        is_read = path.suffix.lower() in READ
        is_twin = any(path.with_suffix(suffix).is_file() for suffix in READ if suffix)
        if is_read or (path.suffix.lower() in TOLD and not is_twin):
            yield path


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


class _People:
    """Staff records by what a file may be called, and by their addresses."""

    def __init__(self, staff: Iterable[Staff]) -> None:
        self.by_address: dict[str, Staff] = {}
        self.by_name: dict[str, Staff | None] = {}
        for person in staff:
            if person.email:
                self.by_address[person.email.casefold()] = person
                self._add(person.email.casefold(), person)
                self._add(person.email.casefold().partition("@")[0], person)
            self._add(slugify(person.full_name), person)

    def named(self, stem: str) -> Staff | None:
        return self.by_name.get(stem.casefold()) or self.by_name.get(slugify(stem))

    def addressed(self, addresses: Iterable[str]) -> Staff | None:
        return next(filter(None, map(self.by_address.get, addresses)), None)

    def _add(self, key: str, person: Staff) -> None:
        # Two people of one name: the file does not say which.
        known = self.by_name.setdefault(key, person)
        if known != person:
            self.by_name[key] = None
