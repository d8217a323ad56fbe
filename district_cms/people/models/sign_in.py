"""What is kept of sign-ins: for the account's own eyes, for 90 days."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
