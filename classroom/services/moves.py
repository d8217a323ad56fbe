"""What follows when a page of ours is moved in the tree."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import User

from ..addresses import free_slug_below
from ..ledger.keeping import refresh_classes
from ..models import ClassroomPage, Posting, UpdatePage


@transaction.atomic
def give_moved_class_its_address(*, page: Page) -> None:
    """Wagtail moves pages as plain ones and so forgets the year's step in a class's address."""
    if page.specific_class is not ClassroomPage:
        return
    classroom = page.specific
    plain = classroom.url_path
    address = classroom.set_url_path(classroom.get_parent())
    if address != plain:
        Page.objects.filter(pk=classroom.pk).update(url_path=address)
        classroom._update_descendant_url_paths(plain, address)


@transaction.atomic
def take_posting_along(*, page: Page) -> None:
    """An update that was put into another class counts there, as its place in the tree says."""
    if page.specific_class is not UpdatePage:
        return
    posting = Posting.objects.filter(page_uuid=page.translation_key).first()
    if posting is not None:
        classes = [posting.classroom_id, page.get_parent().pk]
        posting.classroom_id = classes[1]
        posting.save(update_fields=["classroom"])
        refresh_classes(classroom_ids=classes)


class MoveRefused(Exception):
    """An update cannot be moved now; the message is a sentence for its author."""


def check_movable(update: UpdatePage) -> None:
    """Raise `MoveRefused` while something is decided about this very page: what waits for the
    school, and what has an hour to go live, is bound to the class that it was written for."""
    if update.workflow_in_progress:
        raise MoveRefused(
            _("The school is reviewing this update. Move it when it was approved or sent back.")
        )
    if update.approved_schedule:
        raise MoveRefused(
            _("This update has a time to go live. Remove the schedule, then move it.")
        )


@transaction.atomic
def move_to_class(*, update: UpdatePage, classroom: ClassroomPage, user: User) -> None:
    """Put an update into another class of its author's, under an address that is free there.

    Its posting comes along. Raises `PermissionDenied` unless the account may move it there, and
    `MoveRefused` while it waits for the school or for its hour.
    """
    if not update.permissions_for_user(user).can_move_to(classroom):
        raise PermissionDenied(_("This update cannot go into that class."))
    check_movable(update)
    source = update.get_parent()
    slug = free_slug_below(classroom, update.slug)
    if slug != update.slug:
        UpdatePage.objects.filter(pk=update.pk).update(slug=slug)
    # Read again: its place in the tree decides.
    page = Page.objects.get(pk=update.pk)
    MovePageAction(page, Page.objects.get(pk=classroom.pk), pos="last-child", user=user).execute()
    record(
        action="classroom.move_to_class",
        actor=user,
        page=update,
        from_class=source.title,
        to_class=classroom.title,
    )
