"""The communications office's settings for signatures. By default nothing is reviewed."""

from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from district_cms.audit_log.services import record

CHOICES: Final = ("review_entitlements", "require_evidence")


class SettingsForm(WagtailAdminModelForm):
    """Logs the settings before and after."""

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        before = _choices(SignatureSettings.load())
        saved = super().save(commit=commit)
        after = _choices(saved)
        if commit and after != before:
            record(
                action="signature_settings.changed",
                actor=self.for_user,
                before=before,
                after=after,
            )
        return saved


@register_setting(icon="edit", order=260)
class SignatureSettings(BaseGenericSetting):
    """One row for the district."""

    review_entitlements = models.BooleanField(
        _("we review memberships, credentials and quotes first"),
        default=False,
        help_text=_(
            "The procedure does not ask for this: it is the district’s choice. Off: what a person "
            "adds counts at once."
        ),
    )
    require_evidence = models.BooleanField(
        _("we ask for evidence of memberships and credentials"),
        default=False,
        help_text=_(
            "Together with the review: a file or words. Only the person and this office see it, "
            "and it is deleted 30 days after the decision."
        ),
    )

    base_form_class: ClassVar = SettingsForm
    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("review_entitlements"), FieldPanel("require_evidence")],
            heading=_("Memberships, credentials and quotes"),
        ),
    ]

    class Meta:
        verbose_name = _("signature settings")

    def clean(self) -> None:
        super().clean()
        if self.require_evidence and not self.review_entitlements:
            raise ValidationError(
                {
                    "require_evidence": _(
                        "Turn on the review as well: without it nobody would look at the evidence."
                    )
                }
            )

    @property
    def asks_for_evidence(self) -> bool:
        """Whether forms ask for evidence: not if nobody reviews it."""
        return self.review_entitlements and self.require_evidence


def _choices(row: SignatureSettings) -> dict[str, bool]:
    return {name: getattr(row, name) for name in CHOICES}
