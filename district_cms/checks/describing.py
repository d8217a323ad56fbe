"""Turns a fault into sentences: what happened, why it matters, what to do, and under which clause.
Pure.

A finding blocks only if its clause is binding.
"""

import re
from dataclasses import replace
from typing import Final

from district_cms.procedure.clauses import can_block, check_may_block, clause
from district_cms.procedure.strength import Strength
from district_cms.procedure.versions import Clause

from .findings import Fault, Finding
from .languages import is_right_to_left, language_name
from .rules import RULES, Control
from .translation import mark as _
from .translation import translated

_SUBJECTS: Final = {
    "accessibility": _("Accessibility"),
    "ferpa": _("Student privacy (FERPA)"),
    "photographs-and-logos": _("Photographs and logos"),
    "update-contents": _("Contents of an update"),
    "events": _("Contents of an update"),
    "curriculum-link": _("Curriculum links"),
    "website-anchor": _("The class website"),
    "common-resource": _("The class website"),
    "personal-accounts": _("Personal accounts"),
}
_STRENGTHS: Final = {
    Strength.MUST: _("must"),
    Strength.SHOULD: _("should"),
    Strength.PLEASE: _("please"),
    Strength.MAY: _("may"),
}
# Isolates around right-to-left words, so that the quotation marks keep their place (UAX 9).
_ISOLATED: Final = ("\u2068", "\u2069")
# A quoted sentence has its own final period: “… las familias.” gets no second one.
_TWO_ENDS: Final = re.compile(r"([.!?]\u2069?”)\.(?=\s|$)")
_LANGUAGES: Final = ("declared", "detected")  # the params that are language tags
_BASIS: Final = _("%(subject)s: %(strength)s")
_RAISED: Final = _("%(advice)s, and this district requires it")


def describe(
    fault: Fault,
    field: str | None = None,
    path: tuple[str | int, ...] = (),
    *,
    mark: str = "",
    controls: frozenset[Control] | None = None,
) -> Finding:
    """Returns the finding for a fault: its sentences in the current language, and its place.

    `field` is the model field, None for the whole page; `path` leads into a StreamField; `mark` is
    the digest of the checked content. `controls` are those of the field: the fix names no other. A
    fault that does not block is called advice, whatever the strength of its clause. Raises KeyError
    for a rule that is not registered.
    """
    rule = RULES[fault.rule]
    params = dict(fault.params)
    values = {"excerpt": fault.excerpt or "…", **params}
    if rule.names_languages:
        values |= {name: language_name(params[name]) for name in _LANGUAGES if name in params}
        if is_right_to_left(params.get("detected", "")):
            values["excerpt"] = f"{_ISOLATED[0]}{values['excerpt']}{_ISOLATED[1]}"
    cited = clause(fault.clause or rule.clause)
    blocks = rule.blocks and can_block(cited.id)
    strength = _strength(cited, advises=not (blocks or rule.needs_answer))
    subject = translated(_SUBJECTS[cited.id]) if cited.id in _SUBJECTS else cited.where
    return Finding(
        rule=rule.id,
        message=_TWO_ENDS.sub(r"\1", translated(rule.message) % values),
        why=translated(rule.why) % values,
        fix=translated(rule.fix_with(controls)) % values,
        clause=cited.id,
        strength=strength.value,
        basis=translated(_BASIS)
        % {
            "subject": subject,
            "strength": translated(_STRENGTHS[strength]),
        },
        blocks=blocks,
        field=field,
        path=path,
        excerpt=fault.excerpt,
        selector=fault.selector,
        wcag=" ".join(rule.criteria),
        mark=mark,
        language=params.get("detected", "") if rule.names_languages else "",
        passage=params.get("passage", ""),
        needs_answer=rule.needs_answer,
        tick=translated(rule.tick),
    )


def raise_to_block(finding: Finding) -> Finding:
    """Returns the finding as blocking, because the communications office requires this advice.

    Raises `MayNotBlock` if the finding's clause cannot block.
    """
    check_may_block(finding.clause, raised=True)
    basis = translated(_RAISED) % {"advice": finding.basis}
    return replace(finding, blocks=True, raised=True, basis=basis)


def may_be_raised(rule: str) -> bool:
    """True for advice that the communications office may make blocking. Never for personal
    accounts: only the author knows whose an account is."""
    named = RULES.get(rule)
    if named is None or named.blocks or named.needs_answer or named.clause == "personal-accounts":
        return False
    return can_block(named.clause, raised=True)


def advice_rules() -> dict[str, str]:
    """Returns {rule id: its sentence, with dots for quotations} for all advice that may be
    raised."""
    return {rule: words.example for rule, words in RULES.items() if may_be_raised(rule)}


def _strength(cited: Clause, *, advises: bool) -> Strength:
    # WCAG is binding, but our own rules beyond it only advise. Advice is never called "must".
    return Strength.SHOULD if cited.strength.binds and advises else cited.strength
