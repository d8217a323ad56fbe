"""How a refusal quotes the procedure, and whether what it quotes binds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from district_cms.procedure.clauses import clause


@dataclass(frozen=True, slots=True)
class Quoted:
    """A clause as people read it: its words, where it stands, and how strongly it speaks."""

    sentence: str
    where: str
    strength: str


def quoted(clause_id: str) -> Quoted:
    """The clause, and one sentence on whether it binds, advises or permits."""
    named = clause(clause_id)
    if named.strength.binds:
        strength = _("This clause is a requirement.")
    elif named.strength.advises:
        strength = _(
            "This clause is advice, not a requirement. What the office decides here is the "
            "district’s choice."
        )
    else:
        strength = _(
            "This clause allows something; it requires nothing. What the office decides here is "
            "the district’s choice."
        )
    return Quoted(named.sentence, named.where, strength)
