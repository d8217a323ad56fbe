"""What the rows of a table tell of students without a score: how well each does, what each owes.

No heading need say so: a column of names beside one of levels, or of amounts below zero.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from .naming.mentions import mentions
from .normalizing import folded

_LEVEL: Final = re.compile(
    r"(?:(?:far|well|just|slightly|nearly|partially|not|did not|does not|muy|no) )?(?:above|below"
    r"|at|on|near|approaching|approaches|exceeds|exceeded|meets|met|meet|proficient|por debajo"
    r"|debajo|por encima|arriba)(?: (?:the|del?|el|la))?(?: (?:grade )?(?:level|standards?"
    r"|benchmark|average|expectations?|basic|nivel|promedio|esperado|basico))?"
    r"|(?:highly |partially )?(?:advanced|proficient|basic|beginning|emerging|developing"
    r"|satisfactory|unsatisfactory|strategic|intensive|passed|failed|failing)|needs (?:improvement"
    r"|support|help|practice)|(?:tier|level|nivel) [1-5]|avanzad[oa]|basico|basica"
    r"|(?:in|no )?(?:suficiente|satisfactori[oa])|insuficiente|sobresaliente|en (?:desarrollo"
    r"|proceso|riesgo)|(?:re|a)probad[oa]|(?:requiere|necesita) apoyo"
)
_OWED: Final = re.compile(r"(?:-|\(-?)\$ ?[0-9]{1,4}(?:\.[0-9]{2})?\)?|-[0-9]{1,4}\.[0-9]{2}")
MAY_TELL: Final = re.compile(
    r"\n ?(?:-\$[0-9]|\(\$[0-9]|-[0-9]+\.[0-9]{2} ?\n"
    r"|(?:kids?|child(?:ren)?|names?|nombres?) ?:? ?\n"
    r"|[a-z ]{0,12}(?:above|below|exceeds|meets|met|advanced|proficient|basic|emerging|developing"
    r"|satisfactory|failed|failing|passed|level|nivel|tier|encima|debajo|avanzad[oa]|b[aá]sic[oa]"
    r"|suficiente|apoyo|probad[oa])\b)",
    re.IGNORECASE,
)
"""Without a line of this kind no table tells any of it."""
_LEAST: Final = 2
_MOST: Final = 40
_LONGEST_NAME: Final = 40


def leveled(rows: Sequence[Sequence[str]]) -> str:
    """Return the first name of rows that say how well each does, or ""."""
    return _first(rows, lambda cell: _LEVEL.fullmatch(folded(cell)) is not None, several=True)


def owing(rows: Sequence[Sequence[str]]) -> str:
    """Return the first name of rows with an amount below zero, or ""."""
    return _first(rows, lambda cell: _OWED.fullmatch(cell) is not None, several=False)


def _first(rows: Sequence[Sequence[str]], is_told: Callable[[str], bool], *, several: bool) -> str:
    names: list[str] = []
    told: set[str] = set()
    for row in rows[:_MOST]:
        cells = [cell for cell in row[1:] if is_told(cell)]
        if cells and (named := mentions(row[0][:_LONGEST_NAME])) and len(named) == 1:
            names.append(named[0].name)
            told.update(folded(cell) for cell in cells)
    is_list = len(names) >= _LEAST and (len(told) > 1 or not several)
    return names[0] if is_list else ""
