"""Parses a query into required and optional words with their synonyms. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .words import day_numbers, is_token, pieces, with_days, words

LONGEST_QUERY: Final = 100
MOST_TERMS: Final = 8
_LONGEST_PHRASE: Final = 4

Phrase = tuple[str, ...]
# {phrase: synonyms}, normalized by `words.words`.
SameWords = Mapping[Phrase, tuple[Phrase, ...]]

# Titles before a name; families do not know which one the teacher uses.
_TITLES: Final = frozenset({
    *("mr", "mrs", "ms", "miss", "mx", "dr", "coach", "prof", "profe"),
    *("sr", "sra", "srta", "senor", "senora", "senorita", "maestra", "maestro"),
})  # fmt: skip
_TEACHER: Final = frozenset({
    *("teacher", "teachers", "maestros", "maestras"),
    *("profesor", "profesora", "profesores", "profesoras"),
})  # fmt: skip
# Homework is on each class's page: "math homework" asks for math classes.
_CLASS: Final = frozenset({
    *("class", "classes", "course", "courses", "clase", "clases", "curso", "cursos"),
    *("homework", "assignment", "assignments", "tarea", "tareas", "deberes"),
})  # fmt: skip
_SCHOOL: Final = frozenset({"school", "schools", "escuela", "escuelas"})
# Abbreviations after a school's name; the synonyms state their level.
_LEVELS: Final = frozenset({"hs", "elem"})
_MIDDLE: Final = "ms"
_OFFICE: Final = frozenset({"principal", "principals", "director", "directora"})
_STOP_WORDS: Final = frozenset({
    *("a", "an", "the", "of", "for", "in", "at", "on", "and", "my", "our", "is", "s"),
    *("are", "do", "does", "there", "to", "how", "hay", "es", "son", "cual", "como", "hasta"),
    *("where", "when", "who", "what", "page", "website"),
    *("de", "del", "la", "el", "los", "las", "un", "una", "y", "e", "en", "para", "por", "con"),
    *("mi", "al", "que", "quien", "donde", "cuando", "pagina"),
})  # fmt: skip
_KINDS: Final = (
    ("teacher", _TITLES | _TEACHER),
    ("class", _CLASS),
    ("contact", _OFFICE),
    ("school", _SCHOOL | _LEVELS),
)
_OPTIONAL: Final = _TITLES | _TEACHER | _CLASS | _OFFICE | _SCHOOL | _STOP_WORDS


@dataclass(frozen=True, slots=True)
class Term:
    """One required or optional part of a query: the words as typed, and all their meanings."""

    typed: Phrase
    meanings: tuple[Phrase, ...]

    @property
    def in_texts(self) -> tuple[Phrase, ...]:
        """The meanings that can occur in a text: no index tokens for a grade, a room or a day."""
        own = [meaning for meaning in self.meanings if not any(map(is_token, meaning))]
        return tuple(dict.fromkeys([self.typed, *own]))


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """Results must match `required`; `optional` and `kind` only affect their order."""

    required: tuple[Term, ...]
    optional: Phrase = ()
    kind: str = ""

    @property
    def text(self) -> str:
        """The required words as typed."""
        return " ".join(word for term in self.required for word in term.typed)


def parse_query(query: str, same: SameWords) -> ParsedQuery:
    """Parses a query. A query without words requires nothing."""
    typed = words(with_days(query[:LONGEST_QUERY]))
    kind = next((kind for kind, markers in _KINDS if not markers.isdisjoint(typed)), "")
    terms = list(_terms(typed, same))
    required = [term for term in terms if not _OPTIONAL.issuperset(term.typed)]
    if typed[-1:] == [_MIDDLE]:
        # Before a name it is "Ms.", after one a middle school.
        terms[-1] = Term((_MIDDLE,), ((_MIDDLE,), ("middle", "school")))
        required, kind = [*required, terms[-1]], "school"
    optional = [word for term in terms if term not in required for word in term.typed]
    if not required:
        return ParsedQuery(tuple(terms[:MOST_TERMS]), (), kind)
    return ParsedQuery(tuple(required[:MOST_TERMS]), tuple(optional), kind)


def _terms(typed: list[str], same: SameWords) -> Iterable[Term]:
    at = 0
    while at < len(typed):
        phrase = next(
            (
                tuple(typed[at : at + length])
                for length in range(_LONGEST_PHRASE, 0, -1)
                if tuple(typed[at : at + length]) in same and at + length <= len(typed)
            ),
            None,
        )
        if phrase is None:
            phrase, meanings = next(pieces(typed[at:]))
            written = day_numbers(phrase[0])
            if written is not None:  # "1/2" is also a half
                yield Term(written, (phrase, written))
            else:
                yield Term(phrase, tuple((meaning,) for meaning in meanings))
        else:
            yield Term(phrase, (phrase, *same[phrase]))
        at += len(phrase)
