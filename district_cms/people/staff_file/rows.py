"""Parses a list of staff, and holds the sentences about lines that cannot be imported."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from district_cms.imports.importer import GENERAL, Sentences
from district_cms.imports.reading import (
    Collector,
    FileCell,
    Line,
    Located,
    Place,
    decode,
    plain_word,
    read_flag,
    read_table,
)
from district_cms.web.addresses import NoAddress, normalize_address

from ..roles import DISTRICT_WIDE, NEEDS_SCHOOL, Role

SENTENCES: Sentences = {
    **GENERAL,
    "no-name-column": _("There is no column for the name. Add “first name” and “last name”."),
    "no-email-column": _("There is no column for the address. Add one called “email”."),
    "name-unclear": _(
        "Which is the first name and which the last? Write “Rivera, Elena”, or use the columns "
        "“first name” and “last name”."
    ),
    "no-first-name": _("The first name is missing."),
    "no-last-name": _("The last name is missing."),
    "bad-address": _("This is not an email address."),
    "other-domain": _(
        "This is not an address of the district. Staff are listed with their district address."
    ),
    "unknown-school": _(
        "There is no school with this name or roster id. Write the name as it is on the school’s "
        "page."
    ),
    "unknown-role": _(
        "There is no such role. Write teacher, principal, counselor, communications office, "
        "district administrator or stand-in."
    ),
    "role-without-school": _("Name the school: this role belongs to one school."),
    "too-long": _(
        "This is too long: a name has at most 100 characters, a job title 120, a roster id 255."
    ),
    "twice": _("This is farther up as well. Each person has one line."),
    "other-person": _(
        "The roster id belongs to one person and the address to another. Correct one of the two."
    ),
    "other-account": _(
        "Another account signs in with this address. Correct the address here or there."
    ),
    "unreadable": _("A character here cannot be read. Type the cell again."),
    "beyond": _(
        "This person may do more on the website than you. Ask them, or whoever runs the website, "
        "to make the change."
    ),
    "role-beyond": _("You cannot give a role that may do more than you."),
    "role-self": _("You cannot give a role to yourself. Ask another district administrator."),
    "bad-words": _("This name or title cannot be on the website: families would read it."),
    "kept-beyond": _("Not in the file, but not removed: this person may do more than you."),
    "kept-self": _("Not in the file, but not removed: this is your own record."),
    "not-staff": _("Left out: not someone who works here."),
    "left": _("Left out: does not work here anymore."),
    "works-here-still": _(
        "The file says that this person has left. Nothing was changed: use “Someone leaves” on "
        "the staff record to end the account and hand over the classes."
    ),
    "without-role": _(
        "This person gets no role on the website. Give one on the staff record if it is needed."
    ),
    "shrinks": _(
        "More than a fifth of the staff would no longer work here. Is the file complete? If it "
        "is, check “This many people really are leaving” and choose the file again."
    ),
}


HEADERS: Final = {
    "given": ("first name", "given name", "givenname", "preferredgivenname"),
    "family": ("last name", "family name", "familyname", "surname"),
    "name": ("name", "full name"),
    "title": ("title", "job title", "position"),
    "email": ("email", "email address", "mail"),
    "schools": ("school", "schools", "school name", "orgsourcedids", "primaryorgsourcedid"),
    "roles": ("role", "roles"),
    "source_id": ("source id", "sourcedid", "roster id"),
    "enabled": ("enableduser", "works here", "active"),
    "status": ("status",),
}
NEEDED: Final = {"no-name-column": ("name", "family"), "no-email-column": ("email",)}
ROLE_WORDS: Final[Mapping[str, Role]] = {
    "teacher": Role.TEACHER,
    "principal": Role.PRINCIPAL,
    "counselor": Role.COUNSELOR,
    "communications": Role.COMMUNICATIONS,
    "communications office": Role.COMMUNICATIONS,
    "district administrator": Role.ADMINISTRATOR,
    "stand-in": Role.STAND_IN,
}
# Roster roles of people who do not work here.
NOT_STAFF: Final = frozenset({"student", "guardian", "parent", "relative"})
# People who work here but need no role on the website. OneRoster's "administrator" may be a
# principal or anyone in an office; a person has to decide.
WITHOUT_ROLE: Final = frozenset({"administrator", "aide", "proctor", "staff"})
LONGEST: Final = {"given": 100, "family": 100, "title": 120, "source_id": 255}
# Control characters and code points without a character break mails and feeds.
_UNREADABLE: Final = frozenset({"Cc", "Cn", "Co", "Cs"})
_MANY: Final = re.compile(r"[;|,\n]")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person. None means that the file has no value; `schools` are keys that the caller
    passed."""

    line: Place
    given: str
    family: str
    email: str
    title: str
    source_id: str
    schools: tuple[int, ...] | None
    roles: tuple[tuple[Role, int | None], ...] | None


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Someone who no longer works here, according to the file."""

    line: Place
    email: str
    source_id: str


@dataclass(frozen=True, slots=True)
class StaffRows:
    """The parsed file. If there are `errors`, nothing may be imported."""

    people: tuple[StaffRow, ...] = ()
    left: tuple[LeftRow, ...] = ()
    errors: tuple[Located, ...] = ()
    notes: tuple[Located, ...] = ()


def parse_staff(data: bytes, *, schools: Mapping[str, int], domains: Iterable[str]) -> StaffRows:
    """Parses the list. Returns problems in `errors` and raises nothing.

    `schools` maps names and roster ids, folded by `plain_word`, to keys; `domains` are the staff's
    email domains in lower case.
    """
    collector = Collector()
    people: list[StaffRow] = []
    left: list[LeftRow] = []
    headers: Mapping[str, str] = {}
    text = decode(data, collector)
    if text is not None:
        domains = frozenset(domains)
        for line in read_table(text, collector, headers=HEADERS, needed=NEEDED):
            headers = line.headers
            if _has_left(line):
                left.append(LeftRow(line.number, line["email"], line["source_id"]))
                continue
            row = _row(line, collector, schools, domains)
            if row is not None:
                people.append(row)
    _report_duplicates(people, collector, headers)
    return StaffRows(tuple(people), tuple(left), tuple(collector.errors), tuple(collector.notes))


def cells_by_line(data: bytes) -> dict[int, list[FileCell]]:
    """Returns, by line, the cells that are read. Skips passwords and other columns."""
    text = decode(data, Collector())
    if text is None:
        return {}
    read = read_table(text, Collector(), headers=HEADERS, needed=NEEDED)
    return {
        line.number: [
            FileCell(column, line.header(column), line[column]) for column in line.headers
        ]
        for line in read
    }


def _row(
    line: Line, collector: Collector, schools: Mapping[str, int], domains: frozenset[str]
) -> StaffRow | None:
    words = _role_words(line)
    if words and NOT_STAFF.issuperset(words):
        collector.note(line.number, line["roles"], "not-staff", line.header("roles"))
        return None
    before = len(collector.errors)
    given, family = _name(line, collector)
    email = _email(line, collector, domains)
    known = len(collector.errors)
    places = _schools(line, collector, schools)
    # An unknown school is one error; its role is not reported too.
    schools_are_known = len(collector.errors) == known
    roles = _roles(line, collector, words, places, ask_school=schools_are_known)
    for column, longest in LONGEST.items():
        if len(line[column]) > longest:
            collector.error(line.number, line.header(column), line[column], "too-long")
    for column in ("given", "family", "name", "title", "source_id"):
        if any(unicodedata.category(each) in _UNREADABLE for each in line[column]):
            collector.error(line.number, line.header(column), "", "unreadable")
    if len(collector.errors) > before:
        return None
    return StaffRow(
        line=line.number,
        given=given,
        family=family,
        email=email,
        title=line["title"],
        source_id=line["source_id"],
        schools=places,
        roles=roles,
    )


_ENDED: Final = frozenset({"tobedeleted", "inactive"})


def _has_left(line: Line) -> bool:
    """Returns True for someone who worked here; students and families are skipped elsewhere."""
    if read_flag(line["enabled"]) is not False and plain_word(line["status"]) not in _ENDED:
        return False
    words = _role_words(line)
    return not words or not NOT_STAFF.issuperset(words)


def _role_words(line: Line) -> list[str]:
    return [plain_word(word) for word in _MANY.split(line["roles"]) if word.strip()]


def _name(line: Line, collector: Collector) -> tuple[str, str]:
    given, family = line["given"], line["family"]
    column, written = "family", family
    if not family and line["name"]:
        column, written = "name", line["name"]
        family, _comma, given = (part.strip() for part in written.partition(","))
        words = written.split()
        if not given and len(words) == 2:
            given, family = words
    if not given or not family:
        fault = "name-unclear"
        if column == "family" and "given" in line.headers:
            # The file has both columns, and one of the two cells is empty.
            column, written = ("family", "") if given else ("given", "")
            fault = "no-last-name" if given else "no-first-name"
        collector.error(line.number, line.header(column), written, fault)
    return given, family


def _email(line: Line, collector: Collector, domains: frozenset[str]) -> str:
    try:
        email = normalize_address(line["email"])
    except NoAddress:
        collector.error(line.number, line.header("email"), line["email"], "bad-address")
        return ""
    if email.rpartition("@")[2] not in domains:
        collector.error(line.number, line.header("email"), line["email"], "other-domain")
    return email


def _schools(line: Line, collector: Collector, known: Mapping[str, int]) -> tuple[int, ...] | None:
    written = line["schools"]
    if not written:
        return None
    # A school's name may contain a comma.
    whole = known.get(plain_word(written))
    if whole is not None:
        return (whole,)
    keys = set()
    for name in filter(None, (part.strip() for part in _MANY.split(written))):
        school = known.get(plain_word(name))
        if school is None:
            collector.error(line.number, line.header("schools"), name, "unknown-school")
        else:
            keys.add(school)
    return tuple(sorted(keys))


def _roles(
    line: Line,
    collector: Collector,
    words: list[str],
    schools: tuple[int, ...] | None,
    *,
    ask_school: bool,
) -> tuple[tuple[Role, int | None], ...] | None:
    if not set(words) - WITHOUT_ROLE - {""}:
        # "administrator" alone does not end a role: a principal stays one.
        for word in words:
            collector.note(line.number, word, "without-role", line.header("roles"))
        return None
    pairs: set[tuple[Role, int | None]] = set()
    for word in words:
        role = ROLE_WORDS.get(word)
        if role is None:
            if word in WITHOUT_ROLE:
                collector.note(line.number, word, "without-role", line.header("roles"))
            else:
                collector.error(line.number, line.header("roles"), word, "unknown-role")
        elif role in DISTRICT_WIDE:
            pairs.add((role, None))
        elif schools:
            pairs |= {(role, school) for school in schools}
        elif role in NEEDS_SCHOOL:
            if ask_school:
                collector.error(line.number, line.header("roles"), word, "role-without-school")
        else:
            pairs.add((role, None))
    return tuple(sorted(pairs, key=lambda pair: (pair[0].value, pair[1] or 0)))


def _report_duplicates(
    people: list[StaffRow], collector: Collector, headers: Mapping[str, str]
) -> None:
    """Reports duplicates under the file's own column names."""
    for column in ("email", "source_id"):
        seen = set()
        for row in people:
            value = getattr(row, column)
            if value and value in seen:
                collector.error(row.line, headers.get(column, column), value, "twice")
            seen.add(value)
