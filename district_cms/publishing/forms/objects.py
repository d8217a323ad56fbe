"""The editor's form of an object that has no page: a staff record, a setting, a notice."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm

from district_cms.checks.findings import Finding

from ..models import Confirmation
from ..objects import check_object, checked_by_form
from ..selectors import confirmations_for
from ..services import keep_answers
from .asking import AskingForm
from .within_reach import FilesInReach


@dataclass(frozen=True, slots=True)
class Question:
    """One question below the form. `field` is the label of the field that it is about."""

    finding: Finding
    field: str
    is_ticked: bool
    note: str
    confirmation: Confirmation | None


class CheckedForm(FilesInReach, AskingForm, WagtailAdminModelForm):
    """Asks the gate whenever the object is saved: there is no draft of it, what is saved is live.

    A refusal stands at the field. What the gate can only ask stops the form until it is ticked in
    the list that `QuestionsPanel` puts below the fields; the ticks are kept with the object.
    """

    @cached_property
    def questions(self) -> list[Question]:
        """All questions about the object as the form shows it, answered or not."""
        findings = self.findings
        if not self.is_bound and self.instance.pk is not None:
            findings = tuple(check_object(self.instance))
        confirmed = confirmations_for(self.instance, findings)
        return [
            self._as_shown(finding, confirmed.get(finding.fingerprint))
            for finding in findings
            if finding.asks
        ]

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit and self.answers.asked:
            keep_answers(
                subject=saved, findings=self.findings, answers=self.answers, user=self.for_user
            )
        return saved

    def _post_clean(self) -> None:
        # Only after this does the instance hold what was typed.
        with checked_by_form(self.instance):
            super()._post_clean()
        self.findings = tuple(check_object(self.instance))
        self.refuse()
        self.ask()

    def _as_shown(self, finding: Finding, confirmation: Confirmation | None) -> Question:
        mark = finding.fingerprint
        label = self.fields[finding.field].label if finding.field in self.fields else ""
        if mark in self.answers.asked:
            is_ticked, note = mark in self.answers.ticked, self.answers.notes.get(mark, "")
        else:
            is_ticked, note = confirmation is not None, confirmation.note if confirmation else ""
        return Question(finding, str(label or ""), is_ticked, note, confirmation)

    def _start(self, number: int) -> str:
        return ngettext(
            "Please check one thing that only a person can judge. If it is right as it is, "
            "select it in the list “Please check” below; your name is saved with it.",
            "Please check %(number)d things that only a person can judge. If something is right "
            "as it is, select it in the list “Please check” below; your name is saved with it.",
            number,
        ) % {"number": number}
