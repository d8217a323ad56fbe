"""What follows when a page of ours is moved in the tree."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from district_cms.audit_log.services import record
from district_cms.people.models import User
from district_cms.schools.frame import school_path

from ..addresses import free_slug_below
from ..ledger.keeping import refresh_classes
from ..models import ClassroomPage, Posting, UpdatePage
from ..selectors import classes_around


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


def may_move(update: UpdatePage, user: User) -> bool:
    """Whether this account may put the update anywhere else: its author also while it is live."""
    may = update.permissions_for_user(user)
    return bool(may.can_move() or (update.live and may.can_edit() and not may.page_locked()))


class Moves:
    """Where an account may put an update: as Wagtail asks; and what a principal approved may go on
    to another class of its author's at the same school, where Wagtail asks for the right to
    publish. What is asked of the update itself is asked once, for however many classes."""

    def __init__(self, update: UpdatePage, user: User) -> None:
        self._update, self._user = update, user
        self._permissions = update.permissions_for_user(user)

    @cached_property
    def _as_wagtail_asks(self) -> bool:
        return bool(self._permissions.can_move())

    @cached_property
    def _by_its_author(self) -> bool:
        return bool(self._update.live and may_move(self._update, self._user))

    def may_go_into(self, classroom: ClassroomPage) -> bool:
        if not self._update.can_move_to(classroom):
            return False
        there = classroom.permissions_for_user(self._user)
        # Nothing is below an update, so that it alone would go live there.
        needed = {"add", "publish"} if self._update.live else {"add"}
        if self._as_wagtail_asks and (self._user.is_superuser or needed <= set(there.permissions)):
            return True
        return (
            self._by_its_author
            and school_path(self._update.path) == school_path(classroom.path)
            and bool(there.can_add_subpage())
        )


def classes_to_move_to(update: UpdatePage, user: User) -> QuerySet[ClassroomPage]:
    """The classes of this school year at the update's school into which this account may put it."""
    classes, moves = classes_around(update), Moves(update, user)
    return classes.filter(pk__in=[each.pk for each in classes if moves.may_go_into(each)])


class MoveRefused(Exception):
    """An update cannot be moved now; the message is a sentence for its author."""


def check_movable(update: UpdatePage) -> None:
    """Raise `MoveRefused` while something is decided about this very page: what waits for the
    school, and what has an hour to go live, is bound to the class that it was written for."""
    if update.workflow_in_progress:
        raise MoveRefused(
            _(
                "This update is with the principal. Take it back first, or move it once it is "
                "approved or sent back."
            )
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
    if not Moves(update, user).may_go_into(classroom):
        raise PermissionDenied(_("This update cannot go into that class."))
    check_movable(update)
    source = update.get_parent()
    slug = free_slug_below(classroom, update.slug)
    if slug != update.slug:
        UpdatePage.objects.filter(pk=update.pk).update(slug=slug)
    # Read again: its place in the tree decides.
    page = Page.objects.get(pk=update.pk)
    target = Page.objects.get(pk=classroom.pk)
    action = MovePageAction(page, target, pos="last-child", user=user)
    action.execute(skip_permission_checks=True)  # asked above
    record(
        action="classroom.move_to_class",
        actor=user,
        page=update,
        from_class=source.title,
        to_class=classroom.title,
    )
