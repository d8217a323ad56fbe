"""The approval step: the principals of the page's own school, or whom it was passed on to."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of, schools_led_by

from ..forms import SendBackForm
from .standing_in import PassedOn, passed_to


class SchoolApprovalTask(Task):
    """Any principal of the nearest school approves; nobody approves what they submitted."""

    class Meta:
        verbose_name = _("school approval")

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self._is_moderator(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        # While it waits, what was submitted stays as it was; its author may take it back. A
        # principal may correct it; a stand-in approves it or sends it back.
        return not self._leads(obj, user)

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self._is_moderator(obj, user) or self._is_own(obj, user):
            return []
        return [
            ("reject", _("Send it back"), True),
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
        ]

    def get_form_for_action(self, action: str) -> Any:
        return SendBackForm if action == "reject" else super().get_form_for_action(action)

    @transaction.atomic
    def on_action(self, task_state: Any, user: User, action_name: str, **kwargs: Any) -> None:
        if action_name == "approve" and self._leads(task_state.workflow_state.content_object, user):
            _take_own_changes(task_state, user)
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        return waiting_for(user).filter(task_id=self.pk)

    @classmethod
    def get_description(cls) -> Any:
        return _("The principals of the page's own school approve it or send it back.")

    def _is_moderator(self, obj: Any, user: User) -> bool:
        if self._leads(obj, user):
            return True
        if not user.is_active:
            return False
        state = obj.current_workflow_task_state if passed_to(user) else None
        return state is not None and state.pk in passed_to(user)

    @staticmethod
    def _leads(obj: Any, user: User) -> bool:
        """By the page's place in the tree: the dashboard asks this of every page that waits."""
        return bool(user.is_active and (user.is_superuser or leads_school_of(user, obj)))

    def _is_own(self, obj: Any, user: User) -> bool:
        """Whether the account submitted it, or wrote what waits."""
        if user.is_superuser:
            return False
        state = obj.current_workflow_state
        if state is None:
            return False
        waits = state.current_task_state
        return state.requested_by_id == user.pk or bool(
            waits and waits.revision and waits.revision.user_id == user.pk
        )


def _take_own_changes(task_state: Any, user: User) -> None:
    """Who fixes a page while it waits, and then approves it, approves it as fixed.

    Without this Wagtail would ask the same person again, for the newer revision. Anyone else's
    newer revision is asked about again indeed.
    """
    latest = task_state.workflow_state.content_object.get_latest_revision()
    if latest.pk != task_state.revision_id and latest.user_id == user.pk:
        task_state.revision = latest
        task_state.save(update_fields=["revision"])


def waiting_for(user: User) -> "QuerySet[TaskState]":
    """What an account may approve or send back, of all that waits for a school."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
    ).exclude(workflow_state__requested_by=user)
    if not user.is_active:
        return waiting.none()
    if user.is_superuser:
        return waiting
    passed = Q(pk__in=PassedOn.objects.to(user).values("task_state_id"))
    # Only ids of pages that wait are looked at, never the schools' whole trees.
    below = Q(pk__in=[])
    for school in schools_led_by(user):
        below |= Q(path__startswith=school.path)
    ids = [int(i) for i in waiting.values_list("workflow_state__object_id", flat=True)]
    own = Page.objects.filter(below, pk__in=ids).values_list("pk", flat=True)
    ours = Q(workflow_state__object_id__in=[str(pk) for pk in own])
    # Who wrote it decides nothing, whoever submitted it.
    return waiting.filter(ours | passed).exclude(revision__user=user)
