"""Of whom the second step is required, and from when."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..models import SecondStep, SignInSettings, StaffRole, User
from ..models.second_step import new_stamp
from ..roles import Role

SUPERUSERS: Final = "superusers"
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
    """Note for each account from when it needs a second step: now and the days of grace, for whom
    it is newly required; nothing, for whom it is not. Of `accounts`, or of all.

    Returns of how many it is required. Called when the settings change, when someone signs in and
    each night, since roles begin and end by themselves.
    """
    rule = rule_of_the_district()
    required = set(_held_to(required_of(), accounts))
    steps = SecondStep.objects.all()
    if accounts is not None:
        steps = steps.filter(user_id__in=accounts)
    steps.exclude(required_from=None).exclude(user_id__in=required).update(required_from=None)
    if not required:
        return 0
    since = now + dt.timedelta(days=rule.grace_days)
    there = set(steps.values_list("user_id", flat=True))
    SecondStep.objects.bulk_create(
        (SecondStep(user_id=pk, stamp=new_stamp()) for pk in sorted(required - there)),
        ignore_conflicts=True,
    )
    SecondStep.objects.filter(user_id__in=required, required_from=None).update(required_from=since)
    return len(required)


def rule_of_the_district() -> SignInSettings:
    """As it was saved, or as it is before anyone did; a sign-in writes no settings."""
    return SignInSettings.objects.first() or SignInSettings()


def required_of() -> set[str]:
    """Whom the district chose, and in production always superusers and administrators."""
    return {*rule_of_the_district().required_of, *settings.SECOND_STEP_ALWAYS_REQUIRED_OF}


def _held_to(names: Collection[str], accounts: Collection[int] | None) -> list[int]:
    """Ids of the active accounts of which one of `names` is true today."""
    roles = StaffRole.objects.current().filter(role__in=list(names), staff__active=True)
    held = Q(pk__in=roles.values("staff__user_id"))
    if SUPERUSERS in names:
        held |= Q(is_superuser=True)
    users = User.objects.filter(held, is_active=True)
    if accounts is not None:
        users = users.filter(pk__in=accounts)
    return list(users.values_list("pk", flat=True))
