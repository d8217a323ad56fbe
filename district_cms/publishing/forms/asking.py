"""What the forms of pages and of objects share: refusing what blocks, and asking about the rest."""

from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from district_cms.checks.findings import Finding

from ..answers import Answers, open_questions
from ..refusals import advice, field_error, said_once


class AskingForm(forms.BaseForm):
    """Stands before a model form of Wagtail in the bases of a form that asks the gate.

    After validation `findings` holds all that was found and `unanswered` what nobody has answered.
    """

    instance: Any
    findings: tuple[Finding, ...] = ()
    unanswered: tuple[Finding, ...] = ()

    @cached_property
    def answers(self) -> Answers:
        """What was ticked in this form."""
        return Answers.sent(self.data) if self.is_bound else Answers()

    def add_error(self, field: Any, error: Any) -> None:
        """As Django's; what is said of a field that this form does not show (an address that two
        pages would share) is said of the whole, instead of ending in an error page."""
        if field is None and hasattr(error, "error_dict"):
            hidden = [name for name in error.error_dict if name not in self.fields]
            said = [one for name in hidden for one in error.error_dict[name]]
            shown = {n: e for n, e in error.error_dict.items() if n not in hidden}
            if said:
                super().add_error(NON_FIELD_ERRORS, ValidationError(said))
            if shown:
                super().add_error(None, ValidationError(shown))
            return
        super().add_error(field, error)

    def refuse(self) -> None:
        """Add what blocks to the errors: at its field, in a StreamField at its block."""
        by_field: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            if finding.blocks:
                by_field[finding.field if finding.field in self.fields else None].append(finding)
        for name, findings in by_field.items():
            # A field that already failed kept its old value: the gate did not see the new one.
            if name is None:
                self.add_error(NON_FIELD_ERRORS, field_error(None, findings))
            elif name not in self.errors:
                self.add_error(name, field_error(getattr(self.instance, name), findings))

    def ask(self) -> None:
        """Stop the form while a question is open, and say which."""
        self.unanswered = tuple(open_questions(self.instance, self.findings, self.answers))
        if self.unanswered:
            questions = said_once(self._question(found) for found in self.unanswered)
            start = self._start(len(self.unanswered))
            self.add_error(NON_FIELD_ERRORS, ValidationError([start, *questions]))

    def _start(self, number: int) -> str:
        """The sentence before the questions: how many, and where they are answered."""
        raise NotImplementedError

    def _question(self, finding: Finding) -> str:
        if finding.field not in self.fields:
            return advice(finding)
        label = self.fields[finding.field].label
        return _("Please check “%(field)s”: %(question)s") % {
            "field": label,
            "question": advice(finding),
        }
