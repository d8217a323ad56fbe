"""What a OneRoster delivery says of schools, sections, staff and, with a list of them, students."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from district_cms.imports.importer import GENERAL, Sentences
from district_cms.imports.reading import (
    LONGEST_VALUE,
    WHOLE_FILE,
    Collector,
    Located,
    read_date,
)

from .delivery import Delivery, RefusedDelivery, opened, read_rows
from .students import Student, StudentReader

SENTENCES: Sentences = {
    **GENERAL,
    "no-delivery": _("This is neither a folder nor a zip file that can be opened."),
    "too-many-files": _("There are too many files in the zip file."),
    "odd-path": _("A file in the zip file leads out of it. Make the zip file again."),
    "file-twice": _("This file is in the zip file twice."),
    "broken-file": _("This file is damaged or locked with a password."),
    "too-long": _("From here on the file is longer than any roster. It was not read."),
    "missing-file": _("This file is missing at the top of the delivery."),
    "no-version": _("Only OneRoster 1.1 and 1.2 can be read."),
    "no-mode": _("Write bulk, delta or absent."),
    "no-value": _("Something must stand here."),
    "no-address": _("This is not an email address."),
    "no-teacher-column": _("There is no column for the teacher’s address. Add “teacher”."),
    "no-class-column": _("There is no column for the class. Add “class”."),
    "no-date": _("This is not a date. Write it like 2026-08-31."),
    "unknown-word": _("OneRoster has no such word here."),
    "unknown-id": _("Nothing in this delivery has this id."),
    "id-twice": _("This id is farther up as well."),
    "other-name": _("The column is read, though OneRoster spells it otherwise."),
    "extra-column": _("OneRoster has no such column. It is not read."),
    "other-order": _("The columns stand in another order than in OneRoster. They are read."),
    "other-case": _("The word is read, though OneRoster writes it otherwise."),
    "extra-cells": _("More values than columns; what is too much is empty and not read."),
    "not-school": _("This is not a school. The class is left out."),
    "no-course": _("The course is not in the delivery. The class goes by its own title."),
    "staff-as-student": _("Someone of the staff is listed as a student. The line is left out."),
    "passwords": _("The file has a column for passwords. It is not read."),
    "undeclared": _("The manifest does not name this file. It is not read."),
    "no-district-address": _("Left out: has no address of the district."),
    "address-twice": _("Left out: someone farther up has this address."),
    "bad-name": _("Left out: the name or the id is too long, or a character cannot be read."),
    "student-twice": _("Left out: a student farther up has this id or number."),
    "no-list-key": _(
        "The list of students is turned on, but its key is not set. Ask whoever runs the website "
        "to set STUDENT_LIST_KEY, then choose the roster again."
    ),
    "unknown-school": _("There is no school with this name on the website."),
    "unknown-teacher": _("No one of the staff has this address. Import the staff first."),
    "unknown-term": _("No term has this name. The class lasts the whole school year."),
    "no-year": _("There is no school year for the days of this class. Add it first."),
    "another-waits": _("Another delivery waits for a person. Apply it or drop it first."),
}

# Columns in the order of OneRoster; needed ones are marked. Passwords are in no list.
COLUMNS: Final = {
    "orgs": "sourcedId! status dateLastModified name! type! identifier parentSourcedId",
    "academicSessions": "sourcedId! status dateLastModified title! type! startDate! endDate! "
    "parentSourcedId schoolYear",
    "courses": "sourcedId! status dateLastModified schoolYearSourcedId title! courseCode grades "
    "orgSourcedId subjects subjectCodes",
    "classes": "sourcedId! status dateLastModified title! grades courseSourcedId! classCode "
    "classType! location schoolSourcedId! termSourcedIds! subjects subjectCodes periods",
    "roles": "sourcedId! status dateLastModified userSourcedId! roleType role! beginDate endDate "
    "orgSourcedId! userProfileSourcedId",
    "users": "sourcedId! status dateLastModified enabledUser! orgSourcedIds! role! username "
    "userIds givenName! familyName! middleName identifier email sms phone agentSourcedIds grades "
    "password userMasterIdentifier preferredGivenName preferredMiddleName preferredFamilyName "
    "primaryOrgSourcedId pronouns",
    "enrollments": "sourcedId! status dateLastModified classSourcedId! schoolSourcedId "
    "userSourcedId! role! primary beginDate endDate",
}
# Slips of published sample sets, and OneRoster 1.0.
OTHER_NAMES: Final = {
    "datalastmodified": "dateLastModified",
    "termsourcedid": "termSourcedIds",
    "orgsourcedid": "orgSourcedIds",
    "prefferedgivenname": "preferredGivenName",
    "prefferedmiddlename": "preferredMiddleName",
    "prefferedfamilyname": "preferredFamilyName",
}
ORGS: Final = ("school", "district", "department", "local", "state", "national")
SESSIONS: Final = ("gradingPeriod", "semester", "schoolYear", "term")
FAMILIES: Final = ("student", "guardian", "parent", "relative")
STAFF: Final = (
    *("teacher", "administrator", "aide", "proctor", "counselor", "principal"),
    *("districtAdministrator", "siteAdministrator", "systemAdministrator"),
)
MOST_LISTED: Final = 2_000
"""Mistakes and notes of one file that are kept; nobody reads more."""
ONCE: Final = frozenset({"other-case", "extra-cells"})


class Listing(Collector):
    """Keeps at most `MOST_LISTED` mistakes and as many notes; a note of `ONCE` once a column."""

    def error(self, row: int | str, column: str, value: str, fault: str) -> None:
        if len(self.errors) < MOST_LISTED:
            super().error(row, column, value, fault)

    def note(self, row: int | str, value: str, fault: str, column: str = "") -> None:
        again = fault in ONCE and any(
            (each.fault, each.column) == (fault, column) for each in self.notes
        )
        if len(self.notes) < MOST_LISTED and not again:
            super().note(row, value, fault, column)


@dataclass(frozen=True, slots=True)
class Section:
    """A class of the student information system; without `course` it goes by its own title."""

    title: str
    school: str
    course: str
    terms: tuple[str, ...]
    periods: str
    grades: tuple[str, ...]
    homeroom: bool


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff, with roles and the ids of schools or offices."""

    first_name: str
    last_name: str
    email: str
    enabled: bool
    roles: tuple[tuple[str, str], ...]


