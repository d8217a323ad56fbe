"""Names in one line, each with a number, and nothing that says so: "Alvarez 81, Boone 67".

A list of teams, days or chapters has numbers too; so each name must be one of a person, and what
stands around may not speak of games, money or pages.
"""

import re
from typing import Final

from . import grades, lessons
from .naming.mentions import mentions
from .naming.word_lists import ALL_FAMILY, OF_LESSONS
from .normalizing import fold, folded

_NAME: Final = r"[^\W\d_a-z][\w'-]{1,20}\.?(?: [^\W\d_a-z][\w'-]{0,20}\.?){0,2}"
_BETWEEN: Final = r"(?: ?[:=(,–-] ?| )"
_NUMBER: Final = r"(?:\$?[0-9]{1,4}(?:,[0-9]{3})?(?:\.[0-9]{1,2})?L?%?(?![\w:/-]|\.[0-9]))"
_ITEM: Final = re.compile(rf"({_NAME}){_BETWEEN}({_NUMBER})")
NUMBERED: Final = re.compile(r"[0-9]L?%?\)?(?:[,;/|]| [/|-]|[.;,]? {1,2}[0-9]{1,2}[.)]) ?[A-Z]")
"""Two items of such a list, a number with a name behind it."""
_RESULTS: Final = re.compile(
    r"\b(?:grade ?book|grades?|scores?|results?|marks?|averages?|quiz(?:zes)?|tests?|exams?|percent"
    r"|gpas?|weigh-?in|weights?|lexiles?|levels?|absen\w+|tard\w+|calificacion\w*|notas|puntaj\w+"
    r"|incomes?|salar\w+|debts?|balances?|iq|ingresos|resultados|examen|prueba|promedio\w*|faltas"
    r"|retardos|peso)\b"
)
_IDS: Final = re.compile(r"\b(?:ids?|students?|student numbers?|matriculas?|alumnos?)\b")
_OWN: Final = re.compile(
    r"\b(?:weigh-?ins?|weights|lexiles?|absences|tardies|debts?|incomes?|iq)\b"
)
"""Numbers that are somebody's own in a game as well."""
_OTHER: Final = re.compile(
    r"\b(?:roster|line-?up|jerseys?|uniforms?|laps?|miles|pages?|books|minutes|tickets?|box(?:es)?"
    r"|cookies|rooms?|tables?|bus(?:es)?|seats?|lockers?|raised|sold|sales|ventas|votes?"
    r"|chapters?|lessons?"
    r"|genesis|psalms?|verses?|corinthians|population|salon|paginas|libros|boletos|votos)\b"
)
# "220145 - 93; 220178 - 71": numbers of students, each with a mark.
_OF_NUMBERS: Final = re.compile(
    r"(?<![\w.$#-])#?[0-9]{5,9} ?(?:[:=,(-] ?| )(?:[0-9]{1,3}(?:\.[0-9])?%?|[A-DF][+-]?)"
    r"(?![\w/:$-]|[.,][0-9])"
)
MARKED_NUMBER: Final = re.compile(r"[0-9]{5,9} ?[:=,(-]? ?[0-9A-F][0-9+.%-]{0,4}(?![\w/:$-])")
"""One of these, and perhaps more, stands in lines that are read."""
_LEAST: Final = 3
_LEAST_TOLD: Final = 2
_GREAT: Final = 30
_TEN: Final = 10


def graded(piece: str) -> str:
    """Return the first name of a list of names and numbers that may be grades, or ""."""
    items = [(name, number.strip("$%L").replace(",", "")) for name, number in _ITEM.findall(piece)]
    named = [(name, float(number)) for name, number in items if _is_a_person(name)]
    plain = folded(piece)
    told = _RESULTS.search(plain) is not None
    if len(named) < (_LEAST_TOLD if told else _LEAST) or 2 * len(named) < len(items):
        return ""
    numbers = {number for _name, number in named}
    has_points = any("." in number for _name, number in items) and max(numbers) <= _TEN
    alone = len(named) == len(items) and not _ITEM.sub("", piece).strip(" ;,.\n")
    if len(numbers) == 1 or not (told or has_points or alone or max(numbers) >= _GREAT):
        return ""
    if _OWN.search(plain):
        return named[0][0]
    if _OTHER.search(plain) or grades.speaks_of_other_things(piece) or lessons.is_game(plain):
        return ""
    return named[0][0]


def of_numbers(piece: str) -> str:
    """Return the first of several numbers of students with a mark each, or ""."""
    found = _OF_NUMBERS.findall(piece)
    if len(found) < _LEAST_TOLD or len(set(found)) < _LEAST_TOLD:
        return ""
    plain = folded(piece)
    told = (_RESULTS.search(plain) or _IDS.search(plain)) is not None
    return found[0] if told and not _OTHER.search(plain) else ""


def _is_a_person(name: str) -> bool:
    """True for a name of a list, and for a family name alone; not for people of lessons."""
    plain = fold(name)
    is_family = plain in ALL_FAMILY and plain not in OF_LESSONS
    return is_family or any(one.known for one in mentions(name))
