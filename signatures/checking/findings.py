"""What the check says: a rule with its clause, how strongly it speaks, and its words. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from district_cms.checks.accessibility.words import clip
from district_cms.checks.translation import translated
from district_cms.procedure.clauses import Clause, clause


class Strength(StrEnum):
    """How a finding speaks. Nothing stops anyone: these are words for the reader."""

    BINDS = "binds"
    """The procedure leaves no choice."""
    ADVISES = "advises"
    """The procedure asks for it, or mail programs have a limit of their own."""
    RELATED = "related rule"
    """Another part of the procedure speaks of it, outside “Email signatures”."""
    QUESTION = "question"
    """A machine cannot decide it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. `excerpt` quotes what it speaks of, at most 120 characters."""

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
    """`message` and `remedy` are English, marked for translation; they may name `%(excerpt)s` and
    what `found` is given beside it."""

    code: str
    clause_id: str
    strength: Strength
    message: str
    remedy: str

    def found(self, excerpt: str = "", **values: str) -> Finding:
        """What this rule says of one thing, in the language of whoever reads it."""
        quoted = clip(excerpt)
        said = {**{name: clip(value) for name, value in values.items()}, "excerpt": quoted}
        return Finding(
            code=self.code,
            clause_id=self.clause_id,
            strength=self.strength,
            excerpt=quoted,
            message=translated(self.message) % said,
            remedy=translated(self.remedy) % said,
        )


@dataclass(frozen=True, slots=True)
class Point:
    """Findings that say the same, as one; `places` are excerpts that its words do not quote."""

    finding: Finding
    places: tuple[str, ...]


def grouped(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """What a reader is told, each thing once, in the order of the findings."""
    same: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for each in findings:
        same[each.code, each.message, each.remedy].append(each)
    return tuple(
        Point(
            group[0],
            tuple(each.excerpt for each in group if each.excerpt not in each.message),
        )
        for group in same.values()
    )
