"""The library's forms for files on live pages: they check these pages first.

Refuses a change that would block a page; statements of pages about the old file must be confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding
from district_cms.media.examinations import examine_pending
from district_cms.media.forms import DistrictDocumentForm, DistrictImageForm
from district_cms.media.in_use import InUse, descriptions, live_pages, names_of
from district_cms.media.models import DistrictDocument
from district_cms.web.accounts import Account

from ..answers import confirm_findings, open_questions
from ..content.files_on_page import FILE_REPLACED, file_name, keep_statements
from ..content.fragments import assuming
from ..gate import PublishGateMixin
from ..refusals import advice, merge_repeated, sentence

Key = tuple[str, str | None, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True)
class Objection:
    """Findings that would block a live page, and questions that would open again."""

    page: Page
    refused: tuple[Finding, ...]
    asked: tuple[Finding, ...]


def look_at_new_file(item: Any) -> None:
    """Sets the hash of the new file, and examines a document. Writes nothing."""
    if isinstance(item, DistrictDocument):
        item._set_document_file_metadata()
        examine_pending(item)
    else:
        item._set_image_file_metadata()


def objections_to(item: Any) -> list[Objection]:
    """Returns the objections of live pages that show `item` to its state in memory."""
    stored = type(item)._base_manager.get(pk=item.pk)
    objections = []
    for page in live_pages([item]).specific():
        if not isinstance(page, PublishGateMixin):
            continue
        before = page.publish_findings()
        with assuming(item, stored_hash=stored.file_hash):
            after = page.publish_findings()
        stopped = {_key(f) for f in before if f.blocks}
        was_open = {_key(f) for f in open_questions(page, before)}
        refused = [f for f in after if f.blocks and _key(f) not in stopped]
        asked = [f for f in open_questions(page, after) if _key(f) not in was_open]
        if refused or asked:
            objections.append(Objection(page, tuple(refused), tuple(asked)))
    return objections


def refusal_of(objection: Objection) -> str:
    """Returns why one page does not allow the change."""
    return _("On “%(title)s”: %(reasons)s") % {
        "title": objection.page.title,
        "reasons": " ".join(
            merge_repeated(map(sentence, objection.refused or objection.asked))[:3]
        ),
    }


def check_change(item: Any, *, changed: frozenset[str]) -> None:
    """Raises `InUse` if a live page objects to a change that code makes."""
    pages = list(live_pages([item]))
    if not pages:
        return
    if "file" in changed:
        look_at_new_file(item)
    objections = objections_to(item)
    if objections:
        reasons = " ".join(refusal_of(one) for one in objections[:3])
        raise InUse(
            _(
                "“%(title)s” stays as it was, because live pages show it: %(pages)s. %(reasons)s "
                "Someone who has seen the new file can put it in its place in the library."
            )
            % {
                "title": item.title,
                "pages": names_of(one.page for one in objections),
                "reasons": reasons,
            },
            item=item,
        )
    _store_statements(pages, item)


@transaction.atomic
def keep_change(
    *, item: Any, old_hash: str, answered: Iterable[tuple[Page, list[Finding]]], user: Account
) -> None:
    """Records who confirmed the pages of a replaced file, and its old hash."""
    pages = list(live_pages([item]).specific())
    for page in pages:
        keep_statements(subject=page, hashes={file_name(item): old_hash})
    for page, findings in answered:
        confirm_findings(subject=page, findings=findings, user=user)
    record(
        action="media.file_replaced",
        actor=user,
        file=file_name(item),
        name=item.title,
        old=old_hash,
        new=item.file_hash,
        pages=[str(page.translation_key) for page in pages],
    )


def _store_statements(pages: Iterable[Page], item: Any) -> None:
    stored = type(item)._base_manager.get(pk=item.pk)
    for page in pages:
        keep_statements(subject=page.specific, hashes={file_name(item): stored.file_hash})


def _key(finding: Finding) -> Key:
    return finding.rule, finding.field, finding.path


STILL_TRUE = "still_true"


class Answers(forms.MultipleChoiceField):
    """Checkboxes, some of which the form adds only after the first attempt."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return True


