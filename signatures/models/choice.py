"""What an employee chose for the signature."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from ..preferences import OWN_PHONE, SignaturePreferences


class SignatureChoice(models.Model):
    """One row a person. The lists hold numbers, not keys: what has ended, or is no longer allowed,
    leaves the next signature by itself and returns when it is renewed."""

    staff = models.OneToOneField(
        Staff, on_delete=models.CASCADE, related_name="signature_choice", verbose_name=_("staff")
    )
    # None: not chosen yet, the first one.
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


def _numbers(kept: list[int] | None) -> tuple[int, ...] | None:
    return None if kept is None else tuple(kept)
