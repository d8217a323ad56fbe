"""What upper rooms take from the registry: which logo and which statements on which day, and what
an address or a file belongs to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Q, QuerySet

from .models import LogoVersion, Statement

MARK_HEIGHT: Final = 44
"""CSS pixels of the mark at the top of every page."""


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo as it is shown on one day. `url` is the public path, without a host, of a PNG of twice
    `width` by `height`, which are CSS pixels; `sha256` (hexadecimal) is of that PNG. `small_url` is
    that of one of so many pixels itself.

    `clear_space` is what stays empty around it, and below `smallest_height` it is not shown; both
    in CSS pixels.
    """

    logo_id: int
    version_id: int
    url: str
    small_url: str
    sha256: str
    description: str
    width: int
    height: int
    clear_space: int = 0
    smallest_height: int = 1

    @property
    def mark_url(self) -> str:
        """The path of the smallest PNG that is sharp where it is drawn `MARK_HEIGHT` high."""
        return self.small_url if self.height >= 2 * MARK_HEIGHT else self.url


type State = Literal["current", "retired"]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of the registry: one that may be shown on the day asked for, or a retired one."""

    logo_id: int
    version_id: int
    organization_id: int
    name: str
    state: State


def logo_file(organization_ids: Iterable[int], on: dt.date) -> dict[int, LogoFile]:
    """The logo of each of these organizations that has one on this day, by organization. Of several
    the one that was registered first. One query."""
    versions = (
        LogoVersion.objects.valid(on)
        .filter(logo__organization__in=list(organization_ids))
        .select_related("logo")
        .order_by("-logo_id", "valid_from", "pk")
    )
    # What is written last stays: the first logo, and its newest version.
    return {version.logo.organization_id: as_file(version) for version in versions}


def as_file(version: LogoVersion) -> LogoFile:
    """A version as it is shown. No query."""
    return LogoFile(
        logo_id=version.logo_id,
        version_id=version.pk,
        url=version.url,
        small_url=version.url_1x,
        sha256=version.sha256,
        description=version.description,
        width=version.width,
        height=version.height,
        clear_space=version.clear_space,
        smallest_height=version.smallest_height,
    )


def statements_of(organization_ids: Iterable[int], on: dt.date) -> tuple[Statement, ...]:
    """What these organizations say of themselves on this day, in all languages, with their
    organization: the district's first. One query."""
    return tuple(
        Statement.objects.valid(on)
        .of(organization_ids)
        .select_related("organization")
        .order_by("organization__kind", "organization__name", "kind", "language", "pk")
    )


def known_addresses(on: dt.date) -> dict[str, KnownFile]:
    """Every public path of the registry ("/brand/….png"), with whose it is. One query."""
    found: dict[str, KnownFile] = {}
    for version, known in _known(LogoVersion.objects.all(), on):
        for address in (version.url, version.url_1x):
            _keep_current(found, address, known)
    return found


def files_by_hash(hashes: Iterable[str], on: dt.date) -> dict[str, KnownFile]:
    """Of these SHA-256 (hexadecimal) those that are files of the registry: what is served at its
    addresses, and what was uploaded. One query."""
    wanted = {each.casefold() for each in hashes}
    versions = LogoVersion.objects.filter(
        Q(sha256__in=wanted) | Q(sha256_1x__in=wanted) | Q(source_sha256__in=wanted)
    )
    found: dict[str, KnownFile] = {}
    for version, known in _known(versions, on):
        for digest in wanted & {version.sha256, version.sha256_1x, version.source_sha256}:
            _keep_current(found, digest, known)
    return found


def _known(versions: QuerySet[LogoVersion], on: dt.date) -> Iterable[tuple[LogoVersion, KnownFile]]:
    for version in versions.select_related("logo"):
        logo = version.logo
        ended = version.valid_to is not None and version.valid_to < on
        is_valid = logo.active and version.valid_from <= on and not ended
        yield (
            version,
            KnownFile(
                logo_id=logo.pk,
                version_id=version.pk,
                organization_id=logo.organization_id,
                name=logo.name,
                state="current" if is_valid else "retired",
            ),
        )


def _keep_current(found: dict[str, KnownFile], key: str, known: KnownFile) -> None:
    """A picture that came back has two versions, and is current if one of them is."""
    before = found.get(key)
    if before is None or before.state == "retired":
        found[key] = known
