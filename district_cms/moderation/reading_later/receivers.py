"""Entrances from Wagtail's signals."""

from typing import Any

from ..models import SchoolApprovalTask
from .selectors import school_read_later, someone_said_no
from .services import let_go_live


def on_submitted(instance: Any, **kwargs: Any) -> None:
    """Something was submitted: where the district chose so, its review ends at once, unless
    someone has said no to this page before."""
    if not isinstance(instance.task.specific, SchoolApprovalTask):
        return
    page = instance.workflow_state.content_object
    school_id = school_read_later(page)
    author = instance.workflow_state.requested_by
    if school_id is not None and not someone_said_no([page], by=author):
        let_go_live(state=instance, page=page.specific, school_id=school_id)
