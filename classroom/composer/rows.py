"""The rows of the composer's form: each is one block of a part."""

import uuid
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.schools.blocks import PictureBlock
from district_cms.students.page_check import is_on

from ..blocks import AssignmentBlock, EventBlock
from .fields import Box, ClockField, SchoolDayField, choice, tick, words
from .rich_text import Child, editor_html, stored_html

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
        if self.stored and self.stored["details"]:
            self.fields["details"].initial = editor_html(self.stored["details"].source)

    def typed(self, name: str, value: Any) -> Any:
        if name != "details":
            return super().typed(name, value)
        typed, before = self.cleaned_data.get(name) or "", self.fields[name].initial or ""
        if typed == before:
            return value["details"]
        return _ASSIGNMENT["details"].normalize(stored_html(typed, headings=False))


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
    description = forms.CharField(
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

    def __init__(self, data: Any, *, prefix: str, stream: Any, part: str = "") -> None:
        # `part` is the further part whose blocks these are; "" for rows with a column.
        self.stream, self.part = stream, part
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
            values["details"] = editor_html(details.source)
        return {ID: child.id, **values}

    def complete(self) -> None:
        for row in self.forms:
            row.complete()

    def children(self) -> list[Child]:
        """Returns the blocks of the rows that are filled in."""
        blocks = self.stream.stream_block.child_blocks
        name = "event" if self.part else next(iter(blocks))
        children = []
        for row in self.forms:
            if not row.is_empty:
                value = row.value(blocks[name])
                if self.part:
                    value["part"] = self.part
                children.append((name, value, row.key or None))
        return children

    def written(self) -> StreamValue:
        return StreamValue(self.stream.stream_block, self.children())

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


ROWS: Final[dict[str, Any]] = {
    "assignments": AssignmentRows,
    "events": EventRows,
    "pictures": PictureRows,
}