type Session = tuple[str, str, str, str]
"""Title, first and last day, as "2026-08-31", and one of `SESSIONS`."""


@dataclass(slots=True)
class Roster:
    """What a delivery says; `removed` has ids by file. With `errors`, take none of it."""

    version: str = ""
    modes: dict[str, str] = field(default_factory=dict)
    orgs: dict[str, tuple[str, str]] = field(default_factory=dict)  # type, name
    sessions: dict[str, Session] = field(default_factory=dict)
    courses: dict[str, str] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    staff: dict[str, Person] = field(default_factory=dict)
    teachers: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)  # of a section
    removed: dict[str, set[str]] = field(default_factory=dict)
    unassigned: set[tuple[str, str]] = field(default_factory=set)  # section, teacher or student
    students: dict[str, Student] = field(default_factory=dict)
    enrolled: dict[str, list[str]] = field(default_factory=dict)  # students of a section
    lines: dict[str, int] = field(default_factory=dict)  # of a section, in a CSV of classes
    errors: list[Located] = field(default_factory=list)
    notes: list[Located] = field(default_factory=list)


def read_roster(
    source: Path | IO[bytes],
    *,
    staff: Set[str] = frozenset(),
    students: StudentReader | None = None,
) -> Roster:
    """Reads a zip or a folder to its end. Mistakes are in the result; nothing is raised.

    `staff` are ids of an earlier delivery: a delta may change a person and not their roles.
    Without `students`, nothing is taken of them.
    """
    students = students or StudentReader()
    roster = Roster(students=students.students, enrolled=students.enrolled)
    try:
        with opened(source) as delivery:
            _Reader(delivery, roster, staff, students).read()
    except RefusedDelivery as error:
        roster.errors.append(Located(WHOLE_FILE, "", error.value[:LONGEST_VALUE], error.fault))
    return roster


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: dict[str, str]
    listing: Listing

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def items(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self[column].split(",") if part.strip())

    def word(self, column: str, words: tuple[str, ...]) -> str:
        """The cell as OneRoster writes it; "" with an error where it is none of the words."""
        value = self[column]
        for word in words:
            if word.casefold() == value.casefold():
                if word != value:
                    self.listing.note(self.number, value, "other-case", column)
                return word
        self.error(column, "unknown-word")
        return ""

    def error(self, column: str, fault: str) -> None:
        self.listing.error(self.number, column, self[column], fault)


