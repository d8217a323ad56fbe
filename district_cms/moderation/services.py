"""Submits, approves and sends back for code without a form; sets up a district."""

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
    """Handles `role_matrix_applied`: the approvers of the matrix need a workflow."""
    ensure_approval_workflow(root)


def ensure_approval_workflow(root: Page) -> Workflow:
    """Ensures that the home page has one workflow: the nearest school's principals approve."""
    task = SchoolApprovalTask.objects.first()
    if task is None:
        task = SchoolApprovalTask.objects.create(name="the principal's approval")
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    WorkflowTask.objects.get_or_create(
        workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0}
    )
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    # Wagtail's own migration puts its example workflow on the root of the tree.
    WorkflowPage.objects.exclude(workflow=workflow).filter(page__depth=1).delete()
    return workflow


@transaction.atomic
def submit_for_approval(*, page: Page, user: User) -> WorkflowState:
    """Submits the newest revision of `page` after it passed the gate.

    Raises `PublishBlocked` if the gate refuses, `PermissionDenied` if the account may not submit
    the page or nobody approves pages there.
    """
    may = page.permissions_for_user(user)
    # Wagtail checks the first when the editor opens, and only the second when a page is submitted.
    if not (may.can_edit() and may.can_submit_for_moderation()):
        raise PermissionDenied(_("You may not submit this page."))
    page.get_latest_revision_as_object().enforce_publish_gate()
    current = page.current_workflow_state
    if current is not None and current.status == WorkflowState.STATUS_NEEDS_CHANGES:
        # Continues a review that was sent back.
        current.resume(user)
        return current
    state: WorkflowState = page.get_workflow().start(page, user)
    return state


@transaction.atomic
def approve(*, page: Page, user: User, comment: str = "", step: int | None = None) -> None:
    """Approves the waiting step. `step` is the key of the task state that was on the screen: a
    newer one is not approved unread.

    Raises `PermissionDenied` for anyone who may not approve it, and if that step is over;
    `PublishBlocked` if the gate refuses, and then it still waits.
    """
    _act(page, user, "approve", comment, step)


@transaction.atomic
def send_back(*, page: Page, user: User, comment: str, step: int | None = None) -> None:
    """Sends back the waiting step with what to change. Raises the same errors as `approve`."""
    _act(page, user, "reject", comment, step)


def _act(page: Page, user: User, action: str, comment: str, step: int | None) -> None:
    # Locks the page: its author may take it back and submit it again at the same moment.
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
    """Creates home page, site, roles, approval workflow, schedules and the first district
    administrator.

    Raises `ValidationError` for an address outside the district, an account that exists, or a
    password that the password rules refuse; then nothing is written.
    """
    # Checked here, because the database would answer a second run with a traceback.
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
