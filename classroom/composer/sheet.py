"""The composer's form: an update as plain boxes and rows, and back.

Content that it does not show stays as it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.media.models import DistrictDocument
from district_cms.people.models import User
from district_cms.publishing.available_files import files_in, refusal, unavailable_files
from district_cms.schools.blocks import PictureBlock
from district_cms.schools.models import CurriculumPage
from district_cms.students.page_check import is_on
from district_cms.web.keys import key_in

from ..blocks import AssignmentBlock, EventBlock
from ..models import ClassroomPage, UpdatePage
from ..models.update import PARTS
from .fields import (
    Box,
    ClockField,
    DayField,
    MomentField,
    Plain,
    SchoolDayField,
    WholeLine,
    choice,
    tick,
    words,
)
from .notation import Run, can_show, html_of, runs_of, stream_from, text_of
from .selectors import CurriculumChoices, curriculum_choices

_ASSIGNMENT = AssignmentBlock().child_blocks
_EVENT = EventBlock().child_blocks
_PICTURE = PictureBlock().child_blocks
ID = "block-id"
"""The id of a row's block. Django would take a field named "id" for a database key."""


class Row(forms.Form):
    """The form of one block. `stored` is the block as it was; values without a field stay."""

    names: ClassVar[tuple[str, ...]]
    # Fields that a row with any content needs, with their error messages.
    needed: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, stored: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The gate's findings about the row; see `findings`.
        self.findings: list[Any] = []
        self.fields[ID] = forms.UUIDField(required=False, widget=forms.HiddenInput)
        key = self.data.get(self.add_prefix(ID)) if self.is_bound else self.initial.get(ID)
        self.stored = stored.get(str(key)) if key else None

    @property
    def block_id(self) -> Any:
        return self[ID]

    @property
    def key(self) -> str:
        return str(self[ID].value() or "")

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in self.names)

    def complete(self) -> None:
        """Adds errors for missing fields of a row with content, before submission."""
        for name in self.needed:
            if not self.is_empty and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.needed[name])

    def value(self, block: Any) -> Any:
        value = block.get_default() if self.stored is None else block.normalize(self.stored)
        for name in self.fields.keys() & set(self.names):
            value[name] = self.typed(name, value)
        return value

    def typed(self, name: str, value: Any) -> Any:
        return self.cleaned_data.get(name)


