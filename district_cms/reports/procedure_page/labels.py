"""How the website keeps each clause: read from its checks and the clause's strength, never written
by hand."""

from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from typing import Any, Final, NamedTuple

from classroom.ledger.counting import CLAUSES as LEDGER_CLAUSES
from classroom.requirements.parts import rule_of
from district_cms.checks.rules import RULES, Dots, Rule
from district_cms.checks.translation import translated
from district_cms.procedure.clauses import UnknownClause
from district_cms.procedure.law import DISTRICT_CHOICE
from district_cms.procedure.loading import CITED
from district_cms.procedure.versions import COLUMNS, Clause, Version
from notifications.texts.inbound import CLAUSE as TEXTS_CLAUSE
from signatures.checking import RULES as SIGNATURE_RULES
from signatures.checking import Strength

EXAMPLES: Final = 3
# An update's parts are the version's: their rules cite the clause that the part cites.
_OF_PARTS: Final = frozenset({"part-missing", *(f"{column}-missing" for column in COLUMNS)})


class Way(StrEnum):
    """How a check acts."""

    REFUSES = "refuses"  # a page does not go live
    ASKS = "asks"  # the author must confirm it, or is advised
    SIGNATURE = "signature"  # “Check my signature” says it
    COUNTS = "counts"  # the ledger of posting days
    TEXTS = "texts"  # no text message goes to someone who stopped them


class Check(NamedTuple):
    """One check and one clause that it cites. `decides` is True if the website needs no person to
    judge. `words` are what it says, in English, as staff read it."""

    id: str
    clause: str
    way: Way
    decides: bool
    words: str = ""


def checks_of(version: Version, raised: Collection[str], off: Collection[str]) -> Iterator[Check]:
    """Yields all checks of the website under a version of the procedure, once per clause. `raised`
    are the rules of advice that block here, `off` those that do not run."""
    for rule in RULES.values():
        if rule.id not in _OF_PARTS and rule.id not in off:
            cited = rule.clauses
            blocks = rule.blocks and version.clauses[rule.clause].strength.binds
            if rule.id in raised:
                cited, blocks = (*cited, DISTRICT_CHOICE.id), True
            for clause_id in cited:
                yield _of_gate(rule, clause_id, blocks)
    for part in version.parts:
        if part.required:
            rule = RULES[rule_of(part)]
            binds = version.clauses[part.clause].strength.binds
            yield _of_gate(rule, part.clause, binds, part.title.en)
    for each in SIGNATURE_RULES:
        words, binds = _text(each.message), each.strength is Strength.BINDS
        yield Check(each.code, each.clause_id, Way.SIGNATURE, binds, words)
    for clause_id in LEDGER_CLAUSES:
        yield Check("posting-ledger", clause_id, Way.COUNTS, True)
    yield Check("texts-stopped", TEXTS_CLAUSE, Way.TEXTS, True)


def _of_gate(rule: Rule, clause_id: str, blocks: bool, part: str = "…") -> Check:
    words = f"{_text(rule.message, part)} {_text(rule.fix, part)}"
    return Check(rule.id, clause_id, Way.REFUSES if blocks else Way.ASKS, blocks, words)


def _text(message: str, part: str = "…") -> str:
    return translated(message) % Dots(part=part)


def label_of(clause: Clause, checks: Collection[Check]) -> str:
    """Returns the label of a clause that these checks cite."""
    if any(check.decides for check in checks):
        return "checked"
    if clause.id == DISTRICT_CHOICE.id:
        return "choice"  # the office requires nothing more today
    if clause.strength.binds:
        return "people"
    return "guidance" if clause.strength.advises else "choice"


def entries(version: Version, checks: Iterable[Check]) -> list[dict[str, Any]]:
    """Returns all clauses in order with their labels, as plain values. Of the checks of one way it
    has the number, and what the first ones say. Raises `UnknownClause` for a check without a
    clause."""
    by_clause: dict[str, list[Check]] = {clause_id: [] for clause_id in version.clauses}
    for check in checks:
        if check.clause not in by_clause:
            raise UnknownClause(check.clause)
        by_clause[check.clause].append(check)
    return [
        {
            "id": clause.id,
            "sentence": clause.sentence,
            "where": clause.where,
            "source": clause.source,
            "strength": clause.strength.value,
            "note": {"en": clause.note.en, "es": clause.note.es} if clause.note else None,
            "label": label_of(clause, own),
            "ways": [each for way in Way if (each := _way(way, own))],
        }
        for clause, own in zip(version.clauses.values(), by_clause.values(), strict=True)
    ]


def _way(way: Way, checks: Collection[Check]) -> dict[str, Any] | None:
    own = [check for check in checks if check.way is way]
    words = list(dict.fromkeys(check.words for check in own if check.words))
    return {"way": way.value, "number": len(own), "says": words[:EXAMPLES]} if own else None


def has_support(entry: dict[str, Any]) -> bool:
    """Returns False for a clause that asks for something, and that no check, form or mail of the
    website cites."""
    asks = entry["strength"] != "may" and entry["id"] != DISTRICT_CHOICE.id
    return not asks or bool(entry["ways"]) or entry["id"] in CITED
