"""What other apps read from the registry: the logo and statements of a day, and the owner of an
address or a file."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.db.models import Q, QuerySet

from .models import LogoVersion, Statement

MARK_HEIGHT: Final = 44
"""The height of the mark at the top of every page, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo on one day. `url` is the public path, without a host, of a PNG of twice `width` by
    `height`, which are CSS pixels; `sha256` (hexadecimal) is that of this PNG. `small_url` is the
    path of a PNG of exactly that size.

    `clear_space` stays empty around it, and it is never shown smaller than `smallest_height`; both
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
        """Returns the path of the smallest PNG that is sharp at a height of `MARK_HEIGHT`."""
        return self.small_url if self.height >= 2 * MARK_HEIGHT else self.url


type State = Literal["current", "retired"]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file of the registry: valid on the requested day, or retired."""

    logo_id: int
    version_id: int
    organization_id: int
    name: str
    state: State


def logo_file(organization_ids: Iterable[int], on: dt.date) -> dict[int, LogoFile]:
    """Returns {organization id: its logo on this day}, without organizations that have none. Of
    several logos, the one registered first. One query."""
    versions = (
        LogoVersion.objects.valid(on)
        .filter(logo__organization__in=list(organization_ids))
        .select_related("logo")
        .order_by("-logo_id", "valid_from", "pk")
    )
    # The last entry wins: the first logo, and its newest version.
    return {version.logo.organization_id: as_file(version) for version in versions}


def as_file(version: LogoVersion) -> LogoFile:
    """Returns a version as `LogoFile`. No query."""
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
    """Returns these organizations' statements on this day, in all languages, with their
    organization, the district's first. One query."""
    return tuple(
        Statement.objects.valid(on)
        .of(organization_ids)
        .select_related("organization")
        .order_by("organization__kind", "organization__name", "kind", "language", "pk")
    )


def known_addresses(on: dt.date) -> dict[str, KnownFile]:
    """Returns {public path ("/brand/….png"): its file} for the whole registry. One query."""
    files: dict[str, KnownFile] = {}
    for version, known in _known(LogoVersion.objects.all(), on):
        for address in (version.url, version.url_1x):
            _keep_current(files, address, known)
    return files


def files_by_hash(hashes: Iterable[str], on: dt.date) -> dict[str, KnownFile]:
    """Returns {SHA-256 (hexadecimal): its file} for those of the hashes that belong to the
    registry, as a served or an uploaded file. One query."""
    wanted = {each.casefold() for each in hashes}
    versions = LogoVersion.objects.filter(
        Q(sha256__in=wanted) | Q(sha256_1x__in=wanted) | Q(source_sha256__in=wanted)
    )
    files: dict[str, KnownFile] = {}
    for version, known in _known(versions, on):
        for digest in wanted & {version.sha256, version.sha256_1x, version.source_sha256}:
            _keep_current(files, digest, known)
    return files


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


def _keep_current(files: dict[str, KnownFile], key: str, known: KnownFile) -> None:
    """Stores the file, unless a current one has the same key: a picture that was used twice has two
    versions."""
    before = files.get(key)
    if before is None or before.state == "retired":
        files[key] = known
