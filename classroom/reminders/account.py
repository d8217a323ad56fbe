"""The part “Reminders” of a teacher's account settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from ..models import ReminderChoice
from ..permissions import current_classroom_ids


class ReminderForm(WagtailAdminModelForm):
    class Meta:
        model = ReminderChoice
        fields = ("early", "on_the_day")
        labels = {
            "early": _("Two school days before a posting day"),
            "on_the_day": _("On the morning of a posting day"),
        }
        help_texts = {
            "on_the_day": _(
                "Only about classes that have no update yet. The email on the day after cannot be "
                "turned off, because the update is mandatory and families are waiting for it."
            )
        }


class RemindersPanel(BaseSettingsPanel):
    name = "reminders"
    title = _("Reminders by email")
    tab = notifications_tab
    order = 50
    form_class = ReminderForm

    def is_active(self) -> bool:
        return bool(current_classroom_ids(self.user).exists())

    def get_form(self) -> ReminderForm:
        kept = ReminderChoice.objects.filter(pk=self.user.pk).first()
        instance = kept or ReminderChoice(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return ReminderForm(data, instance=instance, prefix=self.name)


def reminders_panel(request: Any, user: Any, profile: Any) -> RemindersPanel:
    return RemindersPanel(request, user, profile)
