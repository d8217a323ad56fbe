"""A school's approval: its workflow task, stand-ins, notices, and updates that are read later."""

from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState

from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import NEEDS_SCHOOL
from district_cms.people.roles.matrix import ROLE_MATRIX
from district_cms.people.selectors import leads_school_of, schools_led_by
from district_cms.schools.models import SchoolPage


class SendBackForm(TaskStateCommentForm):
    """Requires a comment: without one, the author would have to guess."""

    comment = forms.CharField(
        label=_("What should change?"),
        help_text=_("The author will read this."),
        widget=forms.Textarea({"rows": 3}),
        max_length=1000,
        error_messages={"required": _("Say what should change.")},
    )


# Roles at a school whose holders can open what is passed on.
MAY_STAND_IN = frozenset(role for role in NEEDS_SCHOOL if ROLE_MATRIX[role].enters_editor)


class StandInQuerySet(models.QuerySet["StandIn"]):
    def able(self) -> "StandInQuerySet":
        """Returns stand-ins who have an active account and work at the school today."""
        here = StaffRole.objects.current().filter(
            role__in=MAY_STAND_IN,
            staff_id=models.OuterRef("staff_id"),
            school_id=models.OuterRef("school_id"),
        )
        able = self.filter(staff__active=True, staff__user__is_active=True)
        return able.filter(models.Exists(here))


class StandIn(models.Model):
    """Someone chosen by a school's principals to receive updates that waited too long for them."""

    school = models.ForeignKey(SchoolPage, on_delete=models.CASCADE, related_name="stand_ins")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="stands_in_at")
    since = models.DateTimeField(default=timezone.now)
    chosen_by = models.CharField(max_length=254)

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["school", "staff"], name="stand_in_once_at_a_school")
        ]

    def __str__(self) -> str:
        return f"{self.staff} ({self.school})"


class PassedOnQuerySet(models.QuerySet["PassedOn"]):
    def to(self, user: User) -> "PassedOnQuerySet":
        """Returns the steps that this account may decide as a stand-in of the school."""
        chosen = StandIn.objects.able().filter(staff__user_id=user.pk)
        return self.filter(school_id__in=chosen.values("school_id"))


class PassedOn(models.Model):
    """One step of a review that waited too long. Step and school are plain values."""

    task_state_id = models.PositiveBigIntegerField(unique=True)
    school_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    school_days = models.PositiveSmallIntegerField()

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        verbose_name = _("passed on to a stand-in")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.task_state_id} {self.at:%Y-%m-%d}"


def passed_to(user: User) -> frozenset[int]:
    """Returns the ids of the steps passed on to this account. One query per request and account."""
    if user.steps_passed_on is None:
        rows = PassedOn.objects.to(user).values_list("task_state_id", flat=True)
        user.steps_passed_on = frozenset(rows)
    return user.steps_passed_on


class SchoolApprovalTask(Task):
    """Any principal of the nearest school approves; nobody approves their own submission."""

    class Meta:
        verbose_name = _("school approval")

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self._is_moderator(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        # A submitted page is locked for its author, who may take it back. A principal may correct
        # it; a stand-in only approves it or sends it back.
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
            _use_own_correction(task_state, user)
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
        """Decides by the page's place in the tree: the dashboard calls this for every waiting
        page."""
        return bool(user.is_active and (user.is_superuser or leads_school_of(user, obj)))

    def _is_own(self, obj: Any, user: User) -> bool:
        """Returns True if the account submitted the page, or wrote the waiting revision."""
        if user.is_superuser:
            return False
        state = obj.current_workflow_state
        if state is None:
            return False
        waits = state.current_task_state
        return state.requested_by_id == user.pk or bool(
            waits and waits.revision and waits.revision.user_id == user.pk
        )


def _use_own_correction(task_state: Any, user: User) -> None:
    """Approves the corrected revision if a principal corrected the waiting page and approves it.

    Otherwise Wagtail would ask the same person again for the newer revision.
    """
    latest = task_state.workflow_state.content_object.get_latest_revision()
    if latest.pk != task_state.revision_id and latest.user_id == user.pk:
        task_state.revision = latest
        task_state.save(update_fields=["revision"])


def waiting_for(user: User) -> "QuerySet[TaskState]":
    """Returns the waiting steps that an account may approve or send back."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
    ).exclude(workflow_state__requested_by=user)
    if not user.is_active:
        return waiting.none()
    if user.is_superuser:
        return waiting
    passed = Q(pk__in=PassedOn.objects.to(user).values("task_state_id"))
    # Starts from the ids of waiting pages; never scans the schools' whole trees.
    below = Q(pk__in=[])
    for school in schools_led_by(user):
        below |= Q(path__startswith=school.path)
    ids = [int(i) for i in waiting.values_list("workflow_state__object_id", flat=True)]
    own = Page.objects.filter(below, pk__in=ids).values_list("pk", flat=True)
    ours = Q(workflow_state__object_id__in=[str(pk) for pk in own])
    # Authors do not decide about their own text, whoever submitted it.
    return waiting.filter(ours | passed).exclude(revision__user=user)


class ReviewNotice(models.Model):
    """One person was notified about one step of a review. Accounts and steps are plain values."""

    class Kind(models.TextChoices):
        WAITING = "waiting", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Sent back")
        NOBODY = "nobody", _("Nobody can approve it")
        PASSED = "passed", _("Passed on to the stand-in")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    task_state_id = models.PositiveBigIntegerField()
    user_id = models.PositiveBigIntegerField()
    told_at = models.DateTimeField(_("notified"))

    class Meta:
        verbose_name = _("review notice")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "task_state_id", "user_id"], name="review_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_state_id} {self.user_id}"


FEWEST_DAYS, MOST_DAYS = 1, 10
DAYS_ALLOWED = _("Choose between 1 and 10 school days.")


@register_setting(icon="check", order=215)
class ReviewSettings(BaseGenericSetting):
    """One row for the district. See ADR 0004."""

    # Not a positive field, which would add its own limit with its own message.
    pass_on_after = models.SmallIntegerField(
        _("school days until an update goes to the stand-in"),
        default=2,
        validators=[
            MinValueValidator(FEWEST_DAYS, message=DAYS_ALLOWED),
            MaxValueValidator(MOST_DAYS, message=DAYS_ALLOWED),
        ],
        help_text=_(
            "1 to 10 school days. What waits longer for a principal’s approval can be approved by "
            "the stand-ins whom the principal chose, too. Both get an email."
        ),
    )
    read_later_schools = models.ManyToManyField(
        SchoolPage,
        verbose_name=_("schools where updates go live at once, and the principal reads them later"),
        blank=True,
        related_name="+",
        help_text=_(
            "Everywhere else the principal approves an update before families see it. The checks "
            "are the same in both."
        ),
    )

    panels: ClassVar = [
        FieldPanel(
            "pass_on_after",
            widget=forms.NumberInput(
                {"min": FEWEST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"}
            ),
        ),
        FieldPanel("read_later_schools", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("review settings")


class ReadLater(models.Model):
    """One update that went live at once. Page, school and people are plain values."""

    page_id = models.PositiveBigIntegerField()
    page_uuid = models.UUIDField(db_index=True)
    school_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField(unique=True)
    author_id = models.PositiveBigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.CharField(max_length=254, blank=True)

    class Meta:
        verbose_name = _("update to read")
        verbose_name_plural = _("updates to read")
        default_permissions = ()
        indexes = [models.Index(fields=["read_at", "school_id"], name="read_later_open")]

    def __str__(self) -> str:
        return f"{self.page_uuid} {self.at:%Y-%m-%d}"
