"""What the queue calls."""

from django.utils import timezone

from .invitations import services as invitations
from .leaving import end_accounts_due
from .second_step.requirement import apply_requirement
from .services import refresh_dated_roles
from .sign_in.history import forget_old


def nightly() -> str:
    """Bring accounts in line with roles that begin or end by themselves."""
    dated = refresh_dated_roles()
    required = apply_requirement(now=timezone.now())
    invitations.queue_waiting()
    end_accounts_due(today=timezone.localdate())
    return f"{dated} staff members with dated roles, {required} with a second step required"


def send_invitations(pks: list[int]) -> str:
    """Write the mails of these invitations."""
    return f"{invitations.send(pks)} invitations"


def forget_sign_ins() -> str:
    """Each night: delete sign-ins that are older than the data map allows."""
    return f"{forget_old(now=timezone.now())} sign-ins"
