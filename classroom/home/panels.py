"""Panels of the home screen, and the reminder settings in the account."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.views.home import RecentEditsPanel, UserObjectsInWorkflowModerationPanel

from district_cms.people.models import User
from district_cms.procedure.clauses import clause

from ..addresses import class_name
from ..models import ReminderChoice, UpdatePage
from ..permissions import current_classroom_ids
from ..selectors import own_and_coming
from ..turnover.forward import sources_of
from .selectors import TO_DO, has_no_class_yet, to_do

MONTH_CLAUSE = "frequency-minimum"


class OwnPagesPanel(UserObjectsInWorkflowModerationPanel):
    """Wagtail's list of a user's submissions, without updates, which appear with their class."""

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_context_data(parent_context)
        # Workflow states refer to plain pages, whatever their type.
        updates = ContentType.objects.get_for_model(UpdatePage)
        context["workflow_states"] = [
            state
            for state in context["workflow_states"]
            if getattr(state.content_object, "content_type_id", None) != updates.pk
        ]
        return context


def with_own_pages(panels: Iterable[Any], user: User) -> list[Any]:
    """Returns the panels of the home screen, with ours in place of Wagtail's. Pages edited last are
    listed for those who edit pages of the whole district."""
    edits_pages = user.has_perm("schools.change_districtsettings")
    return [
        OwnPagesPanel() if type(panel) is UserObjectsInWorkflowModerationPanel else panel
        for panel in panels
        if edits_pages or type(panel) is not RecentEditsPanel
    ]


class YourClassesPanel(Component):
    """A teacher's classes, the most urgent first, each with its next step."""

    name = "your_classes"
    template_name = "classroom/admin/your_classes.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        request = parent_context["request"]
        now, coming = own_and_coming(request.user, timezone.localdate())
        sources = sources_of([*now, *coming], request.user)
        rows = to_do(now)
        no_class_yet = not rows and not coming and has_no_class_yet(request.user)
        request.user.teaches = bool(rows)
        return {
            "rows": rows,
            "no_class_yet": no_class_yet,
            "coming": [(room.pk, class_name(room)) for room in coming],
            "coming_year": coming[0].school_year.name if coming else "",
            "forward": [
                (room, class_name(room), sources[room.pk])
                for room in (*now, *coming)
                if room.pk in sources
            ],
            "is_done": not any(row.chip in TO_DO for row in rows),
            "month_clause": clause(MONTH_CLAUSE),
            "request": request,
            # Panels are rendered without a request, and their forms need the token.
            "csrf_token": parent_context["csrf_token"],
        }


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
        stored = ReminderChoice.objects.filter(pk=self.user.pk).first()
        instance = stored or ReminderChoice(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return ReminderForm(data, instance=instance, prefix=self.name)


def reminders_panel(request: Any, user: Any, profile: Any) -> RemindersPanel:
    return RemindersPanel(request, user, profile)
