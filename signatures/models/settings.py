"""What the communications office chooses about signatures. As delivered nothing is reviewed."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="edit", order=260)
class SignatureSettings(BaseGenericSetting):
    """One row for the district."""

    review_entitlements = models.BooleanField(
        _("we review memberships and credentials first"),
        default=False,
        help_text=_(
            "The procedure does not ask for this: it is the district’s choice. Off: what a person "
            "declares counts at once."
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
    review_quotes = models.BooleanField(
        _("we review quotes first"),
        default=False,
        help_text=_(
            "The procedure asks for appropriate quotes that connect to the person’s role, not for "
            "a review: it is the district’s choice."
        ),
    )
    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("review_entitlements"), FieldPanel("require_evidence")],
            heading=_("Memberships and credentials"),
        ),
        MultiFieldPanel([FieldPanel("review_quotes")], heading=_("Quotes")),
    ]

    edit_handler: ClassVar[Any]
    """Set by `signatures.approvals.choosing`: what is changed is written into the log."""

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
        """Whether the forms ask: evidence that nobody looks at is not collected."""
        return self.review_entitlements and self.require_evidence

    @classmethod
    def is_on(cls, choice: str) -> models.Exists:
        """Whether the office chose it, within a query about something else."""
        return models.Exists(cls.objects.filter(**{choice: True}))
