"""The form of the guardian settings: texts stay off until everything that they need is recorded."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from district_cms.audit_log.services import record

NEEDED_FOR_TEXTS: Final = {
    "text_basis": _("Choose on which basis these texts are sent, as the district’s counsel says."),
    "basis_decided_on": _("Write the day on which the district decided this."),
    "basis_source": _("Write where the decision can be read."),
    "carrier_registration": _("Write the number of the registration with the carriers."),
    "texts_a_second": _("Write how many texts a second the registration allows."),
}


class GuardianSettingsForm(WagtailAdminModelForm):
    """Refuses texts without their basis, and records every change."""

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("text_urgent"):
            for name, sentence in NEEDED_FOR_TEXTS.items():
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)
        if commit and self.changed_data:
            record(
                action="guardians.settings_changed",
                actor=self.for_user,
                changed={name: str(getattr(saved, name)) for name in self.changed_data},
            )
        return saved