class _Reader:
    def __init__(
        self, delivery: Delivery, roster: Roster, staff: Set[str], students: StudentReader
    ) -> None:
        self.delivery, self.roster, self.staff, self.students = delivery, roster, staff, students
        self.roles: dict[str, list[tuple[str, str]]] = {}
        # Sections and staff that are no longer active or stand at no school: their lines too.
        self.left_out: set[tuple[str, str]] = set()

    def read(self) -> None:
        if not self._manifest():
            return
        takers = {
            "orgs": self._org,
            "academicSessions": self._session,
            "courses": self._course,
            "classes": self._section,
            "roles": self._role,
            "users": self._user,
            "enrollments": self._enrollment,
        }
        for file, take in takers.items():
            for row in self._rows(file):
                take(row)

    def _listing(self, file: str) -> Listing:
        return Listing(f"{file}.csv")

    def _close(self, listing: Listing) -> None:
        self.roster.errors += listing.errors
        self.roster.notes += listing.notes

    def _manifest(self) -> bool:
        listing = self._listing("manifest")
        lines: dict[str, str] = {}
        if "manifest.csv" in self.delivery.names:
            for number, cells in read_rows(self.delivery, "manifest.csv", listing):
                if len(cells) < 2 or number > 100:
                    continue
                key, value = cells[:2]
                lines[key] = value
                if key == "oneroster.version" and value not in {"1.1", "1.2"}:
                    listing.error(number, "value", value, "no-version")
                if key.startswith("file.") and value.lower() not in {"bulk", "delta", "absent"}:
                    listing.error(number, "value", value, "no-mode")
        else:
            listing.error(WHOLE_FILE, "", "", "missing-file")
        if not listing.errors and "oneroster.version" not in lines:
            listing.error(WHOLE_FILE, "oneroster.version", "", "no-version")
        self._close(listing)
        self.roster.version = lines.get("oneroster.version", "")
        for file in COLUMNS:
            mode = lines.get(f"file.{file}", "absent").lower()
            self.roster.modes[file] = mode
            if mode == "absent" and f"{file}.csv" in self.delivery.names:
                self.roster.notes.append(Located(WHOLE_FILE, "", "", "undeclared", f"{file}.csv"))
        return not listing.errors

    def _rows(self, file: str) -> Iterator[_Row]:
        mode = self.roster.modes[file]
        if mode == "absent":
            return
        listing = self._listing(file)
        if f"{file}.csv" not in self.delivery.names:
            listing.error(WHOLE_FILE, "", "", "missing-file")
            self._close(listing)
            return
        rows = read_rows(self.delivery, f"{file}.csv", listing)
        number, header = next(rows, (0, []))
        if not number and not listing.errors:
            listing.error(WHOLE_FILE, "", "", "empty-file")
        needed = self._needed(file)
        names = _header(file, needed, number, header, listing) if number else None
        if names is not None:
            seen: set[str] = set()
            for at, cells in rows:
                row = _row(at, cells, names, listing)
                if row is not None and self._usable(row, file, mode, needed, seen):
                    yield row
        self._close(listing)

    def _needed(self, file: str) -> tuple[str, ...]:
        needed = tuple(name[:-1] for name in COLUMNS[file].split() if name.endswith("!"))
        if file == "users" and self.roster.version == "1.2":
            return tuple(name for name in needed if name not in {"orgSourcedIds", "role"})
        return needed

    def _usable(
        self, row: _Row, file: str, mode: str, needed: tuple[str, ...], seen: set[str]
    ) -> bool:
        """Whether the row is to be taken; notes what goes, and what is missing or there twice."""
        key = row["sourcedId"]
        # Students' rows are too many to remember.
        if file not in {"users", "enrollments", "roles"} and key:
            if key in seen:
                row.error("sourcedId", "id-twice")
                return False
            seen.add(key)
        if mode == "delta" and not row["status"]:
            row.error("status", "no-value")
            return False
        if row["status"]:
            status = row.word("status", ("active", "tobedeleted", "inactive"))
            if status in {"tobedeleted", "inactive"}:
                if file == "classes" or (file == "users" and not self._is_family(row)):
                    self.left_out.add((file, key))
                if mode == "delta" and file == "enrollments":
                    self.roster.unassigned.add((row["classSourcedId"], row["userSourcedId"]))
                elif mode == "delta":
                    self.roster.removed.setdefault(file, set()).add(key)
                return False
        empty = [name for name in needed if not row[name]]
        for name in empty:
            row.error(name, "no-value")
        return not empty

    def _is_family(self, row: _Row) -> bool:
        if self.roster.version == "1.2":
            return row["sourcedId"] not in self.roles.keys() | self.staff
        return row["role"].lower() in FAMILIES

    def _org(self, row: _Row) -> None:
        self.roster.orgs[row["sourcedId"]] = (row.word("type", ORGS), row["name"])

    def _session(self, row: _Row) -> None:
        kind = row.word("type", SESSIONS)
        for column in ("startDate", "endDate"):
            if read_date(row[column]) is None:
                row.error(column, "no-date")
        first, last = (str(read_date(row[name]) or "") for name in ("startDate", "endDate"))
        self.roster.sessions[row["sourcedId"]] = (row["title"], first, last, kind)

    def _course(self, row: _Row) -> None:
        self.roster.courses[row["sourcedId"]] = row["title"]

    def _known(self, file: str, known: object, key: str) -> bool:
        """Whether an id is there; a delta may name what an earlier delivery had."""
        return self.roster.modes[file] != "bulk" or key in known  # type: ignore[operator]

    def _section(self, row: _Row) -> None:
        school, course = row["schoolSourcedId"], row["courseSourcedId"]
        kind = row.word("classType", ("scheduled", "homeroom"))
        if not self._known("orgs", self.roster.orgs, school):
            row.error("schoolSourcedId", "unknown-id")
            return
        if self.roster.orgs.get(school, ("school", ""))[0] != "school":
            row.listing.note(row.number, school, "not-school", "schoolSourcedId")
            self.left_out.add(("classes", row["sourcedId"]))
            return
        if self.roster.modes["courses"] != "delta" and course not in self.roster.courses:
            row.listing.note(row.number, course, "no-course", "courseSourcedId")
            course = ""
        for term in row.items("termSourcedIds"):
            if not self._known("academicSessions", self.roster.sessions, term):
                row.error("termSourcedIds", "unknown-id")
        self.roster.sections[row["sourcedId"]] = Section(
            title=row["title"],
            school=school,
            course=course,
            terms=row.items("termSourcedIds"),
            periods=row["periods"],
            # A spreadsheet makes 3 of 03.
            grades=tuple(re.sub(r"^\d$", r"0\g<0>", each) for each in row.items("grades")),
            homeroom=kind == "homeroom",
        )

    def _role(self, row: _Row) -> None:
        role = row.word("role", (*STAFF, *FAMILIES))
        user, org = row["userSourcedId"], row["orgSourcedId"]
        if role in STAFF:
            self.roles.setdefault(user, []).append((role, org))
        elif role == "student":
            self.students.role(user, org, primary=row["roleType"].lower() == "primary")

    def _user(self, row: _Row) -> None:
        key = row["sourcedId"]
        if self.roster.version == "1.2":
            roles = tuple(self.roles.get(key, ()))
        else:
            role = row.word("role", (*STAFF, *FAMILIES))
            staff_role = role in STAFF
            roles = tuple((role, org) for org in row.items("orgSourcedIds") if staff_role)
            if role == "student":
                self.students.role(key, next(iter(row.items("orgSourcedIds")), ""), primary=True)
        if not roles and key not in self.staff:
            if fault := self.students.user(row):
                # The note has the id and never a name.
                row.listing.note(row.number, key, fault)
            return
        if key in self.roster.staff:
            row.error("sourcedId", "id-twice")
            return
        for _role, org in roles:
            if not self._known("orgs", self.roster.orgs, org):
                row.listing.error(row.number, "orgSourcedIds", org, "unknown-id")
        self.roster.staff[key] = Person(
            first_name=row["preferredGivenName"] or row["givenName"],
            last_name=row["preferredFamilyName"] or row["familyName"],
            email=row["email"],
            enabled=row.word("enabledUser", ("true", "false")) == "true",
            roles=roles,
        )

    def _enrollment(self, row: _Row) -> None:
        role, user = row.word("role", (*STAFF, *FAMILIES)), row["userSourcedId"]
        section = row["classSourcedId"]
        if role in FAMILIES:
            if user in self.roster.staff:
                row.listing.note(row.number, user, "staff-as-student", "userSourcedId")
            elif role == "student":
                self.students.enrollment(section, user)
            return
        if role != "teacher" or {("users", user), ("classes", section)} & self.left_out:
            return
        if not self._known("users", self.roster.staff, user):
            row.error("userSourcedId", "unknown-id")
        elif not self._known("classes", self.roster.sections, section):
            row.error("classSourcedId", "unknown-id")
        else:
            teachers = self.roster.teachers.setdefault(section, [])
            teachers.append((user, row["primary"].lower() == "true"))


