"""Compares pages and objects with the list of students: names that families do not want published,
and pictures whose release has ended.

Tokens of the names on a page are looked up; nothing here knows a student's name. Off as delivered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
from district_cms.web.versions import CachedValue, bump

from .mentions import Mention, mentions, plain
from .models import Release, Student, StudentListSettings, StudentName
from .tokens import Of, token

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "name-opted-out",
        "",
        "warning",
        _("“%(excerpt)s” is the name of a student here who may not be named."),
        _(
            "The family does not allow directory information about this student, or the release "
            "for the name has ended."
        ),
        _(
            "Take the name out. Or record the family’s written consent under “Record a release”, "
            "with the student’s key. If it is another person, confirm that: your name is saved "
            "with it."
        ),
        clause="ferpa",
        needs_answer=True,
        confidential=True,
    ),
    Rule(
        "given-name-opted-out",
        "",
        "warning",
        _("“%(excerpt)s” may be a student here who may not be named."),
        _("The family of a student with this name does not allow directory information."),
        _("Take the name out if it is that student. If it is not, confirm that."),
        clause="ferpa",
        confidential=True,
    ),
    Rule(
        "photo-release-ended",
        "",
        "error",
        _("For a student of this picture (key %(excerpt)s) no release is in force."),
        _("It was withdrawn or has ended, or no student here has this key."),
        _(
            "Choose another picture, or correct the key. If the family has signed again, record it "
            "under “Record a release”."
        ),
        clause="photographs-and-logos",
        confidential=True,
    ),
)


@dataclass(frozen=True, slots=True)
class NamedStudent:
    """A student who may not be named, where the content names them. `surely` is False where the
    words may mean somebody else."""

    student: int
    piece: Fragment
    mention: Mention
    words: str
    surely: bool


VERSION: Final = "students.settings"
_ON: Final = CachedValue(
    VERSION,
    StudentListSettings.objects.filter(hold_students=True, check_opt_outs=True).exists,
)


def is_on() -> bool:
    """Returns True if the district holds the list and compares pages with it. Cached."""
    return once("student list", _ON.get)


def settings_saved(sender: Any, **kwargs: Any) -> None:
    bump(VERSION)


def name_findings(subject: Any, pieces: Sequence[Fragment]) -> Iterator[Finding]:
    """Yields each name of a student who may not be named, once per field."""
    reported = set()
    for each in sorted(named_students(subject, pieces), key=lambda each: not each.surely):
        full = each.mention.form == "full"
        mark = f"student-{each.student}" if full else token(Of.NAME, each.mention.text)
        if (each.piece.field, mark) in reported:
            continue
        reported.add((each.piece.field, mark))
        yield describe(
            Fault(RULES[0 if each.surely else 1].id, mask(each.words)),
            each.piece.field,
            each.piece.path,
            # The answer lasts while the name stands in this field, whatever else changes.
            mark=mark,
            controls=each.piece.controls,
        )


def named_students(subject: Any, pieces: Iterable[Fragment]) -> list[NamedStudent]:
    """Returns the students whom the content names and may not name. One query if it has names, one
    more if it has theirs."""
    if not is_on():
        return []
    candidates: dict[tuple[str, str], list[tuple[Fragment, Mention, str]]] = {}
    for piece in pieces:
        text = plain(_words_of(piece))
        for mention in mentions(text):
            key = (mention.form, token(Of.NAME, mention.text))
            words = text[mention.start : mention.end]
            candidates.setdefault(key, []).append((piece, mention, words))
    tokens = {value for _form, value in candidates}
    rows = _not_to_be_named(tokens) if tokens else []
    if not rows:
        return []
    school = _school_of(subject)
    staff = once("staff names", staff_names)
    return [
        NamedStudent(pk, *one, surely=one[1].certain and one[1].text not in staff)
        for form, value, pk, path, opted_out in rows
        if school in (None, path) and (opted_out or form == "full")
        for one in candidates.get((form, value), ())
    ]


def _not_to_be_named(tokens: set[str]) -> list[tuple[str, str, int, str, bool]]:
    today = timezone.localdate()
    releases = Release.objects.filter(student=OuterRef("student"), kind=Release.Kind.WEB)
    rows = StudentName.objects.filter(token__in=tokens, student__until__gte=today)
    rows = rows.filter(Q(student__opted_out=True) | Exists(releases))
    rows = rows.exclude(Exists(releases.valid_on(today)))
    return list(
        rows.values_list("form", "token", "student", "student__school__path", "student__opted_out")
    )


def _school_of(subject: Any) -> str | None:
    """Returns the tree path of the school that the content belongs to, None for any school."""
    schools = SchoolPage.objects.values_list("path", flat=True)
    if isinstance(subject, Page):
        return schools.filter(path=school_path(subject.path)).first() if subject.path else None
    return schools.filter(pk=getattr(subject, "school_id", None) or 0).first()


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
        case "text":
            return str(value)
        case "table":
            return f"{_lines(value.get('data') or [])}\n{value.get('table_caption') or ''}"
        case "link" | "embed":
            return "\n".join(html_text.words_of_address(value.get("url") or ""))
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


def kind_needed(value: Any) -> str:
    """Returns the kind of release that a picture or video needs of its students."""
    return Release.Kind.PHOTOGRAPH if value.get("people") == "students" else Release.Kind.WORK


def keys_of(value: Any) -> tuple[str, ...]:
    """Returns the keys of the students that the author named with a picture or video."""
    return tuple((value.get("students") or "").replace(",", " ").replace(";", " ").split())


def picture_findings(subject: Any, pieces: Sequence[Fragment]) -> Iterator[Finding]:
    """Yields a finding for each student of a picture whose release is not in force."""
    for piece, key in pictures_without_release(subject, pieces, unknown=True):
        fault = Fault("photo-release-ended", DOT * (len(key) - 2) + key[-2:])
        yield describe(fault, piece.field, (*piece.path, "students"), mark=piece.mark)


def pictures_without_release(
    subject: Any, pieces: Iterable[Fragment], *, unknown: bool = False
) -> list[tuple[Fragment, str]]:
    """Returns the pictures and videos with the keys of students whose releases have all ended, or,
    with `unknown`, who are not at the school. Few queries, and only for such pictures.

    A student without any release gets one when the page goes live: the author says that it is
    signed.
    """
    if not is_on():
        return []
    named = [
        (piece, key)
        for piece in pieces
        if piece.kind in ("picture", "video")
        for key in keys_of(piece.value)
    ]
    if not named:
        return []
    today = timezone.localdate()
    keys = {key for _piece, key in named}
    students = Student.objects.on(today).filter(key__in=keys)
    if school := _school_of(subject):
        students = students.filter(school__path=school)
    known = set(students.values_list("key", flat=True))
    releases = Release.objects.filter(student__key__in=keys)
    recorded = set(releases.values_list("student__key", "kind"))
    valid = set(releases.valid_on(today).values_list("student__key", "kind"))
    ended = recorded - valid
    return [
        (piece, key)
        for piece, key in named
        if (key, kind_needed(piece.value)) in ended or (unknown and key not in known)
    ]
