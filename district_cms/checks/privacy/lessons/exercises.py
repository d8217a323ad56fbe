"""Exercises: what is told of someone in a sentence to be corrected is told of nobody."""

import re
from typing import Final

_EXERCISE: Final = re.compile(
    r"(?:[\w' ]{1,20}: ?|[0-9]{1,2}[.)] ?|q[0-9]{1,2}[.:] ?)?"
    r"(?:fix (?:the|these|this|it)\b|circle (?:the|each|all)\b|underline\b|acentu[ae]|subray[ae]"
    r"|corrig[ea]|corrijan|rewrite (?:the|each|these)\b|diagram (?:the|each|these)\b|punctuate\b"
    r"|correct (?:the|these|each) (?:sentence|error|mistake|verb|word)s?\b|traduc[ei]|translate\b"
    r"|identify the (?:verb|noun|subject|error|clause|part)|find the (?:verb|noun|subject|error"
    r"|mistake|adjective|predicate)|add (?:the )?(?:commas?|punctuation|quotation marks)"
    r"|cloze\b|combine\b[^.:]{0,20}[:(]|fill in the\b|conjug(?:a|ue|ate)\b|unscramble\b"
    r"|(?:model|sample) (?:paragraph|sentence)|role cards?\b|dialogue\b|dialogo\b"
    r"|story with (?:mistakes|errors)|pon(?:er|ga|gan)? (?:el|los) acentos?|oraciones con\b"
    r"|ordena(?:r|n)? las palabras|complet[ae]n? (?:la|las|el|los) (?:oracion|frase|espacio)"
    r"|write (?:two|three|four|five|[2-9]) sentences)"
)
# "Neither Lan nor her cousins (was / were) absent": one of both is to be chosen.
_CHOICE: Final = re.compile(r"\([a-z']{2,12} ?/ ?[a-z']{2,12}\)")
_BLANK: Final = " ___"


def is_exercise(plain: str) -> bool:
    """True if a folded text begins as an exercise does, "Underline the verb", or leaves a choice
    between two words, or a blank."""
    if _EXERCISE.match(plain) or _BLANK in plain:
        return True
    return "/" in plain and _CHOICE.search(plain) is not None
