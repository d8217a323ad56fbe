"""Compares pages and objects with the list of students: names that families do not want published,
and pictures whose release has ended.

Tokens of the names on a page are looked up; nothing here knows a student's name. Off as delivered.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.privacy import html_text
from district_cms.checks.privacy.masking import DOT
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.publishing.content.checks import staff_names
from district_cms.publishing.content.fragments import FILE_WORDS, Fragment, once
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage
from district_cms.web.versions import CachedValue

from .mentions import Mention, mentions, plain
from .models import Release, Student, StudentListSettings, StudentName
from .tokens import Of, token

_ANOTHER: Final = _("It is another person")
_OPTED_OUT: Final = Rule(
    "name-opted-out",
    "",
    "warning",
    _("“%(excerpt)s” is the name of a student here who may not be named."),
    _(
        "The family does not allow directory information about this student, or its consent to "
        "the name has ended."
    ),
    _(
        "Take the name out. Or record the written consent by the student’s key (in the menu: "
        "Record a release). If it is another person, confirm that: your name is saved with it."
    ),
    clause="ferpa",
    also=("law-directory-information",),
    needs_answer=True,
    confidential=True,
    tick=_ANOTHER,
)
_MAYBE: Final = Rule(
    "given-name-opted-out",
    "",
    "warning",
    _("“%(excerpt)s” may be a student here who may not be named."),
    _("The family of a student with this name does not allow directory information."),
    _("Take the name out if it is that student. If it is not, confirm that."),
    clause="ferpa",
    also=("law-directory-information",),
    confidential=True,
    tick=_ANOTHER,
)
_ENDED: Final = Rule(
    "photo-release-ended",
    "",
    "error",
    _("For a student of this picture (key %(excerpt)s) no release is in force."),
    _("It was withdrawn or has ended, or no student here has this key."),
    _(
        "Choose another picture, or correct the key. If the family has signed again, record that "
        "(in the menu: Record a release)."
    ),
    clause="photographs-and-logos",
    also=("law-directory-information",),
    confidential=True,
)
RULES: Final = (_OPTED_OUT, _MAYBE, _ENDED)

VERSION: Final = "students.settings"
_SETTINGS: Final = StudentListSettings.objects.filter(hold_students=True, check_opt_outs=True)
_ON: Final = CachedValue(VERSION, lambda: _SETTINGS.all().exists())


def is_on() -> bool:
    """Returns True if the district holds the list and compares pages with it. Cached."""
    return once("student list", _ON.get)


class NamedStudent(NamedTuple):
    """Words that name a student who may not be named. Not `certain`, they may mean somebody
    else. `mark` stays the same while the name stands in the field."""

    student: int
    mark: str
    piece: Fragment
    words: str
    certain: bool


def name_findings(subject: Any, pieces: Iterable[Fragment]) -> Iterator[Finding]:
    return findings_of(named_students(subject, pieces))


def findings_of(named: Iterable[NamedStudent]) -> Iterator[Finding]:
    """Yields each name of a student who may not be named, once per field."""
    reported: set[tuple[str, object]] = set()
    for each in sorted(named, key=lambda each: not each.certain):
        place = each.piece
        # A given name asks nothing more beside the full name.
        same = {(place.field, each.student), (place.field, each.mark)}
        if reported.isdisjoint(same):
            fault = Fault((_OPTED_OUT if each.certain else _MAYBE).id, mask(each.words))
            yield describe(fault, place.field, place.path, mark=each.mark, controls=place.controls)
        reported |= same


def named_students(subject: Any, pieces: Iterable[Fragment]) -> list[NamedStudent]:
    """Returns where the content names students who may not be named. One query if it has names,
    one or two more if it has theirs."""
    places: dict[str, list[tuple[Fragment, Mention, str]]] = defaultdict(list)
    for piece in pieces if is_on() else ():
        text = plain(_words_of(piece))
        for each in mentions(text):
            places[each.text].append((piece, each, text[each.start : each.end]))
    texts = {token(Of.NAME, text): text for text in places}
    rows = _not_to_be_named(texts) if texts else ()
    if not rows:
        return []
    school, staff = _school_of(subject), once("staff names", staff_names)
    return [
        NamedStudent(
            pk,
            f"student-{pk}" if form == "full" else value,
            piece,
            words,
            each.certain and each.text not in staff,
        )
        for form, value, pk, path, opted_out in rows
        if school in (None, path) and (opted_out or form == "full")
        for piece, each, words in places[texts[value]]
        if each.form == form
    ]


def _not_to_be_named(tokens: Iterable[str]) -> Sequence[tuple[str, str, int, str, bool]]:
    today = timezone.localdate()
    releases = Release.objects.filter(student=OuterRef("student"), kind=Release.Kind.WEB)
    rows = StudentName.objects.filter(token__in=tokens)
    # Also of former students: an opt-out holds until it is rescinded (34 CFR 99.37(b)).
    rows = rows.filter(Q(student__opted_out=True) | Exists(releases))
    rows = rows.exclude(Exists(releases.valid_on(today)))
    student = ("student", "student__school__path", "student__opted_out")
    return list(rows.values_list("form", "token", *student))


def _school_of(subject: Any) -> str | None:
    """Returns the tree path of the school that the content belongs to, None for any school."""
    at_school: dict[str, Any] = {"pk": getattr(subject, "school_id", None) or 0}
    if isinstance(subject, Page):
        at_school = {"path": school_path(subject.path or "")}
    return SchoolPage.objects.filter(**at_school).values_list("path", flat=True).first()


def _words_of(piece: Fragment) -> str:
    """Returns the words that readers may see, one line for each paragraph, item or row."""
    value = piece.value
    match piece.kind:
        case "html":
            root, truncated = html_text.parse(value)
            if truncated:
                return html_text.without_tags(value)
            rows = [row for table in html_text.tables_in(root) for row in table]
            text, _quoted = html_text.text_in(root, value)
            return "\n".join([text, _lines(rows), html_text.text_of_attributes(root, value)])
        case "table":
            return f"{_lines(value.get('data') or [])}\n{value.get('table_caption') or ''}"
        case "link" | "embed":
            return "\n".join(html_text.words_of_address(value.get("url") or ""))
        case "text":
            return str(value)
    if piece.kind == FILE_WORDS:
        return "\n".join(map(html_text.words_of_file, value.splitlines()))
    return ""


def _lines(rows: Iterable[Iterable[Any]]) -> str:
    return "\n".join(", ".join(str(cell) for cell in row if cell) for row in rows)


def mask(words: str) -> str:
    """Returns the initials of a name.

    >>> mask("Ana Torres")
    'A•• T•••••'
    """
    return " ".join(word[0] + DOT * (len(word) - 1) for word in words.split())


class PicturedStudent(NamedTuple):
    """A student whom the author named by key with a picture or video, and the kind of release that
    it needs."""

    piece: Fragment
    key: str
    kind: str
    by_student: bool


def pictured_students(pieces: Iterable[Fragment]) -> list[PicturedStudent]:
    photograph, work = Release.Kind.PHOTOGRAPH, Release.Kind.WORK
    return [
        PicturedStudent(
            piece,
            key,
            photograph if piece.value.get("people") == "students" else work,
            bool(piece.value.get("signed_by_student")),
        )
        for piece in (pieces if is_on() else ())
        if piece.kind in ("picture", "video")
        for key in (piece.value.get("students") or "").replace(",", " ").split()
    ]


def picture_findings(subject: Any, pieces: Iterable[Fragment]) -> Iterator[Finding]:
    """Yields each student of a picture whose release has ended, or who is not at the school. For a
    student who never had one, the author says that it is signed: it is recorded when the page goes
    live."""
    if not (named := pictured_students(pieces)):
        return
    ended = without_release(named)
    # A release in force holds for pages of earlier schools, and after the student's last day.
    valid = Release.objects.valid_on(timezone.localdate())
    keys = [one.key for one in named]
    signed = set(valid.filter(student__key__in=keys).values_list("student__key", "kind"))
    students = Student.objects.on(timezone.localdate()).filter(key__in=keys)
    if school := _school_of(subject):
        students = students.filter(school__path=school)
    known = set(students.values_list("key", flat=True))
    for one in named:
        if one in ended or not (one.key in known or (one.key, one.kind) in signed):
            fault = Fault(_ENDED.id, DOT * (len(one.key) - 2) + one.key[-2:])
            path = (*one.piece.path, "students")
            yield describe(fault, one.piece.field, path, mark=one.piece.mark)


def without_release(named: Sequence[PicturedStudent]) -> list[PicturedStudent]:
    """Returns those whose releases have all ended. Two queries, none without pictures."""
    if not named:
        return []
    releases = Release.objects.filter(student__key__in=[one.key for one in named])
    valid = releases.valid_on(timezone.localdate())
    recorded, still = (set(rows.values_list("student__key", "kind")) for rows in (releases, valid))
    return [one for one in named if (one.key, one.kind) in recorded - still]
