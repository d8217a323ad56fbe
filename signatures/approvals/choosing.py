"""The office's choices about reviews: whoever changes one is named in the log."""

from typing import Any, Final

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList

from district_cms.audit_log.services import record

from ..models import SignatureSettings

CHOICES: Final = (
    "review_entitlements",
    "require_evidence",
    "review_quotes",
)


class SettingsForm(WagtailAdminModelForm):
    """Records what was chosen before and after."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        before = _chosen(SignatureSettings.load())
        saved = super().save(commit=commit)
        after = _chosen(saved)
        if commit and after != before:
            record(
                action="signature_settings.changed",
                actor=self.for_user,
                before=before,
                after=after,
            )
        return saved


def _chosen(row: SignatureSettings) -> dict[str, bool]:
    return {name: getattr(row, name) for name in CHOICES}


def record_choices() -> None:
    """Give the settings their form; see `SignatureSettings.edit_handler`."""
    SignatureSettings.edit_handler = ObjectList(
        SignatureSettings.panels, base_form_class=SettingsForm
    )
