"""Tasks of the queue."""

from django.utils import timezone

from .invitations import services as invitations
from .leaving import end_accounts_due
from .second_step.requirement import apply_requirement
from .services import refresh_dated_roles
from .sign_in.history import forget_old


def nightly() -> str:
    """Brings accounts in line with roles that begin or end today, as part of the nightly run."""
    dated = refresh_dated_roles()
    required = apply_requirement(now=timezone.now())
    invitations.queue_waiting()
    end_accounts_due(today=timezone.localdate())
    return f"{dated} staff members with dated roles, {required} with a second step required"


def send_invitations(pks: list[int]) -> str:
    """Writes the mails of these invitations."""
    return f"{invitations.send(pks)} invitations"


def forget_sign_ins() -> str:
    """Deletes sign-ins that are older than the data map allows. Runs each night."""
    return f"{forget_old(now=timezone.now())} sign-ins"
