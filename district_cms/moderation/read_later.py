"""Schools where updates go live at once and the principal reads them later. See ADR 0004."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from wagtail.models import Page, TaskState

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.people.selectors import leads_school_of, schools_led_by
from district_cms.procedure.active import in_force
from district_cms.procedure.versions import Review
from district_cms.schools.frame import school_path, school_path_in
from district_cms.schools.models import SchoolPage

from .models import ReadLater, ReviewSettings, SchoolApprovalTask, TakeDown

MOST = 100


@dataclass(frozen=True, slots=True)
class ToRead:
    """One live update that no principal has read; `place` is its class."""

    row: ReadLater
    page: Any
    place: str
    author: str


def school_read_later(page: Page) -> int | None:
    """Returns the id of the page's school if its updates go live at once, else None. One query."""
    if not getattr(page.specific_class, "authors_take_down", False):
        return None
    return _school_below(page.path)


def is_for_another(page: Page, user: User | AnonymousUser | None) -> bool:
    """Returns True if the account leads the page's school and created the page, so that someone
    else must review it."""
    return isinstance(user, User) and page.owner_id == user.pk and leads(user, page)


def leads(user: User, page: Page) -> bool:
    """Returns True if this account leads the page's school."""
    return not user.is_superuser and leads_school_of(user, page)


def starts_at_once(parent: Page, user: User) -> bool:
    """Returns True if a new page of this account below `parent` goes live as soon as it is
    submitted."""
    kinds = parent.specific_class.allowed_subpage_models()
    can = kinds and all(getattr(kind, "authors_take_down", False) for kind in kinds)
    return bool(can) and _school_below(parent.path) is not None and not leads(user, parent)


def _school_below(path: str) -> int | None:
    if in_force().review is Review.AFTER:
        schools = SchoolPage.objects.filter(path=school_path(path))
        return schools.values_list("pk", flat=True).first()
    schools = ReviewSettings.read_later_schools.through.objects
    chosen = schools.filter(schoolpage__path=school_path(path))
    return chosen.values_list("schoolpage_id", flat=True).first()


def has_objection(pages: Sequence[Page], *, by: User | None) -> bool:
    """Returns True if one of these pages was sent back since it was last live, or taken down by
    someone else."""
    down = TakeDown.objects.open().filter(page_uuid__in=[page.translation_key for page in pages])
    if any(by is None or by_id != by.pk for by_id in down.values_list("by_id", flat=True)):
        return True
    live_at = {str(page.pk): page.last_published_at for page in pages}
    returned = TaskState.objects.filter(
        status=TaskState.STATUS_REJECTED,
        task__in=SchoolApprovalTask.objects.values("task_ptr_id"),
        workflow_state__object_id__in=live_at,
    )
    rows = returned.values_list("workflow_state__object_id", "finished_at")
    return any(not (at := live_at[key]) or (finished and finished > at) for key, finished in rows)


def reads_later(path: Any) -> Exists:
    """An annotation: True for a path at a school where updates go live at once."""
    schools = ReviewSettings.read_later_schools.through.objects
    above = school_path(path) if isinstance(path, str) else school_path_in(path)
    return Exists(schools.filter(schoolpage__path=above))


def all_live_at_once(parents: Sequence[Page]) -> bool:
    """Returns True if all of these are at schools where updates go live at once. One query."""
    paths = {school_path(parent.path) for parent in parents}
    schools = ReviewSettings.read_later_schools.through.objects
    return schools.filter(schoolpage__path__in=paths).count() == len(paths)


def publishes_immediately(page: Page, user: User) -> bool:
    """Returns True if a submission of this account goes live without a prior review."""
    return (
        school_read_later(page) is not None
        and not is_for_another(page, user)
        and not has_objection([page], by=user)
    )


def reads_only_later(user: User) -> bool:
    """Returns True if updates go live at once in every school that this account leads."""
    schools = {school.pk for school in schools_led_by(user)}
    through = ReviewSettings.read_later_schools.through.objects
    chosen = through.filter(schoolpage_id__in=schools).values_list("schoolpage_id", flat=True)
    return bool(schools) and set(chosen) == schools


def to_read(user: User) -> list[ToRead]:
    """Returns live updates of the account's schools that no principal has read, oldest first."""
    schools = [school.pk for school in schools_led_by(user)]
    if not schools:
        return []
    rows = ReadLater.objects.filter(read_at__isnull=True, school_id__in=schools)
    # Filters live pages before the limit: rows of pages that are no longer live stay in the table.
    rows = rows.filter(page_id__in=Page.objects.live().values("pk"))
    unread = list(rows.exclude(author_id=user.pk).order_by("at", "pk")[:MOST])
    if not unread:
        return []
    pages = Page.objects.live().in_bulk([row.page_id for row in unread])
    above = {page.path[: -Page.steplen] for page in pages.values()}
    titles = dict(Page.objects.filter(path__in=above).values_list("path", "title"))
    authors = User.objects.in_bulk([row.author_id for row in unread if row.author_id is not None])
    return [
        ToRead(
            row,
            pages[row.page_id],
            titles.get(pages[row.page_id].path[: -Page.steplen], ""),
            authors[row.author_id].get_full_name() if row.author_id in authors else "",
        )
        for row in unread
        if row.page_id in pages
    ]


@transaction.atomic
def let_go_live(*, state: TaskState, page: Any, school_id: int) -> None:
    """Ends the review that has just started; Wagtail then publishes the revision through the
    gate."""
    author = state.workflow_state.requested_by
    # A page that is put back unchanged already has a row; the principal reads it again.
    ReadLater.objects.update_or_create(
        revision_id=state.revision_id,
        defaults={
            "page_id": page.pk,
            "page_uuid": page.translation_key,
            "school_id": school_id,
            "author_id": author.pk if author is not None else None,
            "at": timezone.now(),
            "read_at": None,
            "read_by": "",
        },
    )
    record(action="review.read_later", actor=author or "", page=page)
    # Not the workflow: the caller that starts the step also finishes it.
    state.approve(user=None, update=False)


@transaction.atomic
def mark_read(*, keys: Iterable[int], user: User) -> int:
    """Records that the account read these rows of its list. Returns their number."""
    wanted = set(keys)
    rows = {item.row.pk: item.page.pk for item in to_read(user) if item.row.pk in wanted}
    now = timezone.now()
    ReadLater.objects.filter(pk__in=rows, read_at__isnull=True).update(
        read_at=now, read_by=user.get_full_name()
    )
    for page in Page.objects.filter(pk__in=rows.values()).specific():
        record(action="review.read", actor=user, page=page)
    return len(rows)


def on_submitted(instance: Any, **kwargs: Any) -> None:
    """Ends the review at once if the district chose so and nobody objected before."""
    if not isinstance(instance.task.specific, SchoolApprovalTask):
        return
    page = instance.workflow_state.content_object
    school_id = school_read_later(page)
    author = instance.workflow_state.requested_by
    if school_id is None or is_for_another(page, author):
        return
    if not has_objection([page], by=author):
        let_go_live(state=instance, page=page.specific, school_id=school_id)
