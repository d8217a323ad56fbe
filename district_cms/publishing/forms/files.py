"""The library's forms of pictures and documents that live pages show."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from district_cms.checks.findings import Finding
from district_cms.media.documents.forms import DistrictDocumentForm
from district_cms.media.in_use import descriptions, live_pages, names_of
from district_cms.media.pictures.forms import DistrictImageForm
from district_cms.media.pictures.shown import WIDEST

from ..content.statements import FILE_REPLACED
from ..refusals import advice
from ..services.files import (
    Objection,
    keep_change,
    look_at_new_file,
    objections_to,
    refusal_of,
)

STILL_TRUE = "still_true"


class Answers(forms.MultipleChoiceField):
    """Ticks of which some are put only by the answer to the first attempt."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return True


class AskingPages(forms.BaseModelForm):
    """Stands before a form of the library in the bases.

    Says which live pages show the picture or document. A new file, or another title, that would
    stop one of them is refused there; what they said of the old file has to be confirmed for the
    new one, page by page, or nothing changes.
    """

    instance: Any
    objections: tuple[Objection, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.for_user: Any = kwargs.get("user")
        super().__init__(*args, **kwargs)
        self.old_hash = self.instance.file_hash
        known = {"file", "file_size", "file_hash", "width", "height"}
        self.as_stored = {k: v for k, v in self.instance.__dict__.items() if k in known}
        pages = list(live_pages([self.instance])) if self.instance.pk else []
        if pages and "file" in self.fields:
            self.fields[STILL_TRUE] = Answers(
                label=gettext_lazy("If you choose another file"),
                required=False,
                choices=[
                    (_of(page), _with_link(page, name))
                    for page, name in zip(pages, descriptions(pages), strict=True)
                ],
                help_text=gettext_lazy(
                    "Live pages show this. Look at each of them with the new file in mind, and "
                    "select it if everything that the page says of it is still right: "
                    "description, people, releases, transcript. Your name is saved with it. "
                    "Without this, the old file stays. If the new file raises questions of its "
                    "own, they are added to this list, and you choose the file once more."
                ),
            )

    def _post_clean(self) -> None:
        # Only after this does the instance hold what was sent.
        super()._post_clean()  # type: ignore[misc]  # of Django's model forms, which have no types
        changed = {"file", "title"} & set(self.changed_data) - self.errors.keys()
        if STILL_TRUE in self.fields and changed:
            self._ask_pages("file" if "file" in changed else "title")
        if self.errors and self.instance.pk:
            # The screen shows what is stored: the refused file is nowhere. Past the descriptor,
            # which would open the file to measure it.
            self.instance.__dict__.update(self.as_stored)
            self.instance._state.fields_cache.pop("examination", None)

    def _ask_pages(self, where: str) -> None:
        if where == "file":
            look_at_new_file(self.instance)
        self.objections = tuple(objections_to(self.instance))
        own = self.own_questions() if where == "file" else []
        self._add_questions(own)
        refused = [one for one in self.objections if one.refused]
        if refused:
            start = _("Nothing was changed: live pages could not stay as they are.")
            self.add_error(where, [start, *map(refusal_of, refused)])
            return
        open_ones = [found for one in self.objections for found in self._open(one)]
        unanswered = [mark for mark, _question in own if mark not in self._ticked()]
        if open_ones or unanswered:
            said = self._what_is_open(where, open_ones, of_file=len(unanswered))
            self.add_error(STILL_TRUE, said)

    def own_questions(self) -> list[tuple[str, str]]:
        """What is asked about the new file itself, whatever the pages say of it."""
        return []

    def _add_questions(self, own: list[tuple[str, str]]) -> None:
        """What is said of every file is answered by page; what was found in this one, by itself.
        Answered ones stay in the list: they are sent again with the file."""
        field: Any = self.fields[STILL_TRUE]
        found = [
            (one.page, finding)
            for one in self.objections
            for finding in one.asked
            if finding.rule != FILE_REPLACED
        ]
        names = descriptions(page for page, _finding in found)
        field.choices = [
            *field.choices,
            *[
                (
                    finding.fingerprint,
                    _("New question – %(page)s: %(question)s")
                    % {"page": name, "question": advice(finding)},
                )
                for (_page, finding), name in zip(found, names, strict=True)
            ],
            *[(mark, _("New question – %(question)s") % {"question": said}) for mark, said in own],
        ]

    def _open(self, objection: Objection) -> list[tuple[Page, Finding]]:
        ticked = self._ticked()
        return [
            (objection.page, finding)
            for finding in objection.asked
            if finding.fingerprint not in ticked
            and not (finding.rule == FILE_REPLACED and _of(objection.page) in ticked)
        ]

    def _ticked(self) -> set[str]:
        data: Any = self.data
        return set(data.getlist(self.add_prefix(STILL_TRUE)))

    def _what_is_open(
        self, where: str, questions: list[tuple[Page, Finding]], *, of_file: int
    ) -> list[str]:
        """What is still to be selected, and nothing that is."""
        pages = {page.pk: page for page, one in questions if one.rule == FILE_REPLACED}
        new = of_file + sum(one.rule != FILE_REPLACED for _page, one in questions)
        said = [_("Nothing has been changed so far.")]
        if where == "file":
            said = [_("The old file is still in place. Choose the new one again.")]
        if pages:
            said.append(
                _("Look at these pages, and select each where all is still right: %(pages)s.")
                % {"pages": names_of(pages.values())}
            )
        if new:
            said.append(
                ngettext(
                    "There is a new question, last in the list, which starts with “New question”. "
                    "Select it when you have checked it.",
                    "There are %(number)d new questions, last in the list, which start with “New "
                    "question”. Select each when you have checked it.",
                    new,
                )
                % {"number": new}
            )
        return said

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        shown = STILL_TRUE in self.fields and "file" in self.changed_data
        old_file = self.original_file if shown and commit else None  # type: ignore[has-type]
        if old_file:
            # Not before everything is written: until then pages show the old one.
            self.original_file = None
            storage, name = old_file.storage, old_file.name
            transaction.on_commit(lambda: storage.delete(name))
        if STILL_TRUE not in self.fields:
            return super().save(commit=commit)
        with self.instance.asked_by_form():
            saved = super().save(commit=commit)
        if shown and commit:
            keep_change(
                item=saved,
                old_hash=self.old_hash,
                answered=[(one.page, list(one.asked)) for one in self.objections],
                user=self.for_user,
            )
        return saved


def _of(page: Page) -> str:
    return f"page:{page.pk}"


def _with_link(page: Page, name: str) -> str:
    # In a new tab, because a form forgets the file that was chosen in it.
    return format_html(
        '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
        name,
        page.url or "",
        _("Look at it (new tab)"),
    )


class LibraryImageForm(AskingPages, DistrictImageForm):
    """The base of all forms for pictures, named by `WAGTAILIMAGES_IMAGE_FORM_BASE`."""

    def own_questions(self) -> list[tuple[str, str]]:
        """A smaller picture than pages show is right, perhaps, and looks blurred: the sizes are
        said."""
        before, now = self.as_stored, self.instance
        if now.width >= min(before["width"], WIDEST):
            return []
        said = _(
            "The new picture is smaller: %(new)s pixels, where the old one has %(old)s. On a "
            "large screen families see it small or blurred. Select this to use it anyway, or "
            "choose a larger file."
        )
        sizes = {
            "new": _size(now.width, now.height),
            "old": _size(before["width"], before["height"]),
        }
        return [(f"smaller:{now.file_hash}", said % sizes)]


def _size(width: int, height: int) -> str:
    return f"{width} × {height}"


class LibraryDocumentForm(AskingPages, DistrictDocumentForm):
    """The base of all forms for documents, named by `WAGTAILDOCS_DOCUMENT_FORM_BASE`."""
