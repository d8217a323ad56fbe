"""A line that is a value and hardly more: "87%", "Math: C-", "Score: 18", "482913".

It is told of whom another line names. Of which kind it is says how sure that is.
"""

import re
from typing import Final, Literal, NamedTuple

from .naming.mentions import mentions
from .normalizing import folded

Kind = Literal["mark", "letter", "level", "number", "long", "money"]
"""A mark is one by its form or by its label; a letter or a number may be anything. A level is any
other letter, as books have them."""

_VALUE: Final = re.compile(
    r"""(?:(?P<label>[^\W\d_][^:=\n]{0,30}?)(?P<joint>\ ?[:=]\ ?|\ -\ |\ ))?
    (?:(?P<money>-?\$\ ?[0-9]{1,4}(?:[.,][0-9]{2,3})?|-?[0-9]{1,4}\.[0-9]{2}\ (?:dollars|dolares))
      |(?P<percent>[0-9]{1,3}(?:[.,][0-9]{1,2})?\ ?(?:%|percent|por\ ciento))
      |(?P<part>[0-9]{1,3}(?:\.[0-9])?\ ?(?:/|out\ of|of|de)\ ?[0-9]{1,3})
      |(?P<signed>[A-DF][+-])
      |(?P<letter>[A-DF])
      |(?P<level>[EG-Z])
      |(?P<long>\#?\ ?[0-9]{5,9})
      |(?P<number>[0-9]{1,4}(?:[.,][0-9]{1,2})?L?)
    )(?:\ ?\((?:[A-DF][+-]?|[0-9]{1,3}%)\)|,?\ [A-DF][+-]?)?[.]?""",
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_RESULT: Final = re.compile(
    r"\b(?:grade ?book|grades?|scores?|results?|marks?|averages?|quiz(?:zes)?|tests?|exams?"
    r"|midterms?|finals?|gpas?|lexiles?|percent\w*|progress reports?|report cards?|assessments?"
    r"|benchmarks?|calificacion\w*|notas?|puntaj\w+|puntos obtenidos|resultados?|examen(?:es)?"
    r"|pruebas?|promedios?|boletas?|evaluacion\w*|absen\w+|tard(?:y|ies)|faltas|retardos"
    r"|missing work|missing assignments?|tareas pendientes)\b"
)
_LEVELS: Final = re.compile(
    r"\b(?:reading levels?|guided reading|instructional levels?|f ?& ?p|fountas|dra levels?"
    r"|niveles de lectura|nivel de lectura)\b"
)
_SUBJECT: Final = re.compile(
    r"(?:math\w*|reading|science|spelling|writing|history|english|spanish|ela|language arts"
    r"|social studies|algebra(?: (?:i|ii|1|2))?|geometry|biology|chemistry|physics|civics|music|art"
    r"|p\.?e\.?|health|conduct|behavior|citizenship|effort|homework|participation|matematicas"
    r"|lectura|ciencias|historia|ortografia|escritura|ingles|espanol|geografia|conducta|arte"
    r"|educacion fisica)"
)
_GRADE_LEVEL: Final = re.compile(r"(?:grade(?: level)?|grado)")
_HIGHEST_GRADE_LEVEL: Final = 12
_MOST_MONTHS: Final = 12
_MOST_DAYS: Final = 31
_MOST_LABEL_WORDS: Final = 3


class Value(NamedTuple):
    """What a line holds, with its label; `text` is to be masked."""

    kind: Kind
    text: str
    label: str = ""

    @property
    def number(self) -> float:
        """The number that it begins with: 87.5 of "87,5%", 95 of "95 (A)"; 0 of a letter."""
        found = _NUMBER.match(self.text)
        return float(found[0].replace(",", ".")) if found else 0.0


def says_results(plain: str) -> bool:
    """True if a folded text speaks of marks: "Quiz 3 scores"."""
    return _RESULT.search(plain) is not None


def says_levels(plain: str) -> bool:
    """True if a folded text speaks of how well somebody reads: "Reading levels"."""
    return _LEVELS.search(plain) is not None


def value_of(line: str) -> Value | None:
    """Return the value that an undisguised line is, with no more than a label."""
    found = _VALUE.fullmatch(line)
    if found is None:
        return None
    text = line[found.end("joint") if found["label"] else 0 :].strip(" .")
    label = found["label"] or ""
    plain = folded(label).strip()
    kind = _kind(found, plain)
    if kind is None or (label and mentions(label)):
        return None  # with a name in it the line tells it by itself
    return Value(kind, text, plain)


def _kind(found: re.Match[str], label: str) -> Kind | None:
    is_told = says_results(label) or _SUBJECT.fullmatch(label) is not None
    if found["percent"] or found["signed"] or _is_part(found["part"]):
        return "mark" if found["joint"] != " " or _is_short(label) else None
    if found["letter"] or found["number"] or found["part"]:
        if label and not is_told:
            return None
        if _GRADE_LEVEL.fullmatch(label) and _is_grade_level(found["number"]):
            return None
        if label:
            return "mark"
        return "letter" if found["letter"] else "number" if found["number"] else None
    if found["level"]:
        return None if label else "level"
    if found["long"]:
        return None if label else "long"
    return "money" if not label or _is_short(label) else None


def _is_part(part: str | None) -> bool:
    """True for "18/20" and "4 out of 5"; "11/24" may be a day."""
    if not part:
        return False
    first, last = (float(number) for number in re.findall(r"[0-9.]+", part))
    is_day = "/" in part and first <= _MOST_MONTHS and last <= _MOST_DAYS
    return first <= last and (not is_day or first == last or last % 5 == 0)


def _is_short(label: str) -> bool:
    return len(label.split()) <= _MOST_LABEL_WORDS


def _is_grade_level(number: str | None) -> bool:
    return number is not None and float(number.strip("L").replace(",", ".")) <= _HIGHEST_GRADE_LEVEL
