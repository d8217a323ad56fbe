"""The form of a draft, and of a test message."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from district_cms.publishing.objects import CheckedForm

from ...models import MessageWording
from ...models.subscribers import LANGUAGES
from ...services.wording import keep_wording


class WordingForm(CheckedForm):
    """Passes the gate as a notice does: what families read is checked when it is saved."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        if commit:
            keep_wording(wording=self.instance, user=self.for_user)
        return super().save(commit=commit)


class TestForm(forms.Form):
    """`version`: the one to send; without it the words that are used now."""

    kind = forms.ChoiceField(label=_("Message"), choices=MessageWording.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    version = forms.ModelChoiceField(
        MessageWording.objects.all(), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        version = cleaned.get("version")
        if version is not None and version.kind != cleaned.get("kind"):
            raise ValidationError({NON_FIELD_ERRORS: _("This version is of another message.")})
        return cleaned
