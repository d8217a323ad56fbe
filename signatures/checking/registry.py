"""What the district knows, as far as a signature can be held against it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol


class KnownPicture(Protocol):
    """A file of the logo registry; `state` is "current" or "retired"."""

    @property
    def organization_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...


_NONE: Final[Mapping[str, KnownPicture]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Registry:
    """`addresses` has paths ("/brand/….png") on one of `hosts`, `hashes` SHA-256 in hexadecimal.

    `organizations` are those whose logos the author may use, None where nobody knows the author.
    `phones` are the schools' own numbers, as they are written, `places` their names, streets and
    cities. `texts` are the
    statements, memberships, credentials and quotes that the author may show; what is not among
    them is asked about only where `asks_about_other_text`. `authorized` is what the author's
    supervisor lets them use of their own, each a resource and the name of a service or "".
    """

    addresses: Mapping[str, KnownPicture] = _NONE
    hashes: Mapping[str, KnownPicture] = _NONE
    hosts: frozenset[str] = frozenset()
    organizations: frozenset[int] | None = None
    email_domains: frozenset[str] = frozenset()
    phones: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    asks_about_other_text: bool = False
    authorized: frozenset[tuple[str, str]] = frozenset()
