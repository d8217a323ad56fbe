"""Taking live pages down at once, and putting them back through the gate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, WorkflowState

from district_cms.audit_log.services import record
from district_cms.media.hiding import Hidden, hide_files_only_on
from district_cms.people.models import User
from district_cms.schools.frame import school_path

from ..models import TakeDown
from ..services.approval import submit_for_approval
from . import mails
from .permissions import check_may_put_back, check_may_take_down, is_of_a_kind
from .selectors import is_up, open_row
from .signals import sentences, taken_down


@dataclass(frozen=True, slots=True)
class Done:
    """Which pages went down, and what else was done about it, as sentences."""

    pages: tuple[Any, ...]
    said: tuple[str, ...]


@transaction.atomic
def take_down(*, pages: Sequence[Any], user: User, reason: str, note: str = "") -> Done:
    """Take these pages down now: page, files that only they use, what still waits to be sent.

    `pages` are specific; those that are down already are left out. A plan to go live later ends
    too, and after a privacy reason a review that runs. Raises `PermissionDenied` for a page that
    is not the account's to take down; then nothing happened.
    """
    for page in pages:
        check_may_take_down(user, page)
    # Two people who see the same mistake press the same button.
    list(Page.objects.select_for_update().filter(pk__in=[p.pk for p in pages]).order_by("pk"))
    current = [type(page).objects.get(pk=page.pk) for page in pages]
    wanted = [page for page in current if is_up(page)]
    for page in wanted:
        _take_one_down(page, user=user, reason=reason, note=note)
    if not wanted:
        return Done((), ())
    hidden = hide_files_only_on(pages=wanted)
    said = (*_about_files(hidden), *sentences(taken_down, pages=wanted, user=user))
    mails.tell_taken_down(pages=wanted, user=user, reason=reason, note=note, said=said)
    return Done(tuple(wanted), said)


@transaction.atomic
def put_back(*, page: Any, user: User) -> bool:
    """Put a page back through the gate. Returns whether it is live or has its hour again;
    otherwise it waits for its approval.

    Who may publish publishes the newest version. Anyone else puts back at once what they took down
    themselves, as it was, because it was approved; everything else goes to the principal. Raises
    `PermissionDenied`, or `PublishBlocked` where the gate refuses; then it is down as before.
    """
    page = type(page).objects.get(pk=page.pk)
    row = open_row(page)
    if row is None:
        return bool(page.live)
    check_may_put_back(user, page, row)
    newest = page.get_latest_revision()
    as_it_was = row.by_id == user.pk and newest.pk == row.revision_id
    if as_it_was or page.permissions_for_user(user).can_publish():
        # First, or the gate would still refuse what the office puts back.
        _close(row, page=page, by=user)
        newest.publish(user=user, skip_permission_checks=as_it_was)
        return True
    state = page.current_workflow_state
    if state is None:
        submit_for_approval(page=page, user=user)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        page.get_latest_revision_as_object().enforce_publish_gate()
        state.resume(user=user)
    return False


@transaction.atomic
def note_live_again(*, page: Page, by: Any = None) -> None:
    """A page went live, or got an hour to do so, by another path than `put_back`: what was down is
    up."""
    row = open_row(page) if is_up(page) else None
    if row is not None:
        _close(row, page=page, by=by)


@transaction.atomic
def hide_unpublished(*, page: Page) -> None:
    """A page was unpublished by Wagtail's own button, a bulk action or its date: its files and
    what waits to be sent go with it, too."""
    if is_of_a_kind(page) and open_row(page) is None:
        hide_files_only_on(pages=[page])
        sentences(taken_down, pages=[page], user=None)


def _close(row: TakeDown, *, page: Page, by: Any) -> None:
    row.put_back_at = timezone.now()
    row.put_back_by = by.get_full_name() if by is not None else ""
    row.save(update_fields=["put_back_at", "put_back_by"])
    record(action="page.put_back", actor=by or "", page=page, reason=row.reason)
    mails.tell_put_back(page=page, user=by, row=row)


def _take_one_down(page: Any, *, user: User, reason: str, note: str) -> None:
    revision = _live_version(page) if page.live else page.scheduled_revision.pk
    school = Page.objects.filter(path=school_path(page.path)).values_list("pk", flat=True).first()
    record(action="page.taken_down", actor=user, page=page, reason=reason, live=page.live)
    TakeDown.objects.create(
        page_id=page.pk,
        page_uuid=page.translation_key,
        school_id=school,
        revision_id=revision,
        reason=reason,
        note=note,
        by=user.get_full_name(),
        by_id=user.pk,
    )
    if page.live:
        # Wagtail would ask for the permission to publish.
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    else:
        # Saved, and not updated: Wagtail's log of the page and whoever follows plans are told.
        planned = page.scheduled_revision
        planned.approved_go_live_at = None
        planned.save(user=user, update_fields=["approved_go_live_at"])
    review = page.current_workflow_state
    if reason == TakeDown.Reason.PRIVACY and review is not None:
        review.cancel(user=user)


def _live_version(page: Any) -> int | None:
    """None where no version is what readers see: a live copy of a page that has a draft beside it
    names the draft (Wagtail's `CopyPageAction`), which nobody approved."""
    is_draft = page.has_unpublished_changes and page.live_revision_id == page.latest_revision_id
    return None if is_draft else page.live_revision_id


def _about_files(hidden: Hidden) -> Iterable[str]:
    if hidden.files:
        yield ngettext(
            "%(number)d picture or file that only this page showed no longer opens.",
            "%(number)d pictures and files that only this page showed no longer open.",
            hidden.files,
        ) % {"number": hidden.files}
    if hidden.kept:
        yield ngettext(
            "%(number)d picture or file stays, because another page shows it too.",
            "%(number)d pictures and files stay, because other pages show them too.",
            hidden.kept,
        ) % {"number": hidden.kept}
    for title in hidden.failed:
        yield _(
            "“%(title)s” could not be moved away and may still open at its old address. Tell the "
            "district administrator now."
        ) % {"title": title}
