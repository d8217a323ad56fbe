"""Submitting, approving and sending back for code that has no form; setting up a district."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from district_cms.audit_log.services import record
from district_cms.people.groups import apply_role_matrix
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member
from district_cms.schools.models import HomePage
from district_cms.schools.services.site import create_site
from district_cms.web.addresses import fold_address
from district_cms.web.queue.schedules import apply_schedules

from .models import SchoolApprovalTask

WORKFLOW_NAME = "School approval"


def keep_approval_workflow(*, root: Page, **kwargs: Any) -> None:
    """Receives `role_matrix_applied`: whoever may approve also has a workflow to approve in."""
    ensure_approval_workflow(root)


def ensure_approval_workflow(root: Page) -> Workflow:
    """One workflow on the home page: the nearest school's principals approve."""
    task = SchoolApprovalTask.objects.first()
    if task is None:
        task = SchoolApprovalTask.objects.create(name="the principal's approval")
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0}
    )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    # Wagtail's own migration puts its example workflow on the tree's root.
    WorkflowPage.objects.exclude(workflow=workflow).filter(page__depth=1).delete()
    return workflow


@transaction.atomic
def submit_for_approval(*, page: Page, user: User) -> WorkflowState:
    """Submit the newest revision of `page`. The gate is asked first.

    Raises `PublishBlocked` when it refuses, `PermissionDenied` when the account may not submit
    the page or nobody approves pages there.
    """
    may = page.permissions_for_user(user)
    # Wagtail asks the first when the editor opens, and only the second when a page is submitted.
    if not (may.can_edit() and may.can_submit_for_moderation()):
        raise PermissionDenied(_("You may not submit this page."))
    page.get_latest_revision_as_object().enforce_publish_gate()
    current = page.current_workflow_state
    if current is not None and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # It was sent back: its review goes on where it was.
        current.resume(user)
        return current
    state: WorkflowState = page.get_workflow().start(page, user)
    return state


@transaction.atomic
def approve(*, page: Page, user: User, comment: str = "", step: int | None = None) -> None:
    """Approve what waits. `step` is the key of the task state that stood on the screen: another
    one that waits by now is not approved unread.

    Raises `PermissionDenied` for anyone whom the task does not name, and where that step is over;
    `PublishBlocked` when the gate refuses: then it still waits."""
    _act(page, user, "approve", comment, step)


@transaction.atomic
def send_back(*, page: Page, user: User, comment: str, step: int | None = None) -> None:
    """Send back what waits, saying what to change. Raises as `approve`."""
    _act(page, user, "reject", comment, step)


def _act(page: Page, user: User, action: str, comment: str, step: int | None) -> None:
    # Its author may be taking it back, and submitting it again, in the same moment: one after the
    # other.
    Page.objects.select_for_update().get(pk=page.pk)
    task, state = page.current_workflow_task, page.current_workflow_task_state
    names = [name for name, _label, _modal in task.get_actions(page, user)] if task else []
    if action not in names or state is None:
        raise PermissionDenied(_("You are not one of the people who approve this page."))
    if step is not None and state.pk != step:
        raise PermissionDenied(_("This is no longer waiting for you."))
    task.on_action(state, user, action, comment=comment)


@transaction.atomic
def set_up_district(
    *,
    name: str,
    hostname: str,
    port: int,
    admin_email: str,
    given_name: str,
    family_name: str,
    password: str,
) -> tuple[HomePage, Staff]:
    """Home page, site, roles, approval workflow, schedules and the first district administrator.

    Raises `ValidationError` for an address outside the district, an account that exists, or a
    password that the password rules refuse; then nothing is written.
    """
    # Here and not from the database, whose answer to a second run would be a traceback.
    if User.objects.filter(email__iexact=fold_address(admin_email)).exists():
        raise ValidationError(_("There is already an account with this address."))
    home = create_site(name=name, hostname=hostname, port=port)
    apply_role_matrix()
    apply_schedules()
    staff = create_staff_member(
        email=admin_email,
        given_name=given_name,
        family_name=family_name,
        title="District administrator",
        roles=[(Role.ADMINISTRATOR, None)],
        password=password,
    )
    record(action="district.set_up", actor=admin_email, page=home)
    return home, staff
