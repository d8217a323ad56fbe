"""Since when something waits: since its first submission, until it is live or was taken back.

Sending it back and submitting it again goes on with the same `WorkflowState`, and so keeps its day.
Wagtail cancels that state when the page is published in between and when its author takes it back;
what is submitted after that is new. The ledger of posting days counts the same way, see ADR 0003.
"""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail.models import TaskState

CAME_BACK = Exists(
    TaskState.objects.filter(
        workflow_state=OuterRef("workflow_state"), status=TaskState.STATUS_REJECTED
    )
)
"""As an annotation `came_back` of task states: whether it was sent back before."""


def first_submitted(state: Any) -> dt.datetime:
    """The moment (aware) of the first submission."""
    moment: dt.datetime = state.workflow_state.created_at
    return moment


def submitted_again(state: Any) -> dt.datetime | None:
    """The moment of the last submission of an annotated state; None for what never came back."""
    return state.started_at if state.came_back else None
