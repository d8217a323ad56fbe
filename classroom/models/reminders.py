"""Which reminders of posting days a person wants."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReminderChoice(models.Model):
    """A person without a row gets all reminders."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="reminder_choice",
    )
    early = models.BooleanField(_("two school days before a posting day"), default=True)
    on_the_day = models.BooleanField(_("on the morning of a posting day"), default=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
