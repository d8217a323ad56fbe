"""An urgent notice from the server, without the website and if need be without its worker: written,
sent and handed over by the same services."""

import datetime as dt
import os
import pwd
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from district_cms.people.models import User
from district_cms.publishing.objects import check_object
from district_cms.schools.models import SchoolPage

from ..models import UrgentNotice
from .handing_over import hand_over
from .permissions import check_may_write
from .previewing import Sheet, sheet_of
from .rules import NotSent
from .services import note_written, send_urgent_notice
from .wording import usual_words
from .writing import write_all


@dataclass(frozen=True, slots=True)
class Told:
    """What the operator said. `schools` is None for the whole district, `usual` the key of ready
    words, over which `words` (by the names of the fields) go. `ends_at` is aware."""

    user: User
    schools: Sequence[SchoolPage] | None
    usual: str
    words: Mapping[str, str]
    ends_at: dt.datetime
    reason: str


def look(told: Told) -> tuple[UrgentNotice, Sheet]:
    """The notice as it would be, and whom it would reach; nothing stays written. Raises as
    `send`."""
    with transaction.atomic():
        notice = _write(told)
        sheet = sheet_of(notice)
        transaction.set_rollback(True)
    return notice, sheet


def send(told: Told, *, dispatch: bool, say: Callable[[str], object]) -> UrgentNotice:
    """Send it in the name of `told.user`, and write its messages here; with `dispatch` hand them
    over too, `say` then gets a line for each batch.

    Raises `PermissionDenied` where the account may not send it, `NotSent` where words or reason
    are missing.
    """
    with transaction.atomic():
        notice = _write(told)
        findings = [each for each in check_object(notice) if each.blocks or each.asks]
        note_written(notice=notice, user=told.user, findings=findings, via=via())
        sent = send_urgent_notice(
            notice=notice, user=told.user, seen=notice.fingerprint, reason=told.reason, via=via()
        )
    write_all(sent, seconds=float("inf"))
    if dispatch:
        hand_over(sent, say=say)
    return sent


def via() -> str:
    """That it was not the account's owner who pressed a button, and who was at the server."""
    try:
        # Not `getpass`: it believes the environment.
        account = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without a name, as in some containers
        account = str(os.getuid())
    return f"send_urgent_notice by the server account {account}"


def _write(told: Told) -> UrgentNotice:
    check_may_write(user=told.user, schools=told.schools)
    school = told.schools[0].title if told.schools and len(told.schools) == 1 else ""
    words = {**usual_words(told.usual, school), **told.words}
    notice = UrgentNotice(
        whole_district=told.schools is None,
        ends_at=told.ends_at,
        privacy_reason=told.reason,
        made_by=told.user,
        made_by_name=str(told.user),
        **words,
    )
    try:
        notice.clean_fields()
    except ValidationError as error:
        said = [f"{name}: {each[0]}" for name, each in error.message_dict.items()]
        raise NotSent("; ".join(said)) from error
    if notice.ends_at <= notice.starts_at:
        raise NotSent("That time has passed. Choose a later one.")
    notice.save()
    notice.schools.set(told.schools or ())
    return notice
