"""Parses a list of high-school students in CSV, one student per line. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from district_cms.imports.reading import Collector, Line, Located, decode, plain_word, read_table
from district_cms.web.addresses import NoAddress, normalize_address

from .rules import HIGH_SCHOOL_GRADES, is_student_address

HEADERS: Final = {
    "address": ("email", "email address", "mail", "student email", "correo"),
    "school": ("school", "school name", "org sourcedid", "orgsourcedids", "escuela"),
    "grade": ("grade", "grades", "grade level", "grado"),
}
NEEDED: Final = {
    "no-column": ("address",),
    "no-school-column": ("school",),
    "no-grade-column": ("grade",),
}


@dataclass(frozen=True, slots=True)
class StudentRow:
    """One student; `school` is the caller's key of the school."""

    address: str
    school: int
    grade: int


@dataclass(frozen=True, slots=True)
class StudentRows:
    """The content of a file. If it has `errors`, nothing may be imported."""

    students: tuple[StudentRow, ...] = ()
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()


def parse_students(
    data: bytes, *, schools: Mapping[str, int], domains: Iterable[str]
) -> StudentRows:
    """Parses the list; problems are in `errors`.

    Columns: `email`, `school` (a name or roster id of `schools`) and `grade` (9 to 12).
    """
    collector = Collector()
    domains = tuple(domains)
    by_address: dict[str, StudentRow] = {}
    text = decode(data, collector)
    if not domains:
        collector.error(1, "", "", "no-domains")
    elif text is not None:
        for line in read_table(text, collector, headers=HEADERS, needed=NEEDED):
            row = _row(line, collector, schools, domains)
            if row is None:
                continue
            if by_address.setdefault(row.address, row) != row:
                collector.error(line.number, line.header("address"), row.address, "twice")
    return StudentRows(tuple(by_address.values()), tuple(collector.errors), tuple(collector.notes))


def _row(
    line: Line, collector: Collector, schools: Mapping[str, int], domains: Iterable[str]
) -> StudentRow | None:
    address = _address(line, collector, domains)
    school = schools.get(plain_word(line["school"]))
    if school is None:
        collector.error(line.number, line.header("school"), line["school"], "unknown-school")
    grade = line["grade"].lstrip("0")
    if grade not in map(str, HIGH_SCHOOL_GRADES):
        collector.error(line.number, line.header("grade"), line["grade"], "bad-grade")
        return None
    return StudentRow(address, school, int(grade)) if address and school else None


def _address(line: Line, collector: Collector, domains: Iterable[str]) -> str:
    written = line["address"]
    try:
        address = normalize_address(written)
    except NoAddress:
        collector.error(line.number, line.header("address"), written, "bad-address")
        return ""
    if not is_student_address(address, domains):
        collector.error(line.number, line.header("address"), written, "other-domain")
        return ""
    return address