class AssignmentRow(Row):
    names = ("title", "due", "details")
    needed: ClassVar = {"title": _("Say what there is to do, or clear this assignment.")}
    title = words(_ASSIGNMENT["title"])
    due = SchoolDayField(label=_("Due"))
    details = Box(rows=2, label=_("Details"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        details = self.stored["details"] if self.stored else None
        if details is not None and not can_show(details.source, headings=False):
            self.fields["details"].disabled = True

    def typed(self, name: str, value: Any) -> Any:
        if name != "details":
            return super().typed(name, value)
        field, text = self.fields[name], self.cleaned_data.get(name) or ""
        details = value["details"]
        if details is not None and (field.disabled or text_of(details.source) == text.strip()):
            return details
        return _ASSIGNMENT["details"].normalize(html_of(text, headings=False))


class EventRow(Row):
    names = ("title", "date", "start_time", "end_time", "place", "off_campus")
    needed: ClassVar = {
        "title": _("Say what it is, or clear this event."),
        "date": _("Say on which day it is, or clear this event."),
    }
    title = words(_EVENT["title"])
    date = SchoolDayField(label=_("Day"))
    start_time = ClockField(label=_("From"))
    end_time = ClockField(label=_("Until"))
    place = words(_EVENT["place"])
    off_campus = tick(_EVENT["off_campus"])

    def clean(self) -> Any:
        cleaned = super().clean()
        start, end = self.cleaned_data.get("start_time"), self.cleaned_data.get("end_time")
        if start and end and end <= start:
            self.add_error("end_time", _("The event ends before it begins."))
        return cleaned


class PictureRow(Row):
    of_list = ("students", "signed_by_student")
    names = ("description", "decorative", "caption", "source", "people", "release", *of_list)
    description = Plain(
        required=False,
        max_length=_PICTURE["description"].field.max_length,
        label=_("What does it show?"),
        help_text=_("For people who cannot see it. One or two short sentences, without names."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decorative = tick(_PICTURE["decorative"])
    caption = words(_PICTURE["caption"])
    people = choice(_PICTURE["people"])
    release = tick(_PICTURE["release"])
    students = words(_PICTURE["students"])
    students.help_text = _PICTURE["students"].field.help_text
    signed_by_student = tick(_PICTURE["signed_by_student"])
    source = choice(_PICTURE["source"])
    remove = forms.BooleanField(required=False, label=_("Leave this picture out"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if is_on() else self.of_list:
            del self.fields[name]

    @property
    def is_empty(self) -> bool:
        return self.stored is None or bool(self.cleaned_data.get("remove"))


class Rows(forms.BaseFormSet):
    """The rows of one part, read from its blocks and written back to them."""

    form: type[Row]
    # The number of rows in a new form.
    least = 1

    def __init__(self, data: Any, *, prefix: str, stream: Any) -> None:
        self.stream = stream
        stored = {str(child.id): child.value for child in stream if child.id}
        initial = [self._initial(child) for child in stream if child.id]
        initial += [{ID: uuid.uuid4()} for _number in range(self.least - len(initial))]
        super().__init__(data, initial=initial, form_kwargs={"stored": stored}, prefix=prefix)
        if self.is_bound:
            # Empty rows count, too; the submitted form says how many there are.
            self.initial = None

    def _initial(self, child: Any) -> dict[str, Any]:
        values = {name: child.value.get(name) for name in self.form.names}
        if (details := values.get("details")) is not None:
            values["details"] = text_of(details.source)
        return {ID: child.id, **values}

    def complete(self) -> None:
        for row in self.forms:
            row.complete()

    def written(self) -> StreamValue:
        """Returns the blocks of the rows that are filled in."""
        [(name, block)] = self.stream.stream_block.child_blocks.items()
        children = [
            (name, row.value(block), row.key or None) for row in self.forms if not row.is_empty
        ]
        return StreamValue(self.stream.stream_block, children)

    def row_of(self, child_id: str | None) -> Row | None:
        """Returns the row that a block was written from."""
        for row in self.forms:
            if child_id and row.key == child_id:
                return row
        return None


class _Pictures(Rows):
    least = 0


AssignmentRows = forms.formset_factory(AssignmentRow, formset=Rows, extra=0)
EventRows = forms.formset_factory(EventRow, formset=Rows, extra=0)
PictureRows = forms.formset_factory(PictureRow, formset=_Pictures, extra=0)

ROW_FORMS: Final[dict[str, type[Row]]] = {
    "assignments": AssignmentRow,
    "events": EventRow,
    "pictures": PictureRow,
}
"""The parts that are rows here, with the form of a row."""


LESSON: Final = "lesson-"
ROWS: Final[dict[str, Any]] = {
    "assignments": AssignmentRows,
    "events": EventRows,
    "pictures": PictureRows,
}
_SAME: Final = ("title", "period_start", "period_end", "nothing_reason", "go_live_at")
_LONGEST_NUMBER: Final = 4
_NONES: Final = tuple(
    name for part, _t in PARTS for name in (f"{part}_none", f"{part}_none_reason")
)


class ComposeForm(forms.Form):
    """All fields except the rows. None are required: drafts may be incomplete, and the gate
    checks."""

    title = WholeLine(required=False, max_length=255, label=_("Title"))
    period_start = DayField(label=_("from"))
    period_end = DayField(label=_("to"))
    curriculum = forms.TypedMultipleChoiceField(
        required=False, coerce=int, label=_("Curriculum"), widget=forms.CheckboxSelectMultiple
    )
    curriculum_other = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, label=_("Another page")
    )
    nothing_reason = WholeLine(
        required=False,
        max_length=250,
        label=_("Why is there nothing to report?"),
        help_text=_("One sentence that families read: “No school this week: fall break.”"),
    )
    assessments = Box(rows=2, label=_("Upcoming tests"))
    go_live_at = MomentField(label=_("Goes live at"))

    def __init__(
        self,
        *args: Any,
        runs: list[Run],
        curriculum: CurriculumChoices,
        classrooms: Sequence[ClassroomPage],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        boxes = [run for run in runs if run.text is not None]
        for number, run in enumerate(boxes):
            rows = min(16, max(4, len((run.text or "").splitlines()) + 1))
            self.fields[f"{LESSON}{number}"] = Box(rows=rows, label=_("What we are learning"))
        for part, _title in PARTS:
            self.fields[f"{part}_none"] = forms.BooleanField(
                required=False, label=_("None this period")
            )
            self.fields[f"{part}_none_reason"] = WholeLine(
                required=False, max_length=150, label=_("Because (optional, families read it)")
            )
        self.fields["go_live_at"].widget.classrooms = classrooms
        self.fields["curriculum"].choices = curriculum.near  # type: ignore[attr-defined]
        self.fields["curriculum_other"].choices = curriculum.all  # type: ignore[attr-defined]
        if not curriculum.near:
            self.fields["curriculum_other"].label = _("Curriculum page")

    def clean_go_live_at(self) -> Any:
        moment = self.cleaned_data["go_live_at"]
        if moment and moment < timezone.now():
            raise ValidationError(
                _(
                    "This time has passed. Choose a later one, or leave it empty: then the "
                    "update goes live as soon as it is approved."
                )
            )
        return moment


@dataclass(slots=True)
class Part:
    """One of the four parts on the screen, with the findings about it."""

    key: str
    title: Any
    none: Any
    reason: Any
    findings: list[Any] = field(default_factory=list)


class Sheet:
    """An update in the composer. `page` is its newest draft in memory, or a new update.
    `classrooms` are the classes that it is written for."""

    def __init__(
        self, page: UpdatePage, classrooms: Sequence[ClassroomPage], data: Any = None
    ) -> None:
        self.page = page
        curriculum = curriculum_choices(classrooms[0], page)
        self.runs = runs_of(page.lesson)
        self.assessments_locked = not can_show(page.assessments, headings=False)
        self.form = ComposeForm(
            data,
            initial=self._initial(),
            runs=self.runs,
            curriculum=curriculum,
            classrooms=classrooms,
        )
        if self.assessments_locked:
            del self.form.fields["assessments"]
        self.rows: dict[str, Rows] = {
            name: rows(data, prefix=name, stream=getattr(page, name)) for name, rows in ROWS.items()
        }
        self.parts = {
            key: Part(key, title, self.form[f"{key}_none"], self.form[f"{key}_none_reason"])
            for key, title in PARTS
        }
        self.findings: dict[str, list[Any]] = {
            name: [] for name in ("whole", "title", "days", "pictures", "more")
        }

    def _initial(self) -> dict[str, Any]:
        page = self.page
        boxes = [run.text for run in self.runs if run.text is not None]
        return {
            **{name: getattr(page, name) for name in (*_SAME, *_NONES)},
            **{f"{LESSON}{number}": text for number, text in enumerate(boxes)},
            "curriculum": [child.value["page"].pk for child in _links(page)],
            "assessments": text_of(page.assessments),
        }

    @property
    def assignments(self) -> Rows:
        return self.rows["assignments"]

    @property
    def events(self) -> Rows:
        return self.rows["events"]

    @property
    def pictures(self) -> Rows:
        return self.rows["pictures"]

    @property
    def lesson(self) -> list[tuple[Run, Any]]:
        """Returns each run of the lesson with its box, None for a run that no box can show."""
        number = 0
        pairs: list[tuple[Run, Any]] = []
        for run in self.runs:
            if run.text is None:
                pairs.append((run, None))
            else:
                pairs.append((run, self.form[f"{LESSON}{number}"]))
                number += 1
        return pairs

    @property
    def other_links(self) -> list[str]:
        """Returns the external curriculum links that the page editor added. The form names them,
        and the editor changes them."""
        return [
            child.value.get("text") or child.value.get("url")
            for child in self.page.curriculum
            if child.block_type == "link"
        ]

    @cached_property
    def is_valid(self) -> bool:
        # A list, not a generator: every form is validated, so that all errors appear at once.
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    @property
    def gaps(self) -> list[tuple[str, str, str]]:
        """Returns fields that are invalid or incomplete: label, id and error of each. Empty for a
        form that was not submitted."""
        forms = [self.form, *(row for rows in self.rows.values() for row in rows.forms)]
        return [
            (str(form[name].label), form[name].id_for_label, " ".join(map(str, errors)))
            for form in forms
            if form.is_bound
            for name, errors in form.errors.items()
            if name in form.fields
        ]

    def links_only_available_files(self, user: User) -> bool:
        """Returns True if the boxes of a valid form link no document that the account may not
        choose; adds an error to each box that does."""
        forms = [self.form, *(row for rows in self.rows.values() for row in rows.forms)]
        named = {
            (form, name): files_in(html_of(form.cleaned_data[name]))
            for form in forms
            for name, field in form.fields.items()
            if isinstance(field, Box) and form.cleaned_data.get(name)
        }
        beyond = unavailable_files(subject=self.page, user=user, named=set().union(*named.values()))
        for (form, name), files in named.items():
            if files & beyond:
                form.add_error(name, refusal(DistrictDocument))
        return not beyond

    def complete(self) -> bool:
        """Returns True if no row with content lacks a required field. Call it before submission."""
        for rows in self.rows.values():
            rows.complete()
        return not any(row.errors for rows in self.rows.values() for row in rows.forms)

    def write(self) -> UpdatePage:
        """Writes the typed values to the page in memory and returns it."""
        page, typed, untitled = self.page, self.form.cleaned_data, self.page.title
        for name in (*_SAME, *_NONES):
            setattr(page, name, typed[name])
        page.title = typed["title"] or untitled
        boxes = [typed[f"{LESSON}{n}"] for n in range(sum(r.text is not None for r in self.runs))]
        page.lesson = stream_from(page.lesson.stream_block, self.runs, boxes)
        for name, rows in self.rows.items():
            setattr(page, name, rows.written())
        page.curriculum = self._curriculum()
        if not self.assessments_locked:
            text = typed["assessments"]
            if text.strip() != text_of(page.assessments):
                page.assessments = html_of(text, headings=False)
        return page

    def _curriculum(self) -> StreamValue:
        page, typed = self.page, self.form.cleaned_data
        wanted = [*typed["curriculum"], *filter(None, [typed["curriculum_other"]])]
        known = {child.value["page"].pk: child for child in _links(page)}
        children: list[tuple[str, Any, str | None]] = [
            (child.block_type, child.value, child.id)
            for child in page.curriculum
            if child.block_type == "link" or child in _chosen(known, wanted)
        ]
        new = [key for key in dict.fromkeys(wanted) if key not in known]
        block = page.curriculum.stream_block
        for curriculum_page in CurriculumPage.objects.filter(pk__in=new) if new else ():
            value = {"page": curriculum_page, "note": "", "language": ""}
            link = block.child_blocks["page"].normalize(value)
            children.append(("page", link, str(uuid.uuid4())))
        return StreamValue(block, children)


def _links(page: UpdatePage) -> list[Any]:
    return [c for c in page.curriculum if c.block_type == "page" and c.value["page"] is not None]


def _chosen(known: dict[int, Any], wanted: list[int]) -> list[Any]:
    return [child for key, child in known.items() if key in wanted]


def grown(data: Any, name: str) -> Any:
    """Returns the submitted data with one more empty row."""
    data = data.copy()
    total = f"{name}-TOTAL_FORMS"
    number = key_in(data.get(total), digits=_LONGEST_NUMBER) or 0
    data[total] = str(number + 1)
    data[f"{name}-{number}-{ID}"] = str(uuid.uuid4())
    return data
