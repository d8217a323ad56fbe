"""Tasks of the queue."""

from django.utils import timezone
from django_q.tasks import async_task

from .hiding import hide_on_live_pages
from .services import forget_former


def forget() -> str:
    """Deletes students whose time on the list ended 90 days ago. Runs each night."""
    return f"{forget_former(today=timezone.localdate())} students"


def hide(after: int = 0) -> str:
    """Hides names and pictures that may no longer be live. If its time runs out, another task
    continues behind the page with the key `after`. Runs each night, and after what ends consents.
    """
    changed, last = hide_on_live_pages(after=after)
    if last is not None:
        async_task("district_cms.students.tasks.hide", last)
    return f"{changed} pages"
