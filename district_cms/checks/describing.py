"""What is said of each fault: what, why in one sentence, what to do, and which clause. Pure.

Nothing blocks without a clause that binds.
"""

import re
from dataclasses import replace
from typing import Final

from district_cms.procedure.clauses import can_block, check_may_block, clause
from district_cms.procedure.strength import Strength

from .findings import Fault, Finding
from .languages import is_right_to_left, language_name
from .rules import RULES, Control, Rule
from .translation import mark as _
from .translation import translated

_SUBJECTS: Final = {
    "accessibility": _("Accessibility"),
    "ferpa": _("Student privacy (FERPA)"),
    "photographs-and-logos": _("Photographs and logos"),
    "update-contents": _("Contents of an update"),
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
# Around words that are written the other way: the quotation marks keep their place (UAX 9).
_ISOLATED: Final = ("\u2068", "\u2069")
# A quoted sentence brings its own end: “… las familias.” and no second period.
_TWO_ENDS: Final = re.compile(r"([.!?]\u2069?”)\.(?=\s|$)")
_LANGUAGES: Final = ("told", "found")  # the params that are tags of languages
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
    """Return the fault with its words in the current language, and its place on the page.

    `field` is the model field, None for the whole page; `path` leads into a StreamField; `mark` is
    the digest of the content that was read, and `controls` are those of its field: what to do names
    no other. What does not block is told as advice, whatever the
    strength of its clause. Raises KeyError for a rule that is not registered.
    """
    rule = RULES[fault.rule]
    params = dict(fault.params)
    values = {"excerpt": fault.excerpt or "…", **params}
    if rule.names_languages:
        values |= {name: language_name(params[name]) for name in _LANGUAGES if name in params}
        if is_right_to_left(params.get("found", "")):
            values["excerpt"] = f"{_ISOLATED[0]}{values['excerpt']}{_ISOLATED[1]}"
    strength = _strength(rule)
    return Finding(
        rule=rule.id,
        message=_TWO_ENDS.sub(r"\1", translated(rule.message) % values),
        why=translated(rule.why) % values,
        fix=translated(rule.fix_with(controls)) % values,
        clause=rule.clause,
        strength=strength.value,
        basis=translated(_BASIS)
        % {
            "subject": translated(_SUBJECTS[rule.clause]),
            "strength": translated(_STRENGTHS[strength]),
        },
        blocks=rule.blocks,
        field=field,
        path=path,
        excerpt=fault.excerpt,
        selector=fault.selector,
        wcag=" ".join(rule.criteria),
        mark=mark,
        language=params.get("found", "") if rule.names_languages else "",
        passage=params.get("passage", ""),
    )


def raise_to_block(finding: Finding) -> Finding:
    """The same advice, as the communications office has made a block of it, and says so.

    Raises `MayNotBlock` where nothing can be required in the name of the finding's clause.
    """
    check_may_block(finding.clause, raised=True)
    basis = translated(_RAISED) % {"advice": finding.basis}
    return replace(finding, blocks=True, raised=True, basis=basis)


def may_be_raised(rule: str) -> bool:
    """True for advice that the communications office may make a block of. Whose an account is,
    only its author can say."""
    named = RULES.get(rule)
    if named is None or named.blocks or named.clause == "personal-accounts":
        return False
    return can_block(named.clause, raised=True)


def advice_rules() -> dict[str, str]:
    """{rule: what it says, with dots where it quotes}, of all advice that may be raised."""
    return {rule: words.example for rule, words in RULES.items() if may_be_raised(rule)}


def _strength(rule: Rule) -> Strength:
    strength = clause(rule.clause).strength
    # WCAG binds, and yet a rule of ours beyond it only advises: nothing is called "must" that
    # may be left undone.
    return Strength.SHOULD if strength.binds and not rule.blocks else strength
