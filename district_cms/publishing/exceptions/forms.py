"""The form by which an administrator makes an exception from the gate."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import formfield_for_dbfield

from district_cms.checks.findings import Finding


class ExceptionForm(forms.Form):
    findings = forms.MultipleChoiceField(
        label=_("Findings that the page may go live with"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what the exception is for.")},
    )
    reason = forms.CharField(
        label=_("Why the page cannot wait"),
        help_text=_("Everyone who reads the list of exceptions reads this."),
        widget=forms.Textarea({"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why the page cannot wait.")},
    )

    def __init__(
        self, *args: Any, findings: Iterable[Finding], longest: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_fingerprint = {finding.fingerprint: finding for finding in findings}
        choices = [(mark, _line(finding)) for mark, finding in self.by_fingerprint.items()]
        self.fields["findings"].choices = choices  # type: ignore[attr-defined]
        # As the editor reads every day that is typed, whatever room says how.
        self.fields["last_day"] = formfield_for_dbfield(models.DateField(_("last day")))
        self.fields["last_day"].initial = longest
        self.fields["last_day"].help_text = _(
            "After this day it ends on its own. What is live stays live; the next change is "
            "checked again."
        )

    @property
    def chosen(self) -> list[Finding]:
        return [self.by_fingerprint[mark] for mark in self.cleaned_data["findings"]]


def _line(finding: Finding) -> str:
    return f"{finding.message} ({finding.basis})" if finding.basis else str(finding.message)
