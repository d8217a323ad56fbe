"""Tables of students: names with grades, student numbers, birth dates."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from . import birth_dates, grades, other_meanings, student_numbers
from .lines import Lines
from .masking import DOT, mask_digits, mask_name
from .naming.mentions import mentions
from .naming.people import has_title, looks_like_name, name_at_end
from .naming.word_lists import ALL_FAMILY, OF_LESSONS
from .normalizing import fold, folded, undisguise

_NAME: Final = r"[^\W\d_a-z][\w'-]{1,20}\.?(?: [^\W\d_a-z][\w'-]{0,20}\.?){0,2}"
_BETWEEN: Final = r"(?: ?[:=(,–-] ?| )"
_NUMBER: Final = r"(?:\$?[0-9]{1,4}(?:,[0-9]{3})?(?:\.[0-9]{1,2})?L?%?(?![\w:/-]|\.[0-9]))"
_ITEM: Final = re.compile(rf"({_NAME}){_BETWEEN}({_NUMBER})")
_RESULTS: Final = re.compile(
    r"\b(?:grade ?book|grades?|scores?|results?|marks?|averages?|quiz(?:zes)?|tests?|exams?|percent"
    r"|gpas?|weigh-?in|weights?|lexiles?|levels?|absen\w+|tard\w+|calificacion\w*|notas|puntaj\w+"
    r"|incomes?|salar\w+|debts?|balances?|iq|ingresos|resultados|examen|prueba|promedio\w*|faltas"
    r"|retardos|peso)\b"
)
_IDS: Final = re.compile(r"\b(?:ids?|students?|student numbers?|matriculas?|alumnos?)\b")
_PRIVATE_NUMBERS: Final = re.compile(
    r"\b(?:weigh-?ins?|weights|lexiles?|absences|tardies|debts?|incomes?|iq)\b"
)
"""Numbers that are private even beside words of games."""
_HARMLESS_NUMBERS: Final = re.compile(
    r"\b(?:roster|line-?up|jerseys?|uniforms?|laps?|miles|pages?|books|minutes|tickets?|box(?:es)?"
    r"|cookies|rooms?|tables?|bus(?:es)?|seats?|lockers?|raised|sold|sales|ventas|votes?"
    r"|chapters?|lessons?"
    r"|genesis|psalms?|verses?|corinthians|population|salon|paginas|libros|boletos|votos)\b"
)
_LEAST: Final = 3
_LEAST_WITH_RESULTS: Final = 2
_HIGH_NUMBER: Final = 30
_TEN: Final = 10


def graded_list(piece: str) -> str:
    """Return the first name of a list of names with numbers that may be grades, or ""."""
    items = [(name, number.strip("$%L").replace(",", "")) for name, number in _ITEM.findall(piece)]
    named = [(name, float(number)) for name, number in items if _is_a_person(name)]
    plain = folded(piece)
    has_results = _RESULTS.search(plain) is not None
    if len(named) < (_LEAST_WITH_RESULTS if has_results else _LEAST) or 2 * len(named) < len(items):
        return ""
    numbers = {number for _name, number in named}
    has_points = any("." in number for _name, number in items) and max(numbers) <= _TEN
    alone = len(named) == len(items) and not _ITEM.sub("", piece).strip(" ;,.\n")
    if len(numbers) == 1 or not (
        has_results or has_points or alone or max(numbers) >= _HIGH_NUMBER
    ):
        return ""
    if _PRIVATE_NUMBERS.search(plain):
        return named[0][0]
    if (
        _HARMLESS_NUMBERS.search(plain)
        or grades.mentions_other_topics(piece)
        or other_meanings.is_game(plain)
    ):
        return ""
    return named[0][0]


def _is_a_person(name: str) -> bool:
    """True for a listed name and for a family name alone, but not for people of lessons."""
    plain = fold(name)
    is_family = plain in ALL_FAMILY and plain not in OF_LESSONS
    return is_family or any(mention.known for mention in mentions(name))


# Larger tables are read by rows only: transposing a ragged one could fill the memory.
_LARGEST: Final = 100_000

_Rows = Sequence[Sequence[str]]

_NAMES: Final = re.compile(
    r"(?:students?(?:'s|s')?(?: (?:first |last |full )?names?)?|(?:first|last|full|child's) names?"
    r"|names?|estudiantes?|alumn[oa]s?|nombres?(?: del? (?:estudiante|alumn[oa]))?|apellidos?)",
    re.IGNORECASE,
)
_STUDENTS: Final = re.compile(
    r"(?:students?(?:'s|s')?(?: names?)?|child(?:ren)?|kids?|names?|estudiantes?|alumn[oa]s?"
    r"|nombres?)",
    re.IGNORECASE,
)
_GRADES: Final = re.compile(
    r"\b(?:grades?|scores?|quiz(?:zes)?|tests?|exams?|midterm|finals?|averages?|gpa|marks?|percent"
    r"|calificaci[oó]n(?:es)?|notas?|promedio|examen|prueba)\b|^%$",
    re.IGNORECASE,
)
_GRADE_LEVEL: Final = re.compile(r"grade(?: level)?|grado", re.IGNORECASE)
_GRADE_LEVEL_CELL: Final = re.compile(r"pk|kg?|(?:1[0-2]|\d)(?:st|nd|rd|th)?", re.IGNORECASE)
# Headings of columns without grades, however their cells look.
_NO_GRADES: Final = re.compile(
    r"\b(?:votes?|voting|throws?|goals?|shots?|shooting|batting|room|period|locker|bus|time|date"
    r"|when|day|weight|worth|pages|chapters|jersey|raised|pledged|discount|votos?|hora|fecha"
    r"|salon)\b|#",
    re.IGNORECASE,
)
_STUDENT_NUMBERS: Final = re.compile(
    r"(?:state )?(?:student|pupil|learner) ?(?:id(?:entifier)?|number|no\.?|#)"
    r"(?: ?(?:number|no\.?|#))?s?|s(?:s|as)?id"
    r"|(?:student(?:'s)? )?(?:ssn|social security|ss(?= ?#))(?: ?(?:number|no\.?|#))?"
    r"|n[uú]mero de seguro social"
    r"|lunch (?:pin|number|code|id)s?|(?:id|n[uú]mero|matr[ií]cula) del? (?:estudiante|alumn[oa])",
    re.IGNORECASE,
)
_BIRTHS: Final = re.compile(
    r"d\.?o\.?b\.?|date of birth|birth ?dates?|birthdays?|born|fecha de nacimiento|cumplea[nñ]os",
    re.IGNORECASE,
)
# Every heading that matches one of the two expressions above contains one of these.
_HEADING_WORDS: Final = (
    *("student", "pupil", "learner", "sid", "ssn", "ss#", "ss #", "social", "lunch"),
    *("estudiante", "alumn"),
    *birth_dates.TRIGGERS,
)
# A line that is a score, or begins one whose end is on a line of its own.
_SCORE_ALONE: Final = re.compile(r"\n ?(?:[0-9][0-9.,%/ a-z]{0,20}|[A-DF][+-]?) ?(?:\n|\Z)")
_NUMBER_CELL: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?%?")
_LETTER: Final = re.compile(r"[A-DF][+-]?")
_NOT_GOOD: Final = re.compile(r"[DF+-]")
_LONGEST_NAME: Final = 40
_LONGEST_HEADINGS: Final = 300
_LEAST_LISTED: Final = 2
_MOST_LISTED: Final = 40
_PRIVATE_HEADINGS: Final = re.compile(
    r"\b(?:allerg\w*|medic\w*|bus|stop|phone|address|guardians?|parents?|owe[sd]?|owing|balance"
    r"|missing|absen\w*"
    r"|tard\w*|lates?|behavior|incidents?|detention|iep|504|services?|accommodations?|log-?ins?"
    r"|usernames?|passwords?"
    r"|pins?|locker|combo|combination|lunch status|home language|alerg\w*|telefono|direccion"
    r"|tutor|debe|faltas"
    r"|retardos|conducta|usuario|clave)\b",
    re.IGNORECASE,
)
_PRESENT: Final = frozenset("PATEUXLSH") | {"", "-", "AE", "AU", "EX", "UX", "TD", "ISS", "OSS"}
_MOST_COLUMNS: Final = 12
_SCORE_BEGINS: Final = frozenset("0123456789ABCDF")


def may_tell(lines: Lines) -> bool:
    """False if no table in this text can contain a private fact.

    A grade is alone in its cell, beside a name, which has a capital letter. Levels and debts are
    words and amounts. Anything else stands below a heading.
    """
    text = lines.text
    has_capitals = text != lines.lowered or not text.isascii()
    return lines.hold_any(_HEADING_WORDS) or (
        has_capitals and _SCORE_ALONE.search(text) is not None
    )


def find(rows: _Rows, today: date | None) -> Iterator[Fault]:
    """Yield at most one fault for each rule, for the first cell: the author must check the whole
    table.

    `rows` are undisguised. Without `today`, birth dates are not checked, since they may be history.
    """
    size = len(rows) * max((len(row) for row in rows), default=0)
    transposed = list(zip_longest(*rows, fillvalue="")) if size <= _LARGEST else []
    # In a transposed table, the first heading is above the old headings and is ignored.
    if _has_score(rows) and (
        fault := _grade(rows) or _grade(transposed, first_heading_counts=False)
    ):
        yield fault
    elif first_name := _listed(rows) or _listed(transposed):
        yield Fault("grade-maybe-beside-name", clip(f"{mask_name(first_name)} … {DOT}"))
    if student := _first_with_private_column(rows):
        yield Fault("personal-maybe-beside-name", clip(f"{mask_name(student)} … {DOT}"))
    if student_in_attendance := _first_in_attendance(rows):
        yield Fault(
            "attendance-maybe-beside-name", clip(f"{mask_name(student_in_attendance)} … {DOT}")
        )
    if fault := _student_number(rows) or _student_number(transposed):
        yield fault
    if today and (fault := _birth(rows, today) or _birth(transposed, today)):
        yield fault


def as_rows(data: Sequence[Sequence[object]] | None) -> list[list[str]]:
    """Return the values of a table as undisguised texts; None becomes ""."""
    return [[_plain(cell) for cell in row or ()] for row in data or ()]


def _plain(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return " ".join(undisguise(text).split())


def _has_score(rows: _Rows) -> bool:
    return any(
        cell[0] in _SCORE_BEGINS and grades.SCORE.fullmatch(cell)
        for cell in set().union(*rows)
        if cell
    )


def _grade(rows: _Rows, *, first_heading_counts: bool = True) -> Fault | None:
    headings = list(rows[0]) if rows else []
    if headings and not first_heading_counts:
        headings[0] = ""
    for index, row in enumerate(rows):
        named = [
            (column, name)
            for column, cell in enumerate(row)
            if (name := _name_in(cell, _at(headings, column) if index else ""))
        ]
        # A row of nothing but names is a heading, or a group.
        for column, name in named[:1]:
            for other, cell in enumerate(row):
                if other != column and _is_grade(cell, _at(headings, other) if index else ""):
                    return Fault("grade-beside-name", grades.excerpt(name, cell))
    return None


def _listed(rows: _Rows) -> str:
    """Return the first name of a column beside a column of numbers, or ""."""
    if len(rows) < _LEAST_LISTED:
        return ""
    headings = ", ".join(rows[0])[:_LONGEST_HEADINGS]
    for column in range(1, min(max(map(len, rows)), _MOST_COLUMNS)):
        cells = [(row[0][:_LONGEST_NAME], _at(row, column)) for row in rows[:_MOST_LISTED] if row]
        if name := _with_letters(cells):
            return name
        items = "; ".join(f"{name}: {cell}" for name, cell in cells if _NUMBER_CELL.fullmatch(cell))
        if items and (name := graded_list(f"{headings}; {items}")):
            return name
    return ""


def _with_letters(cells: list[tuple[str, str]]) -> str:
    """Return the first of several names with different letter grades, if one is a D, an F or
    signed."""
    graded = [
        (mention.name, letter)
        for name, letter in cells
        if _LETTER.fullmatch(letter)
        for mention in mentions(name)
        if mention.full
    ]
    letters = {letter for _name, letter in graded}
    return graded[0][0] if len(letters) > 1 and _NOT_GOOD.search("".join(letters)) else ""


def _first_with_private_column(rows: _Rows) -> str:
    """Return the first student below a heading for names, if another heading is private, or ""."""
    headings = rows[0] if rows else ()
    if not headings or not _STUDENTS.fullmatch(headings[0].rstrip(" :")):
        return ""
    if not any(_PRIVATE_HEADINGS.search(folded(heading)) for heading in headings[1:]):
        return ""
    return next(
        (mention.name for row in rows[1:] if row for mention in mentions(row[0][:_LONGEST_NAME])),
        "",
    )


def _first_in_attendance(rows: _Rows) -> str:
    """Return the first name in rows of P, A and T (present, absent, tardy), or ""."""
    marks = {cell for row in rows[:_MOST_LISTED] for cell in row[1:]}
    if not {"A", "P"} <= marks or not marks <= _PRESENT | set(rows[0]):
        return ""
    return next(
        (mention.name for row in rows if row for mention in mentions(row[0][:_LONGEST_NAME])), ""
    )


def _student_number(rows: _Rows) -> Fault | None:
    for cell, heading in _under_headings(rows, _STUDENT_NUMBERS):
        if student_numbers.is_number(cell):
            return Fault("student-number", clip(f"{heading}: {mask_digits(cell, keep=2)}"))
    return None


def _birth(rows: _Rows, today: date) -> Fault | None:
    for cell, heading in _under_headings(rows, _BIRTHS):
        if birth_dates.is_birth_date(cell, today):
            return Fault("birth-date", clip(f"{heading}: {mask_digits(cell)}"))
    return None


def _under_headings(rows: _Rows, wanted: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    headings = rows[0] if rows else ()
    matching = {heading for heading in set(headings) if wanted.fullmatch(heading.rstrip(" :"))}
    for column, heading in enumerate(headings if matching else ()):
        if heading in matching:
            yield from ((_at(row, column), heading) for row in rows[1:])


def _name_in(cell: str, heading: str) -> str:
    if name := name_at_end(cell):
        return name if _is_all_of(name, cell) else ""
    # Under "Student" a name need not be in any list of names.
    known_column = _NAMES.fullmatch(heading.rstrip(" :"))
    return cell if known_column and looks_like_name(cell) and not has_title(cell) else ""


def _is_all_of(name: str, cell: str) -> bool:
    return sorted(re.findall(r"\w+", name)) == sorted(re.findall(r"\w+", cell))


def _is_grade(cell: str, heading: str) -> bool:
    score = grades.SCORE.fullmatch(cell)
    if score is None or _NO_GRADES.search(heading):
        return False
    if score.lastgroup in ("percent", "signed"):
        return True
    if _GRADE_LEVEL.fullmatch(heading.rstrip(" :")) and _GRADE_LEVEL_CELL.fullmatch(cell):
        return False
    return _GRADES.search(heading) is not None


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
