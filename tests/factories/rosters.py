"""OneRoster deliveries of a small district, written as a folder of files."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from classroom.rosters.plan import KINDS
from district_cms.people.rosters.reading import COLUMNS
from district_cms.schools.models import SchoolPage

FILES = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")


@dataclass
class Delivery:
    """Rows by file; `mode` is bulk or delta, where each row needs a status."""

    mode: str = "bulk"
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {f: [] for f in FILES})

    def add(self, file: str, key: str, **cells: str) -> None:
        status = cells.pop("status", "active" if self.mode == "delta" else "")
        self.rows[file].append({"sourcedId": key, "status": status, **cells})

    def school(self, key: str, name: str) -> None:
        self.add("orgs", key, name=name, type="school")

    def course(self, key: str, title: str) -> None:
        self.add("courses", key, title=title)

    def person(self, key: str, school: str = "s", role: str = "teacher", **cells: str) -> None:
        given, _space, family = cells.pop("name", f"Tess {key.title()}").partition(" ")
        values = {"email": f"{key}@larkspur.example", "enabledUser": "true", "role": role}
        names = {"givenName": given, "familyName": family, "orgSourcedIds": school}
        self.add("users", key, **{**values, **names, **cells})

    def section(
        self, key: str, title: str, teachers: Sequence[str] = (), course: str = "c", **cells: str
    ) -> None:
        values = {"title": title, "courseSourcedId": course, "classType": "scheduled"}
        place = {"schoolSourcedId": "s", "termSourcedIds": "y", "grades": "09"}
        self.add("classes", key, **{**values, **place, **cells})
        for number, user in enumerate(teachers):
            self.enroll(key, user, primary=not number)

    def enroll(
        self,
        section: str,
        user: str,
        *,
        role: str = "teacher",
        primary: bool = False,
        **cells: str,
    ) -> None:
        values = {"classSourcedId": section, "userSourcedId": user, "role": role}
        self.add(
            "enrollments", f"{section}-{user}", **values, primary=str(primary).lower(), **cells
        )

    def write(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        modes = [
            (f"file.{file}", self.mode if rows else "absent") for file, rows in self.rows.items()
        ]
        _write(
            folder / "manifest.csv",
            [("propertyName", "value"), ("oneroster.version", "1.1"), *modes],
        )
        for file, rows in self.rows.items():
            columns = [name.rstrip("!") for name in COLUMNS[file].split()]
            lines = [[row.get(column, "") for column in columns] for row in rows]
            if rows:
                _write(folder / f"{file}.csv", [columns, *lines])
        return folder


def _write(path: Path, lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(lines)


def small_delivery() -> Delivery:
    """Lincoln High: Rivera has two sections of algebra and an advisory, Haddad one of art."""
    made = Delivery()
    made.school("s", "Lincoln High")
    made.add(
        "academicSessions",
        "y",
        title="2026-27",
        type="schoolYear",
        startDate="2026-08-31",
        endDate="2027-06-10",
    )
    made.course("c", "Algebra 1")
    made.course("d", "Art")
    made.person("rivera", name="Elena Rivera")
    made.person("haddad", name="Noor Haddad")
    made.person("kid", role="student", name="Sam Lopez")
    made.section("1", "Algebra 1 - 1", ["rivera"], periods="1")
    made.section("2", "Algebra 1 - 2", ["rivera", "haddad"], periods="2")
    made.section("3", "Advisory 9", ["rivera"], course="a")
    made.section("4", "Art", ["haddad"], course="d", periods="3")
    made.course("a", "Advisory 9")
    made.enroll("1", "kid", role="student")
    return made


def roster_plan(school: SchoolPage) -> dict[str, Any]:
    """What a screen shows of a delivery with 200 sections of one school."""
    counts = dict.fromkeys(KINDS, 200)
    page = {"page": "k", "year": "2026-27", "is_new": True, "title": "Algebra 1", "lead": "t"}
    sections = [["1", "Algebra 1 - 1", "1", "new"], ["2", "Algebra 1 - 2", "2", "new"]]
    line = {"pk": school.pk, "title": school.title, "staff": counts, "classes": counts}
    return {
        "digest": "",
        "reasons": [],
        "notes": [],
        "new_schools": [],
        "schools": [
            {
                **line,
                "pages": [{**page, "teacher": "Elena Rivera", "sections": sections}] * 100,
                "leaving": ["Art"],
                "people": [["new", "Elena Rivera", "Roles: Teacher"]],
            }
        ],
    }