class ChecksLivePages(forms.BaseModelForm):
    """A mixin for the library's forms: checks the live pages that show the file."""

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
        # The instance has the submitted values only after this.
        super()._post_clean()  # type: ignore[misc]  # of Django's model forms, which have no types
        changed = {"file", "title"} & set(self.changed_data) - self.errors.keys()
        if STILL_TRUE in self.fields and changed:
            self._ask_pages("file" if "file" in changed else "title")
        if self.errors and self.instance.pk:
            # The screen shows the stored state: the refused file is stored nowhere. Bypasses the
            # descriptor, which would open the file to measure it.
            self.instance.__dict__.update(self.as_stored)
            self.instance._state.fields_cache.pop("examination", None)

    def _ask_pages(self, where: str) -> None:
        if where == "file":
            look_at_new_file(self.instance)
        self.objections = tuple(objections_to(self.instance))
        self._add_questions()
        refused = [one for one in self.objections if one.refused]
        if refused:
            start = _("Nothing was changed: live pages could not stay as they are.")
            self.add_error(where, [start, *map(refusal_of, refused)])
            return
        open_ones = [pair for one in self.objections for pair in self._open(one)]
        if open_ones:
            self.add_error(STILL_TRUE, self._what_is_open(where, open_ones))

    def _add_questions(self) -> None:
        """Adds the questions about this file; answered ones stay, and are submitted again."""
        field: Any = self.fields[STILL_TRUE]
        questions = [
            (one.page, finding)
            for one in self.objections
            for finding in one.asked
            if finding.rule != FILE_REPLACED
        ]
        names = descriptions(page for page, _finding in questions)
        field.choices = [
            *field.choices,
            *[
                (
                    finding.fingerprint,
                    _("New question – %(page)s: %(question)s")
                    % {"page": name, "question": advice(finding)},
                )
                for (_page, finding), name in zip(questions, names, strict=True)
            ],
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

    def _what_is_open(self, where: str, questions: list[tuple[Page, Finding]]) -> list[str]:
        """Returns what still has to be selected."""
        pages = {page.pk: page for page, one in questions if one.rule == FILE_REPLACED}
        new = sum(one.rule != FILE_REPLACED for _page, one in questions)
        messages = [_("Nothing has been changed so far.")]
        if where == "file":
            messages = [_("The old file is still in place. Choose the new one again.")]
        if pages:
            messages.append(
                _("Look at these pages, and select each where all is still right: %(pages)s.")
                % {"pages": names_of(pages.values())}
            )
        if new:
            messages.append(
                ngettext(
                    "There is a new question, last in the list, which starts with “New question”. "
                    "Select it when you have checked it.",
                    "There are %(number)d new questions, last in the list, which start with “New "
                    "question”. Select each when you have checked it.",
                    new,
                )
                % {"number": new}
            )
        return messages

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        is_replaced = STILL_TRUE in self.fields and "file" in self.changed_data
        old_file = self.original_file if is_replaced and commit else None  # type: ignore[has-type]
        if old_file:
            # Deletes the old file only after the commit: until then pages show it.
            self.original_file = None
            storage, name = old_file.storage, old_file.name
            transaction.on_commit(lambda: storage.delete(name))
        if STILL_TRUE not in self.fields:
            return super().save(commit=commit)
        with self.instance.confirmed_by_form():
            saved = super().save(commit=commit)
        if is_replaced and commit:
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
    # Opens a new tab, because a form loses the chosen file.
    return format_html(
        '{} <a href="{}" target="_blank" rel="noopener">{}</a>',
        name,
        page.url or "",
        _("Look at it (new tab)"),
    )


class LibraryImageForm(ChecksLivePages, DistrictImageForm):
    """The base of all forms for pictures (`WAGTAILIMAGES_IMAGE_FORM_BASE`)."""


class LibraryDocumentForm(ChecksLivePages, DistrictDocumentForm):
    """The base of all forms for documents (`WAGTAILDOCS_DOCUMENT_FORM_BASE`)."""
