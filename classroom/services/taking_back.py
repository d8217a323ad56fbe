"""An author takes an update back from the principal."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..models import UpdatePage


def can_take_back(update: UpdatePage, user: User) -> bool:
    """Whether it waits for the school and this account may end that."""
    review = update.current_workflow_state
    return (
        review is not None
        and review.status == WorkflowState.STATUS_IN_PROGRESS
        and bool(review.user_can_cancel(user))
    )


@transaction.atomic
def take_back(*, update: UpdatePage, user: User) -> None:
    """Make what waits a draft again; its first submission is given up unless it has been live.

    Raises `PermissionDenied` for what does not wait, or is not this account's to take back.
    """
    page = UpdatePage.objects.select_for_update(of=("page_ptr", "self")).get(pk=update.pk)
    if not can_take_back(page, user):
        raise PermissionDenied(_("This is not with the principal, or not yours to take back."))
    page.current_workflow_state.cancel(user=user)
    record(action="classroom.take_back", actor=user, page=page, live=page.live)
