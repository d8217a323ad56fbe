"""What the gate says of an update in the composer: each finding at its box or row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from district_cms.checks.findings import Finding
from district_cms.publishing.answers import Answers, open_questions

from ..addresses import class_name
from ..models import UpdatePage
from ..models.update import PARTS
from .repairs import fix_of, label_of, words_asked
from .sheet import ROWS, Sheet

_PLACES = {
    "title": "title",
    "period_start": "days",
    "period_end": "days",
    "nothing_reason": "more",
    "assessments": "more",
}


@dataclass(slots=True)
class Said:
    """One finding on the screen. An open one is the `number`th of `of`, and `next` is the
    fingerprint of the one after it, in the order in which they stand; `classes` are those that it
    is about where it is not about all."""

    finding: Finding
    is_open: bool
    is_ticked: bool
    note: str
    classes: tuple[str, ...] = ()
    # What one press can put right, and what it asks for: the words of a link, a table's title.
    repair: str = ""
    words_asked: str = ""
    words_missing: bool = False
    # What to do, by the means of this form.
    fix: Any = ""
    number: int = 0
    of: int = 0
    next: str = ""


@dataclass(slots=True)
class Line:
    """One line of the summary: the first of those that read alike, and how many there are."""

    said: Said
    number: int = 0


@dataclass(slots=True)
class Report:
    """What was found about a group of drafts, by the key of each."""

    by_page: dict[int, list[Finding]] = field(default_factory=dict)
    blocking: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    # Parts with a block that the composer does not show and that is not complete.
    unfinished: list[str] = field(default_factory=list)

    @property
    def lets_through(self) -> bool:
        return not (self.blocking or self.open or self.unfinished)


def ask(pages: Sequence[UpdatePage], answers: Answers) -> Report:
    """Ask the gate about each of these drafts, as the page editor does when one is submitted."""
    report = Report()
    for page in pages:
        findings = page.findings_for_author()
        report.by_page[page.pk] = findings
        report.blocking += [finding for finding in findings if finding.blocks]
        report.open += open_questions(page, findings, answers)
    report.unfinished = _unfinished(pages[0])
    return report


def _unfinished(page: UpdatePage) -> list[str]:
    found = []
    for name in (*(part for part, _title in PARTS), "pictures"):
        stream = getattr(page, name)
        try:
            stream.stream_block.clean(stream)
        except ValidationError:
            found.append(name)
    return found


def place(
    sheet: Sheet,
    pages: Sequence[UpdatePage],
    report: Report,
    answers: Answers,
    without_words: str = "",
) -> list[Said]:
    """Put what must be fixed or answered at its place in the sheet; return it in the order of the
    screen. A question that is answered stays where it was asked, so that it can be taken back.
    `without_words` is the one whose button was pressed while the field beside it was empty."""
    first = pages[0]
    wanted = {finding.fingerprint for finding in report.open} | answers.asked
    open_now = {finding.fingerprint for finding in report.open}
    said: dict[str, Said] = {}
    for page in pages:
        for finding in report.by_page[page.pk]:
            mark = finding.fingerprint
            if mark in said or not (finding.blocks or (finding.asks and mark in wanted)):
                continue
            classes = () if page is first else (class_name(page.get_parent().specific),)
            label = "" if classes else label_of(page, finding)
            asked = words_asked(page, finding) if label else ""
            said[mark] = Said(
                finding,
                finding.blocks or mark in open_now,
                mark in answers.ticked,
                answers.notes.get(mark, ""),
                classes,
                label,
                words_asked=asked,
                words_missing=bool(asked) and mark == without_words,
                fix=fix_of(page, finding, has_button=bool(label), asks_words=bool(asked)),
            )
            _list_at(sheet, first, finding, own=not classes).append(said[mark])
    ordered = [each for each in _in_order(sheet) if each.is_open]
    for number, each in enumerate(ordered, start=1):
        each.number, each.of = number, len(ordered)
        each.next = ordered[number].finding.fingerprint if number < len(ordered) else ""
    return ordered


def lines(found: Iterable[Said]) -> list[Line]:
    """What was found, in the order of the screen; what is the same in many places is one line.
    From there on each leads to the next."""
    by_words: dict[Any, Line] = {}
    for said in found:
        finding = said.finding
        key = (finding.rule, str(finding.message), said.classes)
        by_words.setdefault(key, Line(said)).number += 1
    return list(by_words.values())


def _list_at(sheet: Sheet, page: UpdatePage, finding: Finding, *, own: bool) -> list[Any]:
    name = finding.field
    if not own or name is None:
        return sheet.said["whole"]
    if name in ROWS and finding.path and isinstance(finding.path[0], int):
        stream = getattr(page, name)
        index = finding.path[0]
        row = sheet.rows[name].row_of(stream[index].id) if index < len(stream) else None
        if row is not None:
            return row.said
    if name in sheet.parts:
        return sheet.parts[name].said
    return sheet.said.get(_PLACES.get(name, name), sheet.said["whole"])


def _in_order(sheet: Sheet) -> list[Said]:
    lesson, assignments, curriculum, events = (sheet.parts[part] for part, _title in PARTS)
    rows = {name: [said for row in sheet.rows[name].forms for said in row.said] for name in ROWS}
    return [
        *sheet.said["whole"],
        *sheet.said["title"],
        *sheet.said["days"],
        *lesson.said,
        *assignments.said,
        *rows["assignments"],
        *curriculum.said,
        *events.said,
        *rows["events"],
        *sheet.said["pictures"],
        *rows["pictures"],
        *sheet.said["more"],
    ]
