"""The forms of both kinds of notices. A class notice must pass the gate, like a page. An urgent
notice only needs a reason for what the checks find; nothing stops it."""

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from district_cms.checks.findings import Finding
from district_cms.publishing.objects import CheckedForm, check_object, checked_by_form
from district_cms.publishing.refusals import advice, errors_by_field
from district_cms.schools.banners.models import LONGEST
from district_cms.schools.banners.permissions import may_for_district, schools_to_choose
from district_cms.schools.banners.wording import Emergency, words_of
from district_cms.schools.typed_dates.fields import TypedDateTimeField, TypedTimeField

from ..models import UrgentNotice
from .permissions import can_send
from .second_person import ask_second_person
from .services import hold, note_written

OTHER: Final = "other"
PLAIN: Final = "plain"
LONGEST_TITLE: Final = 80


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


class MessageForm(WagtailAdminModelForm):
    """What a school says, whom it is for and when. Without words of its own it has the approved
    ones. Reports findings once; a reason lets an urgent message through, because an emergency waits
    for no form (34 CFR 99.36)."""

    what = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("", gettext_lazy("Choose")),
            *Emergency.choices,
            (OTHER, gettext_lazy("Something else that is urgent, in your words")),
            (PLAIN, gettext_lazy("Good to know, in your words: on the website only")),
        ],
    )

    class Meta:
        model = UrgentNotice
        fields = (
            *("whole_district", "schools", "starts_at", "ends_at", "closes_at"),
            *(*UrgentNotice.checked_fields, "privacy_reason", "sends"),
        )
        # As everywhere in the editor; the form is made before they are registered.
        field_classes: ClassVar = dict.fromkeys(("starts_at", "ends_at"), TypedDateTimeField) | {
            "closes_at": TypedTimeField
        }
        widgets: ClassVar = {
            **{name: field.widget for name, field in field_classes.items()},
            "schools": forms.CheckboxSelectMultiple,
            "text_en": AdminAutoHeightTextInput(attrs={"rows": 3}),
            "text_es": AdminAutoHeightTextInput(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings: tuple[Finding, ...] = ()
        schools: Any = self.fields["schools"]
        schools.queryset = schools_to_choose(self.for_user)
        for name in ("title_en", "text_en"):
            self.fields[name].required = False
        if not may_for_district(self.for_user):
            del self.fields["whole_district"]
            schools.required = True

    def clean(self) -> Any:
        cleaned = super().clean()
        schools, what = cleaned.get("schools"), cleaned.get("what")
        if not cleaned.get("whole_district") and not schools and "schools" not in self.errors:
            self.add_error("schools", _("Select at least one school."))
        if cleaned.get("whole_district") and schools:
            self.add_error("schools", _("Select the whole district or schools, not both."))
        begins, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if ends is not None and ends <= timezone.now():
            self.add_error("ends_at", _("That time has passed. Choose a later one."))
        elif begins is not None and ends is not None and ends <= begins:
            self.add_error("ends_at", _("It would end before it begins."))
        elif begins is not None and ends is not None and ends - begins > LONGEST:
            self.add_error("ends_at", _("A notice lasts 31 days at most."))
        notice = self.instance
        notice.chosen = tuple(schools or ())
        notice.emergency = what if what in Emergency.values else ""
        notice.plain = what == PLAIN
        if notice.plain:
            cleaned["sends"] = False
        if what and not self.errors:
            self._complete_words(cleaned)
        return cleaned

    def _complete_words(self, cleaned: dict[str, Any]) -> None:
        """Fills in the approved words, or what is missing besides the person's own."""
        names = UrgentNotice.checked_fields
        approved = words_of(
            self.instance.emergency,
            all_schools=cleaned.get("whole_district", False),
            day=timezone.localdate(cleaned["ends_at"]),
            time=cleaned.get("closes_at"),
        )
        if approved and not any(cleaned[name] for name in names):
            cleaned |= approved
        for language in ("en", "es"):
            title, text = f"title_{language}", cleaned[f"text_{language}"]
            if text and not cleaned[title]:
                # Only messages show a title; the website shows the text alone.
                short = Truncator(text).chars(LONGEST_TITLE)
                cleaned[title] = approved.get(title) or (short if not cleaned["sends"] else "")
        for name in ("title_en", "text_en"):
            if not cleaned[name]:
                self.add_error(name, _("Write this in English."))

    def _post_clean(self) -> None:
        # Only the call of the base class writes the typed values to the instance.
        with checked_by_form(self.instance):
            super()._post_clean()
        if not self.errors and self.instance.is_approved:
            return
        findings = [each for each in check_object(self.instance) if each.blocks or each.asks]
        self.findings = tuple(findings)
        if self.instance.plain and (blocking := [each for each in findings if each.blocks]):
            # No emergency: what blocks a page blocks it, too.
            self.add_error(None, ValidationError(errors_by_field(blocking)))
        elif self.findings and not self.cleaned_data.get("privacy_reason"):
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
            if saved.needs_second_person:
                ask_second_person(saved)
        return saved


def what_of(notice: UrgentNotice) -> str:
    """Returns the value of `MessageForm`'s *What* for a notice."""
    return PLAIN if notice.plain else notice.emergency or OTHER


class SafetyForm(forms.Form):
    """Asks why no second person looks the notice over first."""

    reason = forms.CharField(
        label=gettext_lazy("Why can it not wait for a second person?"),
        help_text=gettext_lazy("Recorded with your name in the log of the district."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why it cannot wait.")},
    )
