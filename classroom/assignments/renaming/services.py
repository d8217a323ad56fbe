"""Giving a teacher's page another name, and leaving it as it is."""

from collections.abc import Collection

from django.db import transaction
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User

from ...models import TeacherPage
from .offers import still_named


@transaction.atomic
def rename(*, page: TeacherPage, title: str, slug: str, user: User) -> bool:
    """Give the page this title, and this last part of its address; the old address leads on to the
    new one, with all below it. One that waits for review by now is left as it is: false.

    What is live is renamed as it is: a draft of the page stays a draft, with the new name. Raises
    `PublishBlocked` where the gate refuses.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    live = TeacherPage.objects.get(pk=page.pk)
    if live.workflow_in_progress:
        return False  # publishing it would end the review
    draft = live.get_latest_revision_as_object() if live.has_unpublished_changes else None
    before = {"title": live.title, "slug": live.slug}
    live.title, live.slug = title, slug
    if live.live:
        live.save_revision(user=user, log_action=True).publish(
            user=user, skip_permission_checks=True
        )
    else:
        live.save(clean=False)
    if draft is not None:
        draft.title, draft.slug = title, slug
        draft.save_revision(user=user, clean=False)
    record(
        action="classroom.teacher_renamed",
        actor=user,
        page=live,
        before=before,
        after={"title": title, "slug": slug},
    )
    return True


def leave_as_it_is(*, staff: Staff, user: User) -> None:
    """The pages keep the names that they have: nobody is asked again."""
    record(action="classroom.teacher_not_renamed", actor=user, name=staff.full_name)
    forget_former_name(staff=staff)


def forget_former_name(*, staff: Staff) -> None:
    Staff.objects.filter(pk=staff.pk).update(former_family_name="")
    staff.former_family_name = ""


def forget_what_nobody_asks(*, people: Collection[Staff], **_others: object) -> None:
    """Receives `names_changed`: a former name that stands on no page is not kept."""
    kept = still_named(people)
    over = [each for each in people if each.former_family_name and each.pk not in kept]
    Staff.objects.filter(pk__in=[each.pk for each in over]).update(former_family_name="")
    for each in over:
        each.former_family_name = ""
