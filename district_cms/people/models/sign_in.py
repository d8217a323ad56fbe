"""What is stored of sign-ins for 90 days, for the account's own eyes, and the district's rule."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class SignIn(models.Model):
    """One completed sign-in. No failed ones, no exact device, nothing of families."""

    METHODS: ClassVar = [
        ("password", _("Password")),
        ("authenticator", _("Password and code from an app")),
        ("passkey", _("Password and passkey")),
        ("recovery", _("Password and recovery code")),
        ("provider", _("Google or Microsoft")),
    ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins"
    )
    at = models.DateTimeField(db_index=True)
    # As the limits count it: an IPv4 address, or the /64 of an IPv6 address.
    address = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=60, blank=True)
    method = models.CharField(max_length=20, choices=METHODS, default="password")
    # Whether neither place nor device nor browser had been seen; a mail said so.
    is_new_place = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="people_signin_of_account")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


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
