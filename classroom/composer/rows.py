"""Rows of the composer: assignments, events and pictures, each a block of the update."""

import uuid
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.schools.blocks import PictureBlock

from ..blocks import AssignmentBlock, EventBlock
from .fields import Box, ClockField, Plain, SchoolDayField, choice, tick, words
from .notation import can_show, html_of, text_of

_ASSIGNMENT = AssignmentBlock().child_blocks
_EVENT = EventBlock().child_blocks
_PICTURE = PictureBlock().child_blocks
ID = "block-id"
"""The id of a row's block. A field that is called "id" would be taken for a database key."""


class Row(forms.Form):
    """One block. `stored` is the block as it was, whose other values stay as they are."""

    names: ClassVar[tuple[str, ...]]
    # What must not be missing of a row that was begun, and what is said of it.
    needed: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, stored: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What the gate says of it; see `findings`.
        self.said: list[Any] = []
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
        """Before it is handed in: say what a row that was begun still lacks."""
        for name in self.needed:
            if not self.is_empty and not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.needed[name])

    def value(self, block: Any) -> Any:
        value = block.get_default() if self.stored is None else block.normalize(self.stored)
        for name in self.names:
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
        kept = value["details"]
        if kept is not None and (field.disabled or text_of(kept.source) == text.strip()):
            return kept
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
    names = ("description", "decorative", "caption", "source", "people", "release")
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
    source = choice(_PICTURE["source"])
    remove = forms.BooleanField(required=False, label=_("Leave this picture out"))

    @property
    def is_empty(self) -> bool:
        return self.stored is None or bool(self.cleaned_data.get("remove"))


class Rows(forms.BaseFormSet):
    """The rows of one part, from its blocks and back to them."""

    form: type[Row]
    # How many there are to begin with.
    least = 1

    def __init__(self, data: Any, *, prefix: str, stream: Any) -> None:
        self.stream = stream
        stored = {str(child.id): child.value for child in stream if child.id}
        initial = [self._initial(child) for child in stream if child.id]
        initial += [{ID: uuid.uuid4()} for _number in range(self.least - len(initial))]
        super().__init__(data, initial=initial, form_kwargs={"stored": stored}, prefix=prefix)
        if self.is_bound:
            # Empty rows are rows as well: how many there are, the form says.
            self.initial = None

    def _initial(self, child: Any) -> dict[str, Any]:
        found = {name: child.value.get(name) for name in self.form.names}
        if (details := found.get("details")) is not None:
            found["details"] = text_of(details.source)
        return {ID: child.id, **found}

    def complete(self) -> None:
        for row in self.forms:
            row.complete()

    def written(self) -> StreamValue:
        """The blocks that the rows stand for; a row that is empty stands for none."""
        [(name, block)] = self.stream.stream_block.child_blocks.items()
        children = [
            (name, row.value(block), row.key or None) for row in self.forms if not row.is_empty
        ]
        return StreamValue(self.stream.stream_block, children)

    def row_of(self, child_id: str | None) -> Row | None:
        """The row that a block was written from."""
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
"""The parts that are rows here, with what each row shows of its block."""
