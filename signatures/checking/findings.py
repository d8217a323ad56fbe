"""Rules, findings, and the district's data that signatures are compared with. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from district_cms.checks.accessibility.words import clip
from district_cms.checks.translation import mark as _
from district_cms.checks.translation import translated
from district_cms.procedure.clauses import clause
from district_cms.procedure.versions import Clause


class Strength(StrEnum):
    """How strong a finding is. No finding stops anyone; all are information for the reader."""

    BINDS = "binds"
    ADVISES = "advises"
    RELATED = "related rule"
    """A part of the procedure other than “Email signatures”."""
    QUESTION = "question"
    """A program cannot decide it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`excerpt` quotes the signature, at most 120 characters."""

    code: str
    clause_id: str
    strength: Strength
    excerpt: str
    message: str
    remedy: str

    @property
    def clause(self) -> Clause:
        return clause(self.clause_id)


@dataclass(frozen=True, slots=True)
class Rule:
    """`message` and `remedy` are English, marked for translation; they may contain `%(excerpt)s`
    and the other values passed to `finding`."""

    code: str
    clause_id: str
    strength: Strength
    message: str
    remedy: str

    def finding(self, excerpt: str = "", **values: str) -> Finding:
        """Returns a finding in the reader's language."""
        quoted = clip(excerpt)
        words = {**{name: clip(value) for name, value in values.items()}, "excerpt": quoted}
        return Finding(
            code=self.code,
            clause_id=self.clause_id,
            strength=self.strength,
            excerpt=quoted,
            message=translated(self.message) % words,
            remedy=translated(self.remedy) % words,
        )


UNREADABLE: Final = Rule(
    "markup-unreadable",
    "signature-guidelines",
    Strength.ADVISES,
    _("It has so much formatting that we could not check all of it."),
    _("Paste only the signature, or copy it again from “My signature”."),
)


@dataclass(frozen=True, slots=True)
class Point:
    """Findings with the same text, merged; `places` are the excerpts that the text does not
    quote."""

    finding: Finding
    places: tuple[str, ...]


def grouped(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """Returns each message once, in the order of the findings."""
    same: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        same[each.code, each.message, each.remedy].append(each)
    return tuple(
        Point(group[0], tuple(each.excerpt for each in group if each.excerpt not in each.message))
        for group in same.values()
    )


class KnownPicture(Protocol):
    """A file of the logo registry; `state` is "current" or "retired"."""

    @property
    def organization_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Registry:
    """The district's data. `addresses` are paths ("/brand/….png") on one of `hosts`; `hashes` are
    SHA-256 in hexadecimal.

    `organizations` are those whose logos the author may use, None if the author is unknown.
    `phones` are the schools' numbers as written. `authorized` has what the author's supervisor has
    authorized: pairs of a resource and the name of a service or ""."""

    addresses: Mapping[str, KnownPicture] = field(default_factory=dict)
    hashes: Mapping[str, KnownPicture] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    organizations: frozenset[int] | None = None
    email_domains: frozenset[str] = frozenset()
    phones: tuple[str, ...] = ()
    authorized: frozenset[tuple[str, str]] = frozenset()
