"""A name in one line and what is told of it in another: "Maria Lopez" above "87%".

Items of a list, lines, paragraphs, terms with their definitions. Such a line may be of anything: so
what is found here is asked, and what stands around may not speak of games, votes or problems.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from ..accessibility.words import clip
from ..findings import Fault
from . import grades, headed, lessons, said_of
from .lines import Lines
from .masking import mask_digits, mask_name
from .naming.capitalized import has_capitals, in_capitals
from .naming.keys import key
from .naming.mentions import mentions
from .naming.people import has_title, is_name
from .naming.word_lists import ALL_GIVEN
from .normalizing import fold, folded
from .values import Value, says_levels, says_results, value_of

# What ends a line that is a value and hardly more; then the line itself is read.
_ENDS: Final = re.compile(
    r"(?:[0-9]%?|%|[A-DF][+-]?|[A-Z](?<![\w'-].)|percent|por ciento)[).]? ?\Z"
)
_LONGEST_END: Final = len("por ciento. ")
_SIGN: Final = re.compile(r"^(?:[-*\u2022\u00b7] |[0-9]{1,2}[.)] )")
_CALLED: Final = re.compile(
    r"^(?:students?|pupil|child|kid|scholar|learner|(?:first |last |full )?name|estudiante"
    r"|alumn[oa]|nombre(?: completo)?|ni[nñ][oa]|hij[oa])(?:'s name| name)? ?[:=-] ?",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r" ?\([^()]{1,20}\)$")
_TURNED: Final = re.compile(
    r"([^\W\d_][\w'-]{1,20}(?: [^\W\d_][\w'-]{1,20})?), ([^\W\d_][\w'. -]+)"
)
# What may stand between a name and a mark: in which class, of what.
_BETWEEN: Final = re.compile(
    r"(?:(?:period|per\.?|hour|section|grade|block|room|periodo|grado|salon|grupo) [\w-]{1,4}"
    r"|[0-9](?:st|nd|rd|th) (?:grade|period|hour)|[0-9] ?[a-d]"
    r"|(?:math\w*|reading|science|spelling|writing|history|english|spanish|ela|social studies"
    r"|algebra|geometry|biology|chemistry|physics|civics|band|matematicas|lectura|ciencias"
    r"|historia|ortografia|ingles)(?: [\w ]{1,20})?"
    r"|[\w ]{0,20}\b(?:test|quiz|exam|grade|score|mark|average|result|gpa|midterm|final|homework"
    r"|assignment|essay|project|unit|examen|prueba|tarea|nota|calificacion|promedio)s?"
    r"(?: [\w#-]{1,6})?) ?[:=-]?"
    r"|(?:class|course|teacher|period|subject|date|unit|test|quiz|exam|assignment|room|grade|hour"
    r"|section|school|materia|clase|maestr[oa]|fecha|unidad|examen|prueba|tarea|grado|grupo"
    r"|salon|escuela) ?[:=] ?[^:=]{1,30}"
)
_LONGEST: Final = 60
_LONGEST_ABOVE: Final = 160
_LONGEST_NAME: Final = 40
_FURTHEST: Final = 8
_MOST_WORDS: Final = 5
_MOST: Final = 1_000
_MOST_BETWEEN: Final = 2
_LINES_ABOVE: Final = 2
_LEAST: Final = 2
_LEAST_LETTERS: Final = 2
_LEAST_NUMBERS: Final = 3
_WHOLE: Final = 100
_PARTS: Final = 2
_GREAT: Final = 30
_BELOW: Final = "\n\n"
# Numbers and letters of these are those of no student.
_OF_OTHERS: Final = re.compile(
    r"\b(?:syllabus|weights?|categor\w+|teachers?|instructors?|staff|coach\w*|contacts?|offices?"
    r"|extensions?|phones?|authors?|autor\w*|books?|libros|films?|movies?|reviews?|ratings?|rated"
    r"|rooms?|salon\w*|salones|buses|bus|routes?|presidents?|poll\w*|survey\w*|encuestas?"
    r"|census|recipes?|favou?rites?|favorit[oa]s|maestr[oa]s|profesor\w*|personal|ingredients?"
    r"|fractions?|fracciones|probabilit\w+|decimals?|tournament|torneo|league|season|standings"
    r"|roster|line-?up|jerseys?|uniforms?|games?|partidos?|meet|sold|sales|raised|laps?|miles)\b"
)
# Said of a class or a school, whoever is named above it.
_OF_MANY: Final = re.compile(
    r"\b(?:class|school|district|state|team|overall|everyone|participation|attendance goal|goal"
    r"|clase|escuela|distrito|estado|equipo|meta|response|humidity|battery|off|discount|chance"
    r"|rating|stars?|room|page|chapter|verse|weight|worth|points possible)\b"
)


class _Pair(NamedTuple):
    """Who is named in a line and a value in another one; `first` and `last` are these lines.

    `turned` if the value stands above the name.
    """

    name: str
    known: bool
    value: Value
    first: int
    last: int
    turned: bool = False


def find(lines: Lines, staff: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """Yield the first question of each kind about what is told in another line than the name.

    `staff` are those of `PrivacyRules`: they have no marks.
    """
    ending = list(islice(lines.ending(_ENDS, _LONGEST_END), _MOST))
    if not ending:
        return
    told: set[str] = set()
    for group, around in _groups(_Read(lines, staff), ending):
        for fault in _judged(group, around):
            if fault.rule not in told:
                told.add(fault.rule)
                yield fault


class _Read:
    """The lines that are not blank, and who or what each of them is, looked up once."""

    def __init__(self, lines: Lines, staff: frozenset[str]) -> None:
        starts = list(lines.all())
        self.texts = [lines.line(start) for start in starts]
        self.at = {start: index for index, start in enumerate(starts)}
        self._staff = staff
        self._names: dict[str, tuple[str, bool]] = {}
        self._values: dict[int, Value | None] = {}

    def name(self, index: int) -> tuple[str, bool]:
        """Return who is named in a line that is a name and no more, and if lists have it."""
        text = self.texts[index]
        if text not in self._names:
            name, known = _named(text)
            self._names[text] = ("", False) if key(name) in self._staff else (name, known)
        return self._names[text]

    def value(self, index: int) -> Value | None:
        if index not in self._values:
            text = self.texts[index]
            plain = _SIGN.sub("", text) if len(text) <= _LONGEST else ""
            self._values[index] = value_of(plain) if plain else None
        return self._values[index]

    def above(self, index: int) -> tuple[str, bool, int]:
        """Return who is named above a value, and in which line; "" if nobody is."""
        between = 0
        for near in range(index - 1, max(index - _FURTHEST, -1), -1):
            name, known = self.name(near)
            if whole := self._in_two_lines(near):
                return whole, True, near - 1
            if name:
                return name, known, near
            if self.value(near) is None:
                between += 1
                if between > _MOST_BETWEEN or not _is_between(self.texts[near]):
                    break
        return "", False, index

    def _in_two_lines(self, near: int) -> str:
        """Return the name that a line ends whose given name stands in the one above."""
        words = [_SIGN.sub("", text) for text in self.texts[max(near - 1, 0) : near + 1]]
        whole = " ".join(words)
        is_one = len(words) == len(whole.split()) == _PARTS and is_name(whole)
        return whole if is_one and fold(words[0]) in ALL_GIVEN else ""

    def around(self, first: int, last: int) -> str:
        """Return what stands above a list, and right below it."""
        above = self.texts[max(first - _LINES_ABOVE, 0) : first]
        below = self.texts[last + 1 : last + 2]
        both = (
            "\n".join(text for text in texts if len(text) <= _LONGEST_ABOVE)
            for texts in (above, below)
        )
        return _BELOW.join(both)


def _named(text: str) -> tuple[str, bool]:
    if len(text) > _LONGEST:
        return "", False
    called = _CALLED.sub("", _SIGN.sub("", text))
    called = _ASIDE.sub("", called.rstrip(" :,;-")).strip()
    words = called.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(called) > _LONGEST_NAME or has_title(called):
        return "", False
    if called.isupper() or not has_capitals(called):
        called = in_capitals(called)
    if (turned := _TURNED.fullmatch(called)) and is_name(name := f"{turned[2]} {turned[1]}"):
        return name, True
    found = mentions(called)
    if len(found) != 1 or len(found[0].name) < len(called.rstrip(".")):
        return "", False
    return found[0].name, found[0].known or is_name(found[0].name)


def _is_between(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _BETWEEN.fullmatch(folded(text)) is not None


def _groups(read: _Read, ending: list[int]) -> Iterator[tuple[list[_Pair], str]]:
    """Yield the pairs of a name and a value that follow each other, with what is around them."""
    group: list[_Pair] = []
    for start in ending:
        index = read.at[start]
        if (value := read.value(index)) is None:
            continue
        pair = _pair(read, index, value)
        if pair is None:
            continue
        if group and pair.first > group[-1].last + 1:
            yield group, read.around(group[0].first, group[-1].last)
            group = []
        group.append(pair)
    if group:
        yield group, read.around(group[0].first, group[-1].last)


def _pair(read: _Read, index: int, value: Value) -> _Pair | None:
    name, known, at = read.above(index)
    if name:
        return _Pair(name, known, value, at, index)
    name, known = read.name(index + 1) if index + 1 < len(read.texts) else ("", False)
    return _Pair(name, known, value, index, index + 1, turned=True) if name else None


def _judged(group: list[_Pair], around: str) -> Iterator[Fault]:
    plain = folded(around)
    told = says_results(plain)
    group = [pair for pair in group if not _OF_MANY.search(pair.value.label)]
    if not any(pair.known for pair in group) or _is_a_scheme(group):
        return
    if _is_of_others(around, plain):
        return
    marked = _leveled(group) if says_levels(plain) else _marked(group, told=told)
    if marked is not None:
        yield Fault("grade-maybe-beside-name", grades.excerpt(marked.name, marked.value.text))
    if len(long := [pair for pair in group if pair.value.kind == "long"]) >= _LEAST:
        said = mask_digits(long[0].value.text)
        yield Fault("number-maybe-beside-name", clip(f"{mask_name(long[0].name)} … {said}"))
    if money := [pair for pair in group if pair.value.kind == "money"]:
        below = "\n".join(f"{pair.name} {pair.value.text}" for pair in money)
        yield from headed.find(Lines(f"{around.partition(_BELOW)[0]}\n{below}"))


def _marked(group: list[_Pair], *, told: bool) -> _Pair | None:
    """Return the first pair of a list in which somebody has a mark."""
    if all(pair.turned for pair in group) and len(group) < _LEAST:
        told = told or bool(group[0].value.label)
        return group[0] if told and group[0].value.kind == "mark" else None
    if marks := [pair for pair in group if pair.value.kind == "mark"]:
        return marks[0]
    letters = [pair for pair in group if pair.value.kind == "letter"]
    numbers = [pair for pair in group if pair.value.kind == "number"]
    for pairs, least in ((letters, _LEAST_LETTERS), (numbers, _LEAST_NUMBERS)):
        values = {pair.value.text for pair in pairs}
        if pairs and (told or (len(pairs) >= least and len(values) > 1 and _are_telling(pairs))):
            return pairs[0]
    return None


def _leveled(group: list[_Pair]) -> _Pair | None:
    of_levels = (pair for pair in group if pair.value.kind != "money")
    return next(of_levels, None) if len(group) >= _LEAST else None


def _are_telling(pairs: list[_Pair]) -> bool:
    """True if letters or numbers of a list are more than those of groups, places and years."""
    texts = [pair.value.text for pair in pairs]
    if pairs[0].value.kind == "letter":
        return any(text in "DF" or text in texts[:index] for index, text in enumerate(texts))
    numbers = [pair.value.number for pair in pairs]
    return max(numbers) <= _WHOLE and (
        max(numbers) >= _GREAT or any(number % 1 for number in numbers)
    )


def _is_a_scheme(group: list[_Pair]) -> bool:
    """True for what makes up a grade: "Tests: 40%", "Homework: 20%", "Projects: 40%"."""
    shares = [
        pair.value.number for pair in group if pair.value.label and pair.value.text.endswith("%")
    ]
    return len(shares) > 1 and sum(shares) == _WHOLE


def _is_of_others(around: str, plain: str) -> bool:
    return (
        _OF_OTHERS.search(plain) is not None
        or grades.speaks_of_other_things(around)
        or lessons.is_game(plain)
        or lessons.is_one(plain, around)
        or said_of.is_of_grown_ups(around)
    )
