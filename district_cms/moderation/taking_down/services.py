"""Takes live pages down at once, notifies the people concerned, and puts pages back through the
gate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from district_cms.audit_log.services import record
from district_cms.barriers.selectors import office_accounts
from district_cms.media.hiding import Hidden, hide_files_only_on
from district_cms.people.models import StaffRole, User
from district_cms.people.roles.matrix import Scope, roles_with_scope
from district_cms.people.selectors import reviewers_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import DistrictSettings
from district_cms.web.accounts import Account
from district_cms.web.mail import draw, editor_url

from ..models import TakeDown
from ..services import submit_for_approval
from .permissions import PUT_BACK_PRIVATE, check_may_put_back, check_may_take_down, is_of_a_kind
from .selectors import is_up, open_row

# Sent before anything happens. Receivers return the sentences on what would follow.
about_to_take_down = Signal()
# Sent inside the transaction, after the pages are unpublished. Receivers return what they did.
taken_down = Signal()


def sentences(signal: Signal, *, pages: Sequence[Any], user: Account | None) -> list[str]:
    """Returns the sentences of all receivers, in the order in which they connected."""
    answers = signal.send(sender=TakeDown, pages=pages, user=user)
    return [str(text) for _receiver, texts in answers for text in texts or ()]


def tell_taken_down(
    *, pages: Sequence[Any], user: Account, reason: str, note: str, effects: Sequence[str]
) -> None:
    """Mails each person once about all pages of one step."""
    private = reason == TakeDown.Reason.PRIVACY
    first = pages[0]
    _send(
        first,
        "moderation/email/taken_down",
        subject=_subject_of(first, private, _("Taken down")),
        user=user,
        lines=[_line(page, private) for page in pages],
        reason=TakeDown.Reason(reason).label,
        private=private,
        note="" if private else note,
        effects=effects,
    )


def tell_put_back(*, page: Any, user: Account, row: TakeDown) -> None:
    """Mails everyone concerned that the page is live again."""
    _send(
        page,
        "moderation/email/put_back",
        subject=_subject_of(page, row.is_private, _("Live again")),
        user=user,
        lines=[_line(page, row.is_private)],
    )


def _send(page: Any, template: str, *, subject: str, user: Account, **context: Any) -> None:
    office = DistrictSettings.cached()
    for account, may_publish in _others(page, user):
        mail = draw(
            template,
            subject=subject,
            office=office,
            name=account.get_short_name(),
            who=user.get_full_name() if user is not None else "",
            may_publish=may_publish,
            of_office=account.has_perm(PUT_BACK_PRIVATE),
            **context,
        )
        mail.message(account.email).send()


def _others(page: Any, user: Account) -> list[tuple[Any, bool]]:
    """Returns everyone to notify, except the actor, and whether they may publish."""
    school = Page.objects.filter(path=school_path(page.path)).first()
    publishing = [*(reviewers_of(school.pk) if school is not None else ()), *office_accounts()]
    may_publish = {account.pk for account in publishing}
    people = [page.owner, *_teachers_of(page), *publishing]
    notified = {
        account.pk: account for account in people if account is not None and account.is_active
    }
    if user is not None:
        notified.pop(user.pk, None)
    return [(account, account.pk in may_publish) for account in notified.values()]


def _teachers_of(page: Page) -> Any:
    """Returns the accounts that may change the page because of their class, not their office."""
    policy = policy_registry.get_by_type(Page)
    may = policy.users_with_any_permission_for_instance({"change"}, page, include_superusers=False)
    wide = StaffRole.objects.current().exclude(role__in=roles_with_scope(Scope.OWN_CLASSROOMS))
    return (
        get_user_model()
        .objects.filter(pk__in=may.values("pk"))
        .exclude(pk__in=wide.filter(staff__user__isnull=False).values("staff__user_id"))
    )


def _line(page: Any, private: bool) -> dict[str, str]:
    place = page.get_parent().title
    address = reverse("moderation_take_down", args=[page.pk])
    return {
        "title": _("An update of %(class)s") % {"class": place} if private else page.title,
        "place": "" if private else place,
        "url": editor_url(address),
    }


def _subject_of(page: Any, private: bool, what: str) -> str:
    line = _line(page, private)
    return f"{what}: {line['title']}"


@dataclass(frozen=True, slots=True)
class Done:
    """The pages that were taken down, and other effects as sentences."""

    pages: tuple[Any, ...]
    effects: tuple[str, ...]


@transaction.atomic
def take_down(*, pages: Sequence[Any], user: User, reason: str, note: str = "") -> Done:
    """Takes these specific pages down now, with their own files and their waiting messages.

    Cancels a scheduled publication, and after a privacy reason a running review. Raises
    `PermissionDenied` for a page that the account may not take down.
    """
    for page in pages:
        check_may_take_down(user, page)
    # Locks: two people who see the same mistake press the same button.
    list(Page.objects.select_for_update().filter(pk__in=[p.pk for p in pages]).order_by("pk"))
    current = [type(page).objects.get(pk=page.pk) for page in pages]
    wanted = [page for page in current if is_up(page)]
    for page in wanted:
        _take_one_down(page, user=user, reason=reason, note=note)
    if not wanted:
        return Done((), ())
    hidden = hide_files_only_on(pages=wanted)
    effects = (*_about_files(hidden), *sentences(taken_down, pages=wanted, user=user))
    tell_taken_down(pages=wanted, user=user, reason=reason, note=note, effects=effects)
    return Done(tuple(wanted), effects)


@transaction.atomic
def put_back(*, page: Any, user: User) -> bool:
    """Puts a page back through the gate. Returns True if it is live or scheduled again.

    A user who may publish publishes the newest version. Others put back only what they took down
    themselves, unchanged; otherwise the principal decides. Raises `PermissionDenied` or
    `PublishBlocked`; then it stays down.
    """
    page = type(page).objects.get(pk=page.pk)
    row = open_row(page)
    if row is None:
        return bool(page.live)
    check_may_put_back(user, page, row)
    newest = page.get_latest_revision()
    as_it_was = row.by_id == user.pk and newest.pk == row.revision_id
    if as_it_was or page.permissions_for_user(user).can_publish():
        # Before publishing, because the gate would still refuse the page.
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
    """Closes the row of a page that went live in another way than by `put_back`."""
    row = open_row(page) if is_up(page) else None
    if row is not None:
        _close(row, page=page, by=by)


@transaction.atomic
def hide_unpublished(*, page: Page) -> None:
    """Hides files and stops messages of a page that Wagtail or its expiry date unpublished."""
    if is_of_a_kind(page) and open_row(page) is None:
        hide_files_only_on(pages=[page])
        sentences(taken_down, pages=[page], user=None)


def _close(row: TakeDown, *, page: Page, by: Any) -> None:
    row.put_back_at = timezone.now()
    row.put_back_by = by.get_full_name() if by is not None else ""
    row.save(update_fields=["put_back_at", "put_back_by"])
    record(action="page.put_back", actor=by or "", page=page, reason=row.reason)
    tell_put_back(page=page, user=by, row=row)


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
        # Skips Wagtail's check of the permission to publish.
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
    else:
        # `save()`, not `update()`, so that Wagtail's log and the receivers of `post_save` run.
        planned = page.scheduled_revision
        planned.approved_go_live_at = None
        planned.save(user=user, update_fields=["approved_go_live_at"])
    review = page.current_workflow_state
    if reason == TakeDown.Reason.PRIVACY and review is not None:
        review.cancel(user=user)


def _live_version(page: Any) -> int | None:
    """Returns the live revision; None for a live page with a draft, where Wagtail names the draft
    as live."""
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


def on_published(instance: Any, revision: Any = None, **kwargs: Any) -> None:
    note_live_again(page=instance, by=_who(revision))


def on_unpublished(instance: Any, **kwargs: Any) -> None:
    hide_unpublished(page=instance)


def _who(revision: Any) -> Any:
    """Returns who made it live: the approver, or else the author."""
    if revision is None:
        return None
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED)
    state = approved.select_related("finished_by").order_by("-pk").first()
    return state.finished_by if state is not None else revision.user
