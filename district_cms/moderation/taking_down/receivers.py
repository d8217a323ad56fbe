"""Entrances from Wagtail's signals."""

from typing import Any

from wagtail.models import TaskState

from .services import hide_unpublished, note_live_again


def on_published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    note_live_again(page=instance, by=_who(revision))


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    hide_unpublished(page=instance)


def _who(revision: Any) -> Any:
    """Who let it go live: whoever approved it, else whoever wrote it."""
    if revision is None:
        return None
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    state = approved.select_related("finished_by").order_by("-pk").first()
    return state.finished_by if state is not None else revision.user