def _header(
    file: str, needed: tuple[str, ...], number: int, header: list[str], listing: Listing
) -> list[str] | None:
    """Our name of each column, "" for what is not read; None where a needed one is missing."""
    columns = [name.rstrip("!") for name in COLUMNS[file].split()]
    ours = {name.lower(): name for name in columns}
    others = {word: name for word, name in OTHER_NAMES.items() if name in columns}
    names: list[str] = []
    for cell in header:
        word = re.sub(r"[\s_]", "", cell).lower()
        name = ours.get(word) or others.get(word, "")
        if name in names:
            name = ""
        names.append(name)
        if name == "password":
            names[-1] = ""
            listing.note(number, "", "passwords", cell)
        elif name and name != cell:
            listing.note(number, "", "other-name", cell)
        elif not name and cell:
            listing.note(number, "", "extra-column", cell)
    places = [columns.index(name) for name in names if name]
    if places != sorted(places):
        listing.note(number, "", "other-order")
    missing = [name for name in needed if name not in names]
    for name in missing:
        listing.error(number, name, ", ".join(header), "no-column")
    return None if missing else names


def _row(number: int, cells: list[str], names: list[str], listing: Listing) -> _Row | None:
    if not any(cells):
        return None
    extra = cells[len(names) :]
    if any(extra):
        # What slid over the edge can be a password.
        listing.error(number, "", "", "too-many-cells")
        return None
    if extra:
        listing.note(number, "", "extra-cells")
    found = {name: cell for name, cell in zip(names, cells, strict=False) if name}
    return _Row(number, found, listing)
