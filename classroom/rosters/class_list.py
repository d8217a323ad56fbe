"""A plain CSV of classes, for districts without OneRoster, read into the same roster."""

from typing import IO, Final

from district_cms.imports.reading import (
    WHOLE_FILE,
    Collector,
    Line,
    decode,
    read_table,
)
from district_cms.people.rosters.reading import Person, Roster, Section
from district_cms.web.addresses import NoAddress, normalize_address

CLASS_LIST: Final = "classes"
"""The version of such a roster."""
MOST_BYTES: Final = 20_000_000
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


def read_class_list(file: IO[bytes]) -> Roster:
    """Reads "school, teacher's address, class, period, term" lines; schools, teachers and courses
    go by what the file calls them. Mistakes are in the result."""
    roster = Roster(version=CLASS_LIST)
    collector = Collector()
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        collector.error(WHOLE_FILE, "", "", "too-long")
    else:
        text = decode(data, collector)
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
    roster.lines[key] = line.number
