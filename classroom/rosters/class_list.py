"""A plain CSV of classes, for districts without OneRoster, read into the same roster."""

from pathlib import Path
from typing import Final

from district_cms.imports.reading import (
    WHOLE_FILE,
    Collector,
    Line,
    decode,
    read_table,
)
from district_cms.people.rosters.delivery import MOST_BYTES
from district_cms.people.rosters.reading import Person, Roster, Section
from district_cms.web.addresses import NoAddress, normalize_address

HEADERS: Final = {
    "school": ("school", "escuela"),
    "teacher": ("teacher", "teacher email", "email", "maestro"),
    "class": ("class", "course", "clase"),
    "period": ("period", "periodo"),
    "term": ("term", "semester", "trimestre"),
}
NEEDED: Final = {
    "no-column": ("school",),
    "no-teacher-column": ("teacher",),
    "no-class-column": ("class",),
}
MUST: Final = ("school", "teacher", "class")


def read_class_list(path: Path) -> Roster:
    """Reads "school, teacher's address, class, period, term" lines; schools, teachers and courses
    go by what the file calls them. Mistakes are in the result."""
    roster = Roster(version="csv")
    collector = Collector(path.name)
    if path.stat().st_size > MOST_BYTES:
        collector.error(WHOLE_FILE, "", "", "too-long")
    else:
        text = decode(path.read_bytes(), collector)
        if text is not None:
            for line in read_table(text, collector, headers=HEADERS, needed=NEEDED):
                _take(line, roster, collector)
    roster.errors, roster.notes = collector.errors, collector.notes
    return roster


def _take(line: Line, roster: Roster, collector: Collector) -> None:
    empty = [column for column in MUST if not line[column]]
    for column in empty:
        collector.error(line.number, line.header(column), "", "no-value")
    if empty:
        return
    try:
        address = normalize_address(line["teacher"])
    except NoAddress:
        collector.error(line.number, line.header("teacher"), line["teacher"], "no-address")
        return
    school, title = line["school"], line["class"]
    key = ", ".join((school, address, title, line["period"], line["term"]))
    if key in roster.sections:
        collector.error(line.number, "", key, "id-twice")
        return
    roster.orgs[school] = ("school", school)
    roster.courses[title] = title
    roster.staff.setdefault(address, Person("", "", address, True, (("teacher", school),)))
    terms = (line["term"],) if line["term"] else ()
    roster.sections[key] = Section(title, school, title, terms, line["period"], (), False)
    roster.teachers[key] = [(address, True)]
