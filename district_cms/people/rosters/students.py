"""The students of a delivery, where the district holds their list; names are hashed at once."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from sys import intern
from typing import Final, Protocol

type NameTokens = Callable[[str, str, str, str], Set[str]]
"""What to hold of a given, middle, preferred and family name: keyed hashes."""

LONGEST_KEY: Final = 64
LONGEST_ID: Final = 255


@dataclass(frozen=True, slots=True)
class Student:
    """One student without the name; `key` is the number that people of the district use, `names`
    are keyed hashes, separated by spaces.

    A delta may have one without `school`, who then stays where they are.
    """

    key: str
    school: str
    grades: str
    names: str


class _Row(Protocol):
    def __getitem__(self, column: str) -> str: ...


@dataclass(slots=True)
class StudentReader:
    """Takes rows of roles.csv, users.csv and enrollments.csv, in this order.

    `known` are ids of earlier deliveries: a delta may change a student and not the role. Without
    `name_tokens` it takes nothing.
    """

    known: Set[str] = frozenset()
    name_tokens: NameTokens | None = None
    students: dict[str, Student] = field(default_factory=dict)
    enrolled: dict[str, list[str]] = field(default_factory=dict)  # by section
    _schools: dict[str, str] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)

    def role(self, user: str, school: str, *, primary: bool) -> None:
        if self.name_tokens and (primary or user not in self._schools):
            self._schools[user] = school

    def user(self, row: _Row) -> str:
        """Takes a student; returns the fault of one who is left out."""
        source_id = intern(row["sourcedId"])
        school = self._schools.pop(source_id, None)
        if self.name_tokens is None or (school is None and source_id not in self.known):
            return ""
        key = row["identifier"] or source_id
        if len(key) > LONGEST_KEY or len(source_id) > LONGEST_ID:
            return "bad-name"
        if source_id in self.students or key in self._keys:
            return "student-twice"
        given, middle, preferred = (
            row[f"{name}Name"] for name in ("given", "middle", "preferredGiven")
        )
        families = {row["familyName"], row["preferredFamilyName"] or row["familyName"]}
        names = {
            name for each in families for name in self.name_tokens(given, middle, preferred, each)
        }
        self._keys.add(key)
        # Strings are shared: a large district's students would take many megabytes.
        school, grades = intern(school or ""), intern(row["grades"])
        self.students[source_id] = Student(key, school, grades, " ".join(sorted(names)))
        return ""

    def enrollment(self, section: str, user: str) -> None:
        if self.name_tokens:
            self.enrolled.setdefault(section, []).append(intern(user))
