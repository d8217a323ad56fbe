"""What the gate says of each fault: what, why in one sentence, what to do, and which clause.

The words are for a teacher between two lessons: the way out is always there, nobody is scolded.
Whether a rule blocks is said here and nowhere else for the required parts; for accessibility it
follows from the rule's severity. Nothing blocks without a clause that binds.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.procedure.clauses import can_block, check_may_block, clause
from district_cms.procedure.strength import Strength

from ..accessibility import RULES
from ..findings import Fault, Finding
from .accessibility import ACCESSIBILITY
from .privacy import PRIVACY
from .rule import RuleWording
from .updates import UPDATES

__all__ = [
    "WORDING",
    "RuleWording",
    "advice_rules",
    "describe",
    "may_be_raised",
    "raise_to_block",
]

WORDING: Final[Mapping[str, RuleWording]] = MappingProxyType(
    {**ACCESSIBILITY, **PRIVACY, **UPDATES}
)
"""Rule id -> its words, for every rule that the gate knows."""

_SUBJECTS: Final = {
    "accessibility": _("Accessibility"),
    "ferpa": _("Student privacy (FERPA)"),
    "photographs-and-logos": _("Photographs and logos"),
    "update-contents": _("Contents of an update"),
    "curriculum-link": _("Curriculum links"),
    "website-anchor": _("The class website"),
}
_STRENGTHS: Final = {
    Strength.MUST: _("must"),
    Strength.SHOULD: _("should"),
    Strength.PLEASE: _("please"),
    Strength.MAY: _("may"),
}


def describe(
    fault: Fault,
    field: str | None = None,
    path: tuple[str | int, ...] = (),
    *,
    mark: str = "",
) -> Finding:
    """Return the fault with its words in the current language, and its place on the page.

    `field` is the model field, None for the whole page; `path` leads into a StreamField; `mark` is
    the digest of the content that was read. What does not block is told as advice, whatever the
    strength of its clause. Raises KeyError for a rule without wording.
    """
    wording = WORDING[fault.rule]
    values = {"excerpt": fault.excerpt or "…", **dict(fault.params)}
    strength = _strength(wording)
    return Finding(
        rule=fault.rule,
        message=str(wording.message) % values,
        why=str(wording.why) % values,
        fix=str(wording.fix) % values,
        clause=wording.clause,
        strength=strength.value,
        basis=gettext("%(subject)s: %(strength)s")
        % {"subject": _SUBJECTS[wording.clause], "strength": _STRENGTHS[strength]},
        blocks=wording.blocks,
        field=field,
        path=path,
        excerpt=fault.excerpt,
        selector=fault.selector,
        wcag=_criteria(fault.rule),
        mark=mark,
    )


def raise_to_block(finding: Finding) -> Finding:
    """The same advice, as the communications office has made a block of it, and says so.

    Raises `MayNotBlock` where nothing can be required in the name of the finding's clause.
    """
    check_may_block(finding.clause, raised=True)
    basis = gettext("%(advice)s, and this district requires it") % {"advice": finding.basis}
    return replace(finding, blocks=True, raised=True, basis=basis)


def may_be_raised(rule: str) -> bool:
    """True for advice that the communications office may make a block of."""
    wording = WORDING.get(rule)
    return wording is not None and not wording.blocks and can_block(wording.clause, raised=True)


def advice_rules() -> dict[str, str]:
    """{rule: what it says, with dots where it quotes}, of all advice that may be raised."""
    return {rule: words.example for rule, words in WORDING.items() if may_be_raised(rule)}


def _criteria(rule: str) -> str:
    return " ".join(RULES[rule].criteria) if rule in RULES else ""


def _strength(wording: RuleWording) -> Strength:
    strength = clause(wording.clause).strength
    # WCAG binds, and yet a rule of ours beyond it only advises: nothing is called "must" that
    # may be left undone.
    return Strength.SHOULD if strength.binds and not wording.blocks else strength
