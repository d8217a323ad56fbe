"""The gate's findings in the composer: each at its box or row, with its fix.

The rules' texts name the page editor's buttons and fields. This form has fewer of them, and what it
does not show is changed in the page editor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy
from wagtail.blocks.stream_block import StreamValue

from district_cms.checks.findings import Finding
from district_cms.checks.rules import NOT_KEPT
from district_cms.checks.translation import translated
from district_cms.procedure.versions import COLUMNS
from district_cms.publishing.answers import Answers, open_questions

from ..addresses import class_name
from ..models import UpdatePage
from ..parts import version_of
from .repairs import LINK_RULES, Repair, repair_for
from .rows import ROW_FORMS
from .sheet import Sheet


class Place(Enum):
    """The part of the composer that a finding is about: a text that may have headings, a text
    without them, a line or a choice, the update as a whole, or content that only the page
    editor shows."""

    BOX = auto()
    SMALL_BOX = auto()
    LINE = auto()
    WHOLE = auto()
    EDITOR = auto()


LINES: Final = frozenset(
    {
        "title",
        "slug",
        "period_start",
        "period_end",
        "nothing_reason",
        "go_live_at",
        *(f"{part}_{name}" for part in COLUMNS for name in ("none", "none_reason")),
    }
)
"""The fields of an update that are lines, days or ticks here, too."""

_IN_EDITOR: Final = gettext_lazy("Change it in the page editor. %(fix)s")
_KEPT_BY_EDITOR: Final = gettext_lazy(
    "Open the page editor, check that your text is all there, and save: that removes the problem."
)
_LANGUAGE: Final = gettext_lazy("Select the words, and choose their language under “Language”.")
_LIST: Final = gettext_lazy("Select these lines, and press “List” or “Numbers”.")
_NAME_IN_DIALOG: Final = gettext_lazy(
    "Put the cursor in the link, press “Link”, and type the name of the page as its words, such as "
    "“Spelling list, week 3”."
)
_HEADING: Final = gettext_lazy("Put the cursor in this line, and press “Heading”.")
_EVERYWHERE: Final[dict[str, Any]] = {
    "lang-block-unmarked": gettext_lazy(
        "If all of it is in another language, open the page editor and choose that language under "
        "“Language of the block”. Or confirm that it is right as it is."
    ),
    "lang-page-unmarked": gettext_lazy(
        "If the whole update is in another language, open the page editor and choose that language "
        "under “Language of this page”. If not, write this line in the language of the update. Or "
        "confirm that it is right as it is."
    ),
    "animated-gif": gettext_lazy("Confirm that this frame says enough, or choose another picture."),
    "doc-recording": gettext_lazy("Put its words on the page, or confirm that they are there."),
}
_IN_ANY_BOX: Final[dict[str, Any]] = {
    "lang-part-missing": gettext_lazy(
        "Select the words that are in that language, and choose it under “Language”. If it is only "
        "a few words, or right as it is, confirm that."
    ),
    "lang-part-wrong": _LANGUAGE,
    "lang-part-invalid": _LANGUAGE,
    "caps-block": gettext_lazy(
        "Write it in lowercase letters. Select the words that matter most, and press “Bold”."
    ),
    "link-same-text": gettext_lazy(
        "Put the cursor in each link, press “Link”, and say in its words what is different about "
        "the page that it opens."
    ),
    "link-raw-url": _NAME_IN_DIALOG,
    "link-generic": _NAME_IN_DIALOG,
    "link-generic-in-context": _NAME_IN_DIALOG,
    "list-fake": _LIST,
    "list-structure": _LIST,
}
_PRESS: Final = gettext_lazy("Press the button below, or confirm that it is right as it is.")
_ONLY_PRESS: Final = gettext_lazy("Press the button below.")
_NAME: Final = gettext_lazy(
    "Type the name of the page below, such as “Spelling list, week 3”, and press the button."
)
_TITLE: Final = gettext_lazy(
    "Type a short title below, such as “Pages to read”, and press the button."
)
_BY_PLACE: Final[Mapping[Place, dict[str, Any]]] = {
    Place.BOX: {
        **_IN_ANY_BOX,
        "heading-fake": gettext_lazy(
            "If it is a heading, put the cursor in it and press “Heading”. If not, confirm."
        ),
        "heading-h1": _HEADING,
        "heading-skip": gettext_lazy(
            "Put the cursor in this line, and press “Heading” twice: it becomes a heading of the "
            "first level."
        ),
    },
    Place.SMALL_BOX: {
        **_IN_ANY_BOX,
        "heading-fake": gettext_lazy(
            "If it is a heading, begin the text below with it, such as “Homework: read chapter 4”. "
            "This text has no headings. If not, confirm."
        ),
    },
    Place.LINE: {},
    Place.WHOLE: {},
}


def place_of(page: UpdatePage, finding: Finding) -> Place:
    """Returns the part of the composer that a finding is about."""
    name, path = finding.field, finding.path
    if name is None:
        return Place.WHOLE
    if name == "assessments":
        return Place.SMALL_BOX
    stream = getattr(page, name, None)
    if not isinstance(stream, StreamValue):
        return Place.LINE if name in LINES else Place.EDITOR
    if not path:
        return Place.LINE  # the part itself, which is missing or empty
    index = path[0]
    if not isinstance(index, int) or index >= len(stream):
        return Place.EDITOR
    return _of_block(name, stream[index], path[1] if len(path) > 1 else None)


def fix_at(place: Place, finding: Finding) -> Any:
    """Returns how to fix the finding by hand at this place of the composer."""
    if finding.fix == translated(NOT_KEPT):
        return _KEPT_BY_EDITOR
    if place is Place.EDITOR:
        return _IN_EDITOR % {"fix": finding.fix}
    words = _BY_PLACE[place].get(finding.rule) or _EVERYWHERE.get(finding.rule)
    return words % {"tag": finding.language} if words else finding.fix


def fix_of(page: UpdatePage, finding: Finding, repair: Repair | None = None) -> Any:
    """Returns how to fix the finding in this form; names the button if there is one."""
    if repair is None:
        return fix_at(place_of(page, finding), finding)
    if repair.prompt:
        return _NAME if finding.rule in LINK_RULES else _TITLE
    # Findings that only block, such as a table without headings, have no tick to confirm them.
    return _PRESS if finding.asks else _ONLY_PRESS


def _of_block(name: str, child: Any, part: str | int | None) -> Place:
    if name == "further":
        if child.block_type == "text":
            return Place.BOX if part == "text" else Place.EDITOR
        name = "events"
    if name == "lesson":
        return Place.BOX if child.block_type == "prose" else Place.EDITOR
    if name == "curriculum":
        return Place.LINE if child.block_type == "page" and part != "note" else Place.EDITOR
    if name not in ROW_FORMS or (part is not None and part not in ROW_FORMS[name].names):
        # The row shows the picture, but has no field for it.
        return Place.LINE if (name, part) == ("pictures", "image") else Place.EDITOR
    return Place.SMALL_BOX if part == "details" else Place.LINE


_PLACES = {
    "title": "title",
    "period_start": "days",
    "period_end": "days",
    "nothing_reason": "more",
    "assessments": "more",
}


@dataclass(slots=True)
class DisplayedFinding:
    """One finding on the screen. Open ones are numbered in screen order, `number` of `of`; `next`
    is the fingerprint of the next one. `classes` are the affected classes if it is not about
    all."""

    finding: Finding
    is_open: bool
    is_ticked: bool
    note: str
    classes: tuple[str, ...] = ()
    # The button that fixes it, and what it asks for: a link text or a table title.
    repair: str = ""
    prompt_for: str = ""
    words_missing: bool = False
    # How to fix it in this form.
    fix: Any = ""
    number: int = 0
    of: int = 0
    next: str = ""


@dataclass(slots=True)
class Line:
    """One line of the summary: the first finding with this wording, and how many there are."""

    first: DisplayedFinding
    number: int = 0


@dataclass(slots=True)
class Report:
    """The findings about a group of drafts, by page key."""

    by_page: dict[int, list[Finding]] = field(default_factory=dict)
    blocking: list[Finding] = field(default_factory=list)
    open: list[Finding] = field(default_factory=list)
    # Parts with an incomplete block that the composer does not show.
    unfinished: list[str] = field(default_factory=list)

    @property
    def lets_through(self) -> bool:
        return not (self.blocking or self.open or self.unfinished)


def ask(pages: Sequence[UpdatePage], answers: Answers) -> Report:
    """Runs the gate on each of these drafts, as the page editor does on submission."""
    report = Report()
    for page in pages:
        findings = page.findings_for_author()
        report.by_page[page.pk] = findings
        report.blocking += [finding for finding in findings if finding.blocks]
        report.open += open_questions(page, findings, answers)
    report.unfinished = _unfinished(pages[0])
    return report


def _unfinished(page: UpdatePage) -> list[str]:
    unfinished = []
    columns = [part.id for part in version_of(page).parts if part.has_column]
    for name in (*columns, "further", "pictures"):
        stream = getattr(page, name)
        try:
            stream.stream_block.clean(stream)
        except ValidationError:
            unfinished.append(name)
    return unfinished


def place(
    sheet: Sheet,
    pages: Sequence[UpdatePage],
    report: Report,
    answers: Answers,
    without_words: str = "",
) -> list[DisplayedFinding]:
    """Puts findings that need a fix or an answer at their places in the sheet, and returns the open
    ones in screen order. An answered question stays, so that the answer can be changed.
    `without_words` is the fingerprint whose button was pressed with an empty text field."""
    first = pages[0]
    wanted = {finding.fingerprint for finding in report.open} | answers.asked
    open_now = {finding.fingerprint for finding in report.open}
    displayed: dict[str, DisplayedFinding] = {}
    for page in pages:
        for finding in report.by_page[page.pk]:
            mark = finding.fingerprint
            if mark in displayed or not (finding.blocks or (finding.asks and mark in wanted)):
                continue
            classes = () if page is first else (class_name(page.get_parent().specific),)
            repair = None if classes else repair_for(page, finding)
            prompt = repair.prompt if repair else ""
            displayed[mark] = DisplayedFinding(
                finding,
                finding.blocks or mark in open_now,
                mark in answers.ticked,
                answers.notes.get(mark, ""),
                classes,
                repair.label if repair else "",
                prompt_for=prompt,
                words_missing=bool(prompt) and mark == without_words,
                fix=fix_of(page, finding, repair),
            )
            _list_at(sheet, first, finding, own=not classes).append(displayed[mark])
    ordered = [each for each in _in_order(sheet) if each.is_open]
    for number, each in enumerate(ordered, start=1):
        each.number, each.of = number, len(ordered)
        each.next = ordered[number].finding.fingerprint if number < len(ordered) else ""
    return ordered


def lines(displayed: Iterable[DisplayedFinding]) -> list[Line]:
    """Returns the summary, in screen order. Findings with the same wording are one line, which
    leads to the first of them."""
    by_words: dict[Any, Line] = {}
    for each in displayed:
        finding = each.finding
        key = (finding.rule, str(finding.message), each.classes)
        by_words.setdefault(key, Line(each)).number += 1
    return list(by_words.values())


def _list_at(sheet: Sheet, page: UpdatePage, finding: Finding, *, own: bool) -> list[Any]:
    name = finding.field
    if not own or name is None:
        return sheet.findings["whole"]
    stream, index = getattr(page, name, None), finding.path[0] if finding.path else None
    child = None
    if isinstance(stream, StreamValue) and isinstance(index, int) and index < len(stream):
        child = stream[index]
    if name == "further":
        # A missing part is named by the finding's mark.
        name = str(child.value["part"]) if child else finding.mark
    if child is not None and (rows := sheet.rows.get(name)):
        row = rows.row_of(child.id)
        if row is not None:
            return row.findings
    if name in sheet.parts:
        return sheet.parts[name].findings
    return sheet.findings.get(_PLACES.get(name, name), sheet.findings["whole"])


def _in_order(sheet: Sheet) -> list[DisplayedFinding]:
    rows = {
        name: [each for row in rows.forms for each in row.findings]
        for name, rows in sheet.rows.items()
    }
    parts = [(*part.findings, *rows.get(part.key, ())) for part in sheet.parts.values()]
    return [
        *sheet.findings["whole"],
        *sheet.findings["title"],
        *sheet.findings["days"],
        *(finding for findings in parts for finding in findings),
        *sheet.findings["pictures"],
        *rows["pictures"],
        *sheet.findings["more"],
    ]
