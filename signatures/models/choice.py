"""What an employee chose for the signature."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from ..preferences import OWN_PHONE, SignaturePreferences


class SignatureChoice(models.Model):
    """One row per person. The lists store numbers, not foreign keys: entries that end, or are no
    longer allowed, disappear from the next signature and return when renewed."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, related_name="signature_choice", verbose_name=_("staff")
    )
    # None: not chosen yet, which means the first one.
    schools = models.JSONField(_("schools"), null=True)
    phone = models.CharField(_("phone"), max_length=20, default=OWN_PHONE)
    # None: all of them.
    entitlements = models.JSONField(_("memberships and credentials"), null=True)
    statements = models.JSONField(_("statements"), default=list)
    quote = models.PositiveBigIntegerField(_("quote"), null=True)

    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        verbose_name = _("choice for a signature")
        verbose_name_plural = _("choices for signatures")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.staff)

    @property
    def preferences(self) -> SignaturePreferences:
        return SignaturePreferences(
            schools=_numbers(self.schools),
            phone=self.phone,
            entitlements=_numbers(self.entitlements),
            statements=tuple(self.statements),
            quote=self.quote,
        )


def _numbers(stored: list[int] | None) -> tuple[int, ...] | None:
    return None if stored is None else tuple(stored)
