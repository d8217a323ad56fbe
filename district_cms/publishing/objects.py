"""Applies the checks of pages to objects without a page, such as a staff record or a setting.

Blocking findings stop their form and their `full_clean`; only the form asks questions. As
everywhere in Django, `save()` does not check.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList, Panel

from district_cms.checks.describing import advice_rules
from district_cms.checks.findings import Finding

from .answers import confirmations_for, keep_answers
from .available_files import AvailableFilesForm
from .content.checks import content_findings, privacy_rules, run_check
from .forms.page import GateQuestionsForm
from .gate import apply_choice, raise_advice, what_stops
from .models import AccessibilitySettings, Confirmation
from .models.records import LONGEST_NOTE
from .refusals import errors_by_field


def check_object(subject: Any) -> list[Finding]:
    """Returns the findings in an object's `checked_fields`, as it is in memory; writes nothing."""
    return apply_choice(raise_advice, subject, list(run_check(content_findings, subject)))


def which_block(subjects: Iterable[Any]) -> list[Any]:
    """Returns the objects with a blocking finding."""
    rules = privacy_rules()

    def findings_of(subject: Any) -> Iterator[Finding]:
        return content_findings(subject, rules)

    return [
        subject
        for subject in subjects
        if what_stops(
            subject, apply_choice(raise_advice, subject, list(run_check(findings_of, subject)))
        )
    ]


class CheckedModel(models.Model):
    """Comes first in the bases of a model whose text readers see and that has no page."""

    checked_fields: ClassVar[tuple[str, ...]]
    """The fields that readers see. Only these are checked."""

    _is_checked_by_form = False

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Raises `ValidationError` for blocking findings: {field: [sentence]}."""
        super().clean()
        refuse_what_blocks(self)


def refuse_what_blocks(subject: Any) -> None:
    """Raises `ValidationError` for blocking text in an object, unless its form checks it."""
    if getattr(subject, "_is_checked_by_form", False):
        return
    if blocking := what_stops(subject, check_object(subject)):
        raise ValidationError(errors_by_field(blocking))


@contextmanager
def checked_by_form(subject: Any) -> Iterator[None]:
    """Inside the block, `clean()` does not check: the calling form does, and asks questions too."""
    subject._is_checked_by_form = True
    try:
        yield
    finally:
        subject._is_checked_by_form = False


class QuestionsPanel(Panel):
    """The last panel of a `CheckedForm`; hidden if there are no questions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"heading": _("Please check"), **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "publishing/admin/questions_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and getattr(self.form, "questions", ()))

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            context["questions"] = self.form.questions
            context["longest_note"] = LONGEST_NOTE
            return context


@dataclass(frozen=True, slots=True)
class Question:
    """One question below the form. `field` is the label of its field."""

    finding: Finding
    field: str
    is_ticked: bool
    note: str
    confirmation: Confirmation | None


class CheckedForm(AvailableFilesForm, GateQuestionsForm, WagtailAdminModelForm):
    """Checks the object on every save, because a saved object is live.

    Open questions stop the form until they are ticked in `QuestionsPanel`.
    """

    @cached_property
    def questions(self) -> list[Question]:
        """Returns all questions about the object as the form shows it, answered or not."""
        findings = self.findings
        if not self.is_bound and self.instance.pk is not None:
            findings = tuple(check_object(self.instance))
        confirmed = confirmations_for(self.instance, findings)
        return [
            self._as_question(finding, confirmed.get(finding.fingerprint))
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
        # The instance has the typed values only after this.
        with checked_by_form(self.instance):
            super()._post_clean()
        self.findings = tuple(check_object(self.instance))
        self.refuse()
        self.ask()

    def _as_question(self, finding: Finding, confirmation: Confirmation | None) -> Question:
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


class AccessibilitySettingsForm(CheckedForm):
    """Shows each piece of advice in its own words."""

    raised_rules = forms.MultipleChoiceField(
        label=_("Advice that blocks here"),
        help_text=_(
            "For these, the site asks the author and lets the page go live. What you select "
            "stops the page, and the message says that this district requires it."
        ),
        choices=lambda: list(advice_rules().items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def check_the_statement() -> None:
    """Sets the form and the check of the settings; see `AccessibilitySettings.edit_handler`."""
    AccessibilitySettings.edit_handler = ObjectList(
        [*AccessibilitySettings.panels, QuestionsPanel()],
        base_form_class=AccessibilitySettingsForm,
    )
    AccessibilitySettings.check_words = staticmethod(refuse_what_blocks)
