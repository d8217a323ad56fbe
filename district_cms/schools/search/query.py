"""What was typed, taken apart: what has to be there, what may be, and what else means the same.

Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .words import day_numbers, is_token, pieces, with_days, words

LONGEST_QUERY: Final = 100
MOST_TERMS: Final = 8
_LONGEST_PHRASE: Final = 4

Phrase = tuple[str, ...]
# {phrase: what means the same}, all of them as `words.words` writes them.
SameWords = Mapping[Phrase, tuple[Phrase, ...]]

# Said before a name: nobody knows which of them the teacher uses.
_TITLES: Final = frozenset({
    *("mr", "mrs", "ms", "miss", "mx", "dr", "coach", "prof", "profe"),
    *("sr", "sra", "srta", "senor", "senora", "senorita", "maestra", "maestro"),
})  # fmt: skip
_TEACHER: Final = frozenset({
    *("teacher", "teachers", "maestros", "maestras"),
    *("profesor", "profesora", "profesores", "profesoras"),
})  # fmt: skip
# Homework stands on each class's page: "math homework" asks for the classes of math.
_CLASS: Final = frozenset({
    *("class", "classes", "course", "courses", "clase", "clases", "curso", "cursos"),
    *("homework", "assignment", "assignments", "tarea", "tareas", "deberes"),
})  # fmt: skip
_SCHOOL: Final = frozenset({"school", "schools", "escuela", "escuelas"})
# What a school is called for short behind its name; the list of same words says which level it is.
_LEVELS: Final = frozenset({"hs", "elem"})
_MIDDLE: Final = "ms"
_OF_THE_OFFICE: Final = frozenset({"principal", "principals", "director", "directora"})
_SMALL: Final = frozenset({
    *("a", "an", "the", "of", "for", "in", "at", "on", "and", "my", "our", "is", "s"),
    *("are", "do", "does", "there", "to", "how", "hay", "es", "son", "cual", "como", "hasta"),
    *("where", "when", "who", "what", "page", "website"),
    *("de", "del", "la", "el", "los", "las", "un", "una", "y", "e", "en", "para", "por", "con"),
    *("mi", "al", "que", "quien", "donde", "cuando", "pagina"),
})  # fmt: skip
_KINDS: Final = (
    ("teacher", _TITLES | _TEACHER),
    ("class", _CLASS),
    ("contact", _OF_THE_OFFICE),
    ("school", _SCHOOL | _LEVELS),
)
_OPTIONAL: Final = _TITLES | _TEACHER | _CLASS | _OF_THE_OFFICE | _SCHOOL | _SMALL


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that was asked for: the words as typed, and all that they may mean."""

    typed: Phrase
    meanings: tuple[Phrase, ...]

    @property
    def in_texts(self) -> tuple[Phrase, ...]:
        """What may stand in a text: no word of ours for a grade, a room or a day."""
        own = [meaning for meaning in self.meanings if not any(map(is_token, meaning))]
        return tuple(dict.fromkeys([self.typed, *own]))


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`needed` have to be there; `wished` only decide what comes first, and so does `kind`."""

    required: tuple[Term, ...]
    optional: Phrase = ()
    kind: str = ""

    @property
    def text(self) -> str:
        """All of the needed words as typed."""
        return " ".join(word for term in self.required for word in term.typed)


def parse_query(query: str, same: SameWords) -> ParsedQuery:
    """Take a query apart. Without a word in it, nothing is needed."""
    said = words(with_days(query[:LONGEST_QUERY]))
    kind = next((kind for kind, them in _KINDS if not them.isdisjoint(said)), "")
    terms = list(_terms(said, same))
    needed = [term for term in terms if not _OPTIONAL.issuperset(term.typed)]
    if said[-1:] == [_MIDDLE]:
        # "Ms." stands before a name; behind one it is a middle school.
        terms[-1] = Term((_MIDDLE,), ((_MIDDLE,), ("middle", "school")))
        needed, kind = [*needed, terms[-1]], "school"
    wished = [word for term in terms if term not in needed for word in term.typed]
    if not needed:
        return ParsedQuery(tuple(terms[:MOST_TERMS]), (), kind)
    return ParsedQuery(tuple(needed[:MOST_TERMS]), tuple(wished), kind)


def _terms(said: list[str], same: SameWords) -> Iterable[Term]:
    at = 0
    while at < len(said):
        phrase = next(
            (
                tuple(said[at : at + length])
                for length in range(_LONGEST_PHRASE, 0, -1)
                if tuple(said[at : at + length]) in same and at + length <= len(said)
            ),
            None,
        )
        if phrase is None:
            phrase, meanings = next(pieces(said[at:]))
            written = day_numbers(phrase[0])
            if written is not None:  # "1/2" is a half as well
                yield Term(written, (phrase, written))
            else:
                yield Term(phrase, tuple((meaning,) for meaning in meanings))
        else:
            yield Term(phrase, (phrase, *same[phrase]))
        at += len(phrase)
