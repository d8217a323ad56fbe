"""Of whom the second step is required, and from when."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import SignInSettings, StaffRole, User
from ..roles import Role

SUPERUSERS: Final = "superusers"
MEANS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What makes a second step; recovery codes only stand in for it."""
# In the order in which it is worth most.
CHOICES: Final = [
    (SUPERUSERS, _("Accounts with all permissions (superusers)")),
    (Role.ADMINISTRATOR.value, _("District administrators")),
    (Role.COMMUNICATIONS.value, _("Communications office")),
    (Role.PRINCIPAL.value, _("Principals")),
    (Role.COUNSELOR.value, _("Counselors")),
    (Role.TEACHER.value, _("Teachers")),
]


@transaction.atomic
def apply_requirement(*, now: dt.datetime, accounts: Collection[int] | None = None) -> int:
    """Set from when each account needs a second step: the days of grace from `now` (aware) where
    it is newly required, None where it is not required. Of `accounts`, or of all.

    Returns of how many it is required. Called when the settings change, at each sign-in and each
    night, because roles begin and end by themselves.
    """
    rule = rule_of_the_district()
    users = User.objects.all() if accounts is None else User.objects.filter(pk__in=accounts)
    required = list(
        users.filter(_has(required_of(rule)), is_active=True).values_list("pk", flat=True)
    )
    users.exclude(second_step_required_from=None).exclude(pk__in=required).update(
        second_step_required_from=None
    )
    users.filter(pk__in=required, second_step_required_from=None).update(
        second_step_required_from=now + dt.timedelta(days=rule.grace_days)
    )
    return len(required)


def rule_of_the_district() -> SignInSettings:
    """As it was saved, or as it is before anyone did; a sign-in writes no settings."""
    return SignInSettings.objects.first() or SignInSettings()


def required_of(rule: SignInSettings | None = None) -> set[str]:
    """Whom the district chose, by the rule as it is now if none is given, and in production always
    superusers and administrators."""
    rule = rule or rule_of_the_district()
    return {*rule.required_of, *settings.SECOND_STEP_ALWAYS_REQUIRED_OF}


def has_second_step(account: User) -> bool:
    """Whether the account has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=account, type__in=MEANS).exists()


def is_overdue(account: User, *, now: dt.datetime) -> bool:
    """Whether the account can do nothing but set up its second step. At most one query."""
    required_from = account.second_step_required_from
    return required_from is not None and required_from <= now and not has_second_step(account)


def _has(names: Collection[str]) -> Q:
    """Accounts of which one of `names` is true today."""
    roles = StaffRole.objects.current().filter(role__in=list(names), staff__active=True)
    condition = Q(pk__in=roles.values("staff__user_id"))
    return condition | Q(is_superuser=True) if SUPERUSERS in names else condition
