"""Entrances from Wagtail's signals."""

from typing import Any

from ..models import SchoolApprovalTask
from .selectors import is_for_another, school_read_later, someone_said_no
from .services import let_go_live


def on_submitted(instance: Any, **kwargs: Any) -> None:
    """Something was submitted: where the district chose so, its review ends at once, unless
    someone has said no to this page before, or whoever leads the school submits their own."""
    if not isinstance(instance.task.specific, SchoolApprovalTask):
        return
    page = instance.workflow_state.content_object
    school_id = school_read_later(page)
    author = instance.workflow_state.requested_by
    if school_id is None or is_for_another(page, author):
        return
    if not someone_said_no([page], by=author):
        let_go_live(state=instance, page=page.specific, school_id=school_id)
