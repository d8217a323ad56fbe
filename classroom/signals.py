"""One-line entrances from Wagtail's signals to the services."""

from collections.abc import Sequence
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
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

from district_cms.moderation.taking_down.signals import about_to_take_down
from district_cms.people.models import StaffRole
from district_cms.publishing.models import ProcedureSettings
from district_cms.publishing.services.scheduled import schedule_ended
from district_cms.schools.models import CurriculumPage, SchoolYear
from district_cms.schools.search.keeping import is_by_itself

from .ledger.counting import leave_figures, note_all_changed
from .ledger.keeping import refresh_classes
from .models import ClassroomPage, ClassroomTeacher, UpdatePage
from .presentation.found import note_role, note_teaching
from .selectors import days_met_by
from .services import postings
from .services.curriculum import live_links_to, note_lost_links
from .services.moves import give_moved_class_its_address, take_posting_along


def _update_of(workflow_state: Any) -> UpdatePage | None:
    page = workflow_state.content_object
    specific = getattr(page, "specific", page)
    return specific if isinstance(specific, UpdatePage) else None


def on_submitted(instance: Any, **kwargs: Any) -> None:
    # Sent at the first submission and again after changes. The hour is that of what is handed in.
    update = instance.revision.as_object()
    if isinstance(update, UpdatePage):
        postings.note_submission(update=update)


def on_returned(instance: Any, **kwargs: Any) -> None:
    if update := _update_of(instance):
        postings.note_return(update=update)


def on_canceled(instance: Any, **kwargs: Any) -> None:
    if update := _update_of(instance):
        postings.note_cancellation(update=update)


def on_update_published(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_publication(update=instance)


def on_update_unpublished(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_withdrawal(update=instance)


def on_update_deleted(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_withdrawal(update=instance)


def on_curriculum_gone(instance: CurriculumPage, **kwargs: Any) -> None:
    # Wagtail sends it before a live page is deleted, too; whoever links to it is still known then.
    if links := live_links_to([instance]):
        note_lost_links(page=instance, links=links)


def on_schedule_ended(instance: UpdatePage, **kwargs: Any) -> None:
    postings.note_end_of_schedule(page_uuids=[instance.translation_key])


def on_about_to_take_down(pages: Sequence[Any], **kwargs: Any) -> list[str]:
    """What it does to posting days; see ADR 0004."""
    days = days_met_by(pages)
    if not days:
        return [_("No posting day depends on it.")]
    text = _(
        "While it is down, the posting day %(day)s of %(class)s waits for an update. Once it is "
        "back, it counts again, for the day on which it was first submitted."
    )
    return [text % {"class": name, "day": day} for name, day in days]


def on_class_published(instance: ClassroomPage, **kwargs: Any) -> None:
    refresh_classes(classroom_ids=[instance.pk])


def on_class_unpublished(instance: ClassroomPage, **kwargs: Any) -> None:
    leave_figures(classroom_id=instance.pk)


def on_class_deleted(**kwargs: Any) -> None:
    note_all_changed()


def on_page_moved(instance: Any, **kwargs: Any) -> None:
    note_all_changed()
    give_moved_class_its_address(page=instance)
    take_posting_along(page=instance)


def on_teaching_changed(instance: ClassroomTeacher, origin: Any = None, **kwargs: Any) -> None:
    # The class is found by its teachers' names, and they by its subject and grades.
    if is_by_itself(instance, origin):
        note_teaching(class_id=instance.classroom_id, staff_id=instance.staff_id)


def on_role_changed(instance: StaffRole, **kwargs: Any) -> None:
    note_role(instance)


def on_rules_changed(**kwargs: Any) -> None:
    async_task("classroom.tasks.refresh_ledger")


def connect() -> None:
    task_submitted.connect(on_submitted, dispatch_uid="classroom.submitted")
    workflow_rejected.connect(on_returned, dispatch_uid="classroom.returned")
    workflow_cancelled.connect(on_canceled, dispatch_uid="classroom.canceled")
    page_published.connect(
        on_update_published, sender=UpdatePage, dispatch_uid="classroom.update_published"
    )
    page_unpublished.connect(
        on_update_unpublished, sender=UpdatePage, dispatch_uid="classroom.update_unpublished"
    )
    pre_delete.connect(
        on_update_deleted, sender=UpdatePage, dispatch_uid="classroom.update_deleted"
    )
    about_to_take_down.connect(on_about_to_take_down, dispatch_uid="classroom.take_down")
    page_unpublished.connect(
        on_curriculum_gone, sender=CurriculumPage, dispatch_uid="classroom.curriculum_gone"
    )
    schedule_ended.connect(
        on_schedule_ended, sender=UpdatePage, dispatch_uid="classroom.schedule_ended"
    )
    page_published.connect(
        on_class_published, sender=ClassroomPage, dispatch_uid="classroom.class_published"
    )
    page_unpublished.connect(
        on_class_unpublished, sender=ClassroomPage, dispatch_uid="classroom.class_unpublished"
    )
    pre_delete.connect(
        on_class_deleted, sender=ClassroomPage, dispatch_uid="classroom.class_deleted"
    )
    post_page_move.connect(on_page_moved, dispatch_uid="classroom.moved")
    for signal in (post_save, post_delete):
        signal.connect(
            on_teaching_changed, sender=ClassroomTeacher, dispatch_uid="classroom.teaching"
        )
        signal.connect(on_role_changed, sender=StaffRole, dispatch_uid="classroom.roles")
    for model in (SchoolYear, ProcedureSettings):
        post_save.connect(
            on_rules_changed, sender=model, dispatch_uid=f"classroom.rules.{model.__name__}"
        )
