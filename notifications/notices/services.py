"""Writing, sending and withdrawing notices, each with its audit entry."""

import logging
from collections.abc import Container, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from district_cms.audit_log.services import record
from district_cms.checks.findings import Finding
from district_cms.checks.rules import is_confidential
from district_cms.people.models import User
from district_cms.schools.banners.services import end_banner, keep_banner
from district_cms.schools.models import Banner

from ..guardians.urgent import ListedReach, evidence, listed_reach
from ..models import ClassNotice, FamilyNotice, Standing, UrgentNotice
from ..services import cancel_contents
from .permissions import can_send, check_may_change
from .previewing import live_alike
from .recipients import recipient_counts, runs, sent_today
from .rules import (
    check_can_change,
    check_can_send_class,
    check_can_send_urgent,
    check_can_stop,
)
from .second_person import tell_sent_alone
from .writing import WRITE, write_contents

log = logging.getLogger("district.outbox")


def hold(notice: FamilyNotice) -> None:
    """Lock a notice in a transaction, so that nobody sends it while it is being changed. Raises
    `NotSent` if somebody sent it before. A new notice needs no lock."""
    if notice.pk is not None:
        rows = type(notice)._default_manager.select_for_update().filter(pk=notice.pk)
        check_can_change(standing=rows.get().standing)


@transaction.atomic
def note_written(*, notice: FamilyNotice, user: User, findings: Sequence[Finding] = ()) -> None:
    """Record who last wrote or changed a notice. `findings` are those of an urgent notice that its
    reason lets through (34 CFR 99.36). The entry contains the fingerprint of the words, not the
    words."""
    # A principal who corrects a class notice does not become its author, who may not send it.
    if isinstance(notice, UrgentNotice) or notice.made_by is None:
        notice.made_by = user
        notice.made_by_name = user.get_full_name() or str(user)
    notice.made_at = timezone.now()
    notice.save(update_fields=["made_by", "made_by_name", "made_at"])
    _record(f"{notice.kind}_notice.written", user, notice)
    if findings and isinstance(notice, UrgentNotice):
        record(
            action="urgent_notice.named_a_student",
            actor=user,
            notice=notice.pk,
            rules=sorted({one.rule for one in findings if not is_confidential(one.rule)}),
            reason=notice.privacy_reason,
            law="34 CFR 99.36",
        )


@transaction.atomic
def send_class_notice(*, notice: ClassNotice, user: User, seen: str) -> ClassNotice:
    """Put the notice on the class page, then send it. `seen` is the fingerprint of the words that
    the sender looked over. Raises `PermissionDenied` and `NotSent`."""
    locked = ClassNotice.objects.select_for_update().get(pk=notice.pk)
    check_may_change(user=user, notice=locked)
    check_can_send_class(
        standing=locked.standing,
        seen=seen == locked.fingerprint,
        runs=runs(locked.classroom),
        allowed=can_send(user, locked),
        sent_today=sent_today(locked.classroom),
    )
    _begin(locked, user)
    return locked


@transaction.atomic
def send_urgent_notice(
    *,
    notice: UrgentNotice,
    user: User,
    seen: str,
    reason: str = "",
    replace: Container[int] = (),
) -> UrgentNotice:
    """Put the notice on the website, end the live ones of `replace`, then send it. For words of
    their own, the author needs a `reason` why life and safety cannot wait for a second person.
    Raises `PermissionDenied` and `NotSent`."""
    locked = UrgentNotice.objects.select_for_update().get(pk=notice.pk)
    check_may_change(user=user, notice=locked)
    others = locked.made_by_id is not None and locked.made_by_id != user.pk
    second_person = others or not locked.needs_second_person
    check_can_send_urgent(
        standing=locked.standing,
        seen=seen == locked.fingerprint,
        over=locked.ends_at <= timezone.now(),
        second_person=second_person,
        reason=reason,
    )
    if not second_person:
        locked.safety_reason = reason
    for old in live_alike(locked, user, also=replace):
        if old.pk in replace:
            stop(notice=old, user=user, standing=Standing.REPLACED)
    _put_up(locked, user)
    approved = {"approved_words": locked.is_approved}
    _begin(locked, user, written_by=locked.made_by_name, without_second_person=reason, **approved)
    if not second_person:
        tell_sent_alone(locked, user)
    return locked


