"""The forms of both kinds of notices. A class notice must pass the gate, like a page. An urgent
notice only needs a reason for what the checks find; nothing stops it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from district_cms.checks.findings import Finding
from district_cms.publishing.objects import CheckedForm, check_object, checked_by_form
from district_cms.publishing.refusals import advice
from district_cms.schools.banners.forms import offer_words_of_new_day
from district_cms.schools.banners.models import LONGEST
from district_cms.schools.banners.permissions import may_for_district, schools_to_choose

from ..models import GuardianSettings
from .permissions import can_send
from .second_person import ask_second_person
from .services import hold, note_written
from .wording import usual_words


class ClassNoticeForm(CheckedForm):
    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        hold(self.instance)
        saved = super().save(commit=commit)
        if commit:
            note_written(notice=saved, user=self.for_user)
            if not can_send(self.for_user, saved):
                ask_second_person(saved)
        return saved


class UrgentNoticeForm(WagtailAdminModelForm):
    """Offers only the schools of the account. Reports findings once; a reason lets the notice
    through, because an emergency waits for no form (34 CFR 99.36)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: tuple[Finding, ...] = ()
        schools: Any = self.fields["schools"]
        schools.queryset = schools_to_choose(self.for_user)
        if not GuardianSettings.load().texts_are_on:
            del self.fields["emergency"]
        if not may_for_district(self.for_user):
            del self.fields["whole_district"]
            schools.required = True

    def clean(self) -> Any:
        cleaned = super().clean()
        somewhere = self.cleaned_data.get("whole_district") or self.cleaned_data.get("schools")
        if not somewhere and "schools" not in self.errors:
            self.add_error("schools", _("Select at least one school."))
        if self.cleaned_data.get("whole_district") and self.cleaned_data.get("schools"):
            self.add_error("schools", _("Select the whole district or schools, not both."))
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if ends is not None and ends <= timezone.now():
            self.add_error("ends_at", _("That time has passed. Choose a later one."))
        elif begins is not None and ends is not None and ends <= begins:
            self.add_error("ends_at", _("It would end before it begins."))
        elif begins is not None and ends is not None and ends - begins > LONGEST:
            self.add_error("ends_at", _("A notice lasts 31 days at most."))
        names = [school.title for school in self.cleaned_data.get("schools") or ()]
        offer_words_of_new_day(self, names, usual_words)
        return cleaned

    def _post_clean(self) -> None:
        # Only the call of the base class writes the typed values to the instance.
        with checked_by_form(self.instance):
            super()._post_clean()
        findings = [each for each in check_object(self.instance) if each.blocks or each.asks]
        self.findings = tuple(findings)
        if self.findings and not self.cleaned_data.get("privacy_reason"):
            start = _(
                "Please check this. If the notice must say it anyway, write why and save again."
            )
            message = [start, *(f"“{self._label(each)}”: {advice(each)}" for each in findings)]
            self.add_error("privacy_reason", ValidationError(message))

    def _label(self, finding: Finding) -> str:
        field = self.fields.get(finding.field or "")
        return str(field.label if field is not None else finding.field)

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        hold(self.instance)
        saved = super().save(commit=commit)
        if commit:
            note_written(notice=saved, user=self.for_user, findings=self.findings)
            ask_second_person(saved)
        return saved


class SafetyForm(forms.Form):
    """Asks why no second person looks the notice over first."""

    reason = forms.CharField(
        label=gettext_lazy("Why can it not wait for a second person?"),
        help_text=gettext_lazy("Recorded with your name in the log of the district."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why it cannot wait.")},
    )
