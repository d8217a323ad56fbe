"""Receivers of Wagtail's and Django's signals. Each calls one service."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_q.tasks import async_task
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_cancelled,
    workflow_rejected,
)

from district_cms.moderation.taking_down.services import about_to_take_down
from district_cms.people.models import StaffRole
from district_cms.publishing.models import ProcedureSettings
from district_cms.publishing.scheduled import schedule_ended
from district_cms.schools.models import SchoolYear
from district_cms.schools.search.index import is_by_itself

from .ledger.counting import leave_figures, note_all_changed
from .ledger.exemption import note_exemption
from .ledger.refresh import refresh_classes
from .models import ClassroomPage, ClassroomTeacher, UpdatePage
from .presentation.search_sources import note_teaching
from .presentation.staff_directory import note_role
from .selectors import days_met_by
from .services import postings


def _update_of(workflow_state: Any) -> UpdatePage | None:
    page = workflow_state.content_object
    specific = getattr(page, "specific", page)
    return specific if isinstance(specific, UpdatePage) else None


@receiver(task_submitted)
def on_submitted(instance: Any, **kwargs: Any) -> None:
    # Sent at the first submission and again after changes. `go_live_at` is that of the submitted
    # revision.
    update = instance.revision.as_object()
    if isinstance(update, UpdatePage):
        postings.note_submission(update=update)


@receiver(workflow_rejected)
def on_returned(instance: Any, **kwargs: Any) -> None:
    if update := _update_of(instance):
        postings.note_return(update=update)


@receiver(workflow_cancelled)
def on_canceled(instance: Any, **kwargs: Any) -> None:
    if update := _update_of(instance):
        postings.note_cancellation(update=update)


@receiver(page_published, sender=UpdatePage)
def on_update_published(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_publication(update=instance)


@receiver(page_unpublished, sender=UpdatePage)
@receiver(pre_delete, sender=UpdatePage)
def on_update_withdrawn(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_withdrawal(update=instance)


@receiver(schedule_ended, sender=UpdatePage)
def on_schedule_ended(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_end_of_schedule(page_uuids=[instance.translation_key])


@receiver(about_to_take_down)
def on_about_to_take_down(pages: Sequence[Any], **kwargs: Any) -> list[str]:
    """Returns sentences about the effect on posting days; see ADR 0004."""
    days = days_met_by(pages)
    if not days:
        return [_("No posting day depends on it.")]
    text = _(
        "While it is down, the posting day %(day)s of %(class)s waits for an update. Once it is "
        "back, it counts again, for the day on which it was first submitted."
    )
    return [text % {"class": name, "day": day} for name, day in days]


@receiver(page_published, sender=ClassroomPage)
def on_class_published(instance: ClassroomPage, **kwargs: Any) -> None:
    note_exemption(classroom=instance)
    refresh_classes(classroom_ids=[instance.pk])


@receiver(page_unpublished, sender=ClassroomPage)
def on_class_unpublished(instance: ClassroomPage, **kwargs: Any) -> None:
    leave_figures(classroom_id=instance.pk)


@receiver(pre_delete, sender=ClassroomPage)
def on_class_deleted(**kwargs: Any) -> None:
    note_all_changed()


@receiver(post_page_move)
def on_page_moved(instance: Any, **kwargs: Any) -> None:
    note_all_changed()
    postings.give_moved_class_its_address(page=instance)
    postings.take_posting_along(page=instance)


@receiver([post_save, post_delete], sender=ClassroomTeacher)
def on_teaching_changed(instance: ClassroomTeacher, origin: Any = None, **kwargs: Any) -> None:
    # Search finds a class by its teachers' names, and teachers by subject and grades.
    if is_by_itself(instance, origin):
        note_teaching(class_id=instance.classroom_id, staff_id=instance.staff_id)


@receiver([post_save, post_delete], sender=StaffRole)
def on_role_changed(instance: StaffRole, **kwargs: Any) -> None:
    note_role(instance)


@receiver(post_save, sender=SchoolYear)
@receiver(post_save, sender=ProcedureSettings)
def on_rules_changed(**kwargs: Any) -> None:
    async_task("classroom.tasks.refresh_ledger")