@transaction.atomic
def withdraw(*, notice: FamilyNotice, user: User) -> None:
    """Withdraw a notice before anyone gets it. Raises `PermissionDenied` and, once it is sent,
    `NotSent`."""
    locked = type(notice)._default_manager.select_for_update().get(pk=notice.pk)
    check_may_change(user=user, notice=locked)
    check_can_change(standing=locked.standing)
    locked.standing = Standing.WITHDRAWN
    locked.save(update_fields=["standing"])
    _record(f"{locked.kind}_notice.withdrawn", user, locked)


@transaction.atomic
def stop(*, notice: FamilyNotice, user: User, standing: Standing = Standing.WITHDRAWN) -> int:
    """Stop a notice: cancel messages that wait, and remove it from the website. Returns the number
    of canceled messages; those at a provider cannot be called back. Raises `PermissionDenied`, and
    `NotSent` if it was not sent or was stopped before."""
    locked = type(notice)._default_manager.select_for_update().get(pk=notice.pk)
    check_may_change(user=user, notice=locked)
    check_can_stop(standing=locked.standing)
    locked.standing = standing
    locked.save()  # all columns: they identify the page on which it stands
    stopped = cancel_contents(locked.content_ids, reason="the notice was stopped")
    if isinstance(locked, UrgentNotice):
        for banner in locked.banners.all():
            end_banner(banner=banner, user=user)
    action = "replaced" if standing == Standing.REPLACED else "stopped"
    _record(f"{locked.kind}_notice.{action}", user, locked, messages=stopped)
    return stopped


def _begin(notice: FamilyNotice, user: User, **details: Any) -> None:
    notice.sent_by_name = user.get_full_name() or str(user)
    notice.sent_at = timezone.now()
    if isinstance(notice, UrgentNotice) and not notice.sends:
        notice.standing = Standing.SENT
        notice.save()
        _record("urgent_notice.on_website", user, notice, **details)
        return
    reach = recipient_counts(notice)
    listed = listed_reach(notice) if isinstance(notice, UrgentNotice) else ListedReach()
    notice.standing = Standing.SENDING
    notice.contents = write_contents(notice)
    notice.expected = sum(each.reached for each in reach) + listed.by_email + listed.by_text
    notice.save()
    numbers: dict[str, Any] = {each.channel.value: each.reached for each in reach if each.goes_out}
    words = {name: getattr(notice, name) for name in type(notice).checked_fields}
    details |= {**words, "recipients": numbers}
    _record(f"{notice.kind}_notice.sent", user, notice, **details)
    if isinstance(notice, UrgentNotice) and listed.texts:
        _record("urgent_notice.texted_guardians", user, notice, **evidence(notice, listed))
    kind, pk = notice.kind, notice.pk
    # With `robust`, a failure to queue the task is only logged: the schedule picks the notice up
    # within a minute.
    transaction.on_commit(lambda: async_task(WRITE, kind, pk), robust=True)


def _put_up(notice: UrgentNotice, user: User) -> None:
    """Create one banner for the district, or one for each school. The checks already ran when the
    notice was written; nothing stops an emergency."""
    # Messages leave now, and nothing is sent that is not on the website.
    starts_at = min(notice.starts_at, timezone.now()) if notice.sends else notice.starts_at
    for school in [None] if notice.whole_district else notice.places:
        banner = Banner(
            school=school,
            tone=Banner.Tone.PLAIN if notice.plain else Banner.Tone.URGENT,
            text_en=notice.text_en,
            text_es=notice.text_es,
            starts_at=starts_at,
            ends_at=notice.ends_at,
        )
        notice.banners.add(keep_banner(banner=banner, user=user))


def _record(action: str, user: User, notice: FamilyNotice, **more: Any) -> None:
    words: dict[str, Any] = {"fingerprint": notice.fingerprint}
    page = None
    if isinstance(notice, UrgentNotice):
        words |= {
            "where": where_in_words(notice),
            "starts_at": notice.starts_at.isoformat(),
            "ends_at": notice.ends_at.isoformat(),
        }
    else:
        assert isinstance(notice, ClassNotice)
        page = notice.classroom
    record(action=action, actor=user, page=page, notice=notice.pk, **words, **more)


def where_in_words(notice: UrgentNotice) -> str:
    if notice.whole_district:
        return _("The whole district")
    return ", ".join(school.title for school in notice.places)
