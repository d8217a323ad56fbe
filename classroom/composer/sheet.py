"""The composer's form: an update as texts and rows, and back.

Content that it does not show stays as it is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks.stream_block import StreamValue

from district_cms.media.models import DistrictDocument
from district_cms.people.models import User
from district_cms.procedure import versions as procedure
from district_cms.procedure.versions import PartKind
from district_cms.publishing.available_files import files_in, refusal, unavailable_files
from district_cms.schools.models import CurriculumPage
from district_cms.web.keys import key_in

from ..models import ClassroomPage, UpdatePage
from ..parts import NOTHING, none_reason, stream_of, version_of
from ..parts import words as words_in_language
from .fields import (
    Box,
    DayField,
    MomentField,
    WholeLine,
)
from .rich_text import Child, Html, editor_html, lesson_from, lesson_html, stored_html
from .rows import ID, ROWS, Rows
from .selectors import CurriculumChoices, curriculum_choices

_SAME: Final = ("title", "period_start", "period_end", "nothing_reason", "go_live_at")
_LONGEST_NUMBER: Final = 4


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
    lesson = Box(rows=4, headings=True, label=_("What we are learning"))
    assessments = Box(rows=2, label=_("Tests and quizzes"))
    go_live_at = MomentField(label=_("Goes live at"))

    def __init__(
        self,
        *args: Any,
        curriculum: CurriculumChoices,
        classrooms: Sequence[ClassroomPage],
        parts: Sequence[procedure.Part],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            if part.kind is PartKind.TEXT and not part.has_column:
                self.fields[part.id] = Box(
                    rows=4, headings=True, label=words_in_language(part.title)
                )
            if part.none_because:
                self.fields[f"{part.id}_none"] = forms.BooleanField(
                    required=False, label=_("None this period")
                )
                self.fields[f"{part.id}_none_reason"] = WholeLine(
                    required=False, max_length=150, label=_("Because (optional, families read it)")
                )
        for name, each in self.fields.items():
            if isinstance(each, Box):
                each.initial = self.initial.get(name, "")
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
    """One part on the screen, with the findings about it. `box` is the field of a text, `rows` are
    those of a dated part, `none` and `reason` are None where a part may not be left out."""

    key: str
    title: str
    help: str
    box: Any = None
    rows: Rows | None = None
    none: Any = None
    reason: Any = None
    findings: list[Any] = field(default_factory=list)

    @property
    def row_template(self) -> str:
        name = "assignments" if self.key == "assignments" else "events"
        return f"classroom/admin/composer/{name}_row.html"


class Sheet:
    """An update in the composer. `page` is its newest draft in memory, or a new update.
    `classrooms` are the classes that it is written for."""

    def __init__(
        self, page: UpdatePage, classrooms: Sequence[ClassroomPage], data: Any = None
    ) -> None:
        self.page = page
        self.named = version_of(page).parts
        curriculum = curriculum_choices(classrooms[0], page)
        self.form = ComposeForm(
            data,
            initial=self._initial(),
            curriculum=curriculum,
            classrooms=classrooms,
            parts=self.named,
        )
        self.rows: dict[str, Rows] = {
            part.id: ROWS[part.id if part.has_column else "events"](
                data,
                prefix=part.id,
                stream=stream_of(page, part),
                part="" if part.has_column else part.id,
            )
            for part in self.named
            if part.kind is PartKind.DATED
        }
        self.rows["pictures"] = ROWS["pictures"](data, prefix="pictures", stream=page.pictures)
        self.parts = {part.id: self._part(part) for part in self.named}
        self.findings: dict[str, list[Any]] = {
            name: [] for name in ("whole", "title", "days", "pictures", "more")
        }

    def _part(self, part: procedure.Part) -> Part:
        form, title = self.form, words_in_language(part.title)
        return Part(
            part.id,
            title,
            "" if part.has_column else words_in_language(part.help),
            box=form[part.id] if part.kind is PartKind.TEXT else None,
            rows=self.rows.get(part.id),
            none=form[f"{part.id}_none"] if part.none_because else None,
            reason=form[f"{part.id}_none_reason"] if part.none_because else None,
        )

    def _initial(self) -> dict[str, Any]:
        page = self.page
        nones: dict[str, Any] = {}
        for part in self.named:
            reason = none_reason(page, part)
            nones |= {f"{part.id}_none": reason is not None, f"{part.id}_none_reason": reason or ""}
            if part.kind is PartKind.TEXT and not part.has_column:
                sources = (child.value["text"].source for child in stream_of(page, part))
                nones[part.id] = Html("".join(map(editor_html, sources)))
        return {
            **{name: getattr(page, name) for name in _SAME},
            **nones,
            "lesson": lesson_html(page),
            "curriculum": [child.value["page"].pk for child in _links(page)],
            "assessments": editor_html(page.assessments),
        }

    @property
    def pictures(self) -> Rows:
        return self.rows["pictures"]

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
            (form, name): files_in(stored_html(form.cleaned_data[name]))
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
        for name in _SAME:
            setattr(page, name, typed[name])
        for part in self.named:
            for name in (f"{part.id}_none", f"{part.id}_none_reason"):
                if part.has_column and part.none_because:
                    setattr(page, name, typed[name])
        page.title = typed["title"] or untitled
        if "lesson" in self.parts and typed["lesson"] != self.form.initial["lesson"]:
            page.lesson = lesson_from(page, typed["lesson"])
        if typed["assessments"] != self.form.initial["assessments"]:
            page.assessments = stored_html(typed["assessments"], headings=False)
        for name, rows in self.rows.items():
            if not rows.part:
                setattr(page, name, rows.written())
        if "curriculum" in self.parts:
            page.curriculum = self._curriculum()
        page.further = self._further()
        return page

    def _further(self) -> StreamValue:
        """Returns the further parts as they are in the form. Those of another version stay."""
        stream, typed = self.page.further, self.form.cleaned_data
        of_form = {part.id for part in self.named if not part.has_column}
        children: list[Child] = [
            (child.block_type, child.value, child.id)
            for child in stream
            if child.value["part"] not in of_form
        ]
        for part in self.named:
            if part.has_column:
                continue
            there = [(c.block_type, c.value, c.id) for c in stream_of(self.page, part)]
            if rows := self.rows.get(part.id):
                children += rows.children()
            elif typed[part.id] == self.form.initial[part.id]:
                children += there
            elif html := stored_html(typed[part.id]):
                value = {"part": part.id, "text": html, "language": ""}
                kept = there[0][2] if there else None
                children.append(self._block("text", value, kept))
            if typed.get(f"{part.id}_none"):
                value = {"part": part.id, "because": typed[f"{part.id}_none_reason"]}
                children.append(self._block(NOTHING, value))
        return StreamValue(stream.stream_block, children)

    def _block(self, name: str, value: dict[str, Any], key: str | None = None) -> Child:
        block = self.page.further.stream_block.child_blocks[name]
        return name, block.normalize(value), key

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
