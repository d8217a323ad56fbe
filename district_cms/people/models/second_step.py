"""What an account proves itself with beside its password."""

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def new_stamp() -> str:
    return secrets.token_hex(16)


class SecondStep(models.Model):
    """The second step of one account, and by when it is required.

    `stamp` changes whenever its means change; a session has passed the second step when it
    carries the present one. So whoever signed in elsewhere is asked again after each change.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_step"
    )
    # Whether there is an authenticator app or a passkey.
    is_on = models.BooleanField(default=False)
    stamp = models.CharField(max_length=32, default=new_stamp)
    # The app's key, encrypted; "" without an app.
    app_key = models.TextField(blank=True)
    # The 30 seconds whose code was used last: none is taken twice.
    app_last_used = models.BigIntegerField(null=True)
    # When its last means was taken away: who has not typed the password since is signed out.
    ended_at = models.DateTimeField(null=True)
    # From then on nothing but setting it up is possible; None: nobody requires it.
    required_from = models.DateTimeField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {'on' if self.is_on else 'off'}"


class Passkey(models.Model):
    """A passkey or security key (WebAuthn). Its public half; the secret never leaves its device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passkeys"
    )
    name = models.CharField(_("name"), max_length=60)
    # base64url; the standard allows 1,023 bytes.
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    # How often it signed, as it says itself: 0 for those that do not count.
    times_used = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code for the day the phone is gone. Only a hash of it is kept, and it works once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}: {'used' if self.used_at else 'unused'}"


@register_setting(icon="lock", order=230)
class SignInSettings(BaseGenericSetting):
    """Who must sign in with a second step. One row for the district."""

    required_of: Any = models.JSONField(_("required of"), default=list, blank=True)
    grace_days = models.PositiveSmallIntegerField(
        _("days to set it up"),
        default=14,
        validators=[MinValueValidator(0), MaxValueValidator(90)],
        help_text=_(
            "From the day on which it is first required of a person. Until then they are "
            "reminded at each sign-in; afterward they can only set it up."
        ),
    )

    panels: ClassVar = [FieldPanel("required_of"), FieldPanel("grace_days")]
    edit_handler: ClassVar[Any]
    """Set by `second_step.forms`: roles are chosen by their names."""

    class Meta:
        verbose_name = _("second step at sign-in")

    def __str__(self) -> str:
        return str(_("Second step at sign-in"))
