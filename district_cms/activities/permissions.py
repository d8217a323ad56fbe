"""Who may edit what of an activity: its leaders, beside whoever may edit the school's pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

from classroom.permissions import OwnPages
from district_cms.people.models import User
from district_cms.schools.frame import SCHOOL_DEPTH

from .models import ActivityLeader


def led_ids(user: User) -> Any:
    """Ids of the activities to which this account may post today, as a query."""
    rows = ActivityLeader.objects.working().filter(staff__user_id=user.pk)
    return rows.values("activity_id")


def _accounts(pages: Any = None) -> Any:
    rows = ActivityLeader.objects.working().filter(staff__user__isnull=False)
    if pages is not None:
        rows = rows.filter(activity_id__in=pages)
    return rows.values("staff__user_id")


LED = OwnPages(ids=led_ids, accounts=_accounts)


def can_choose_leaders(user: User, activity: Page) -> bool:
    """Whoever answers for the page: its school's principals, the office, the administrators. The
    district's news has no leaders: it is written by whoever may publish it."""
    at_school = activity.depth > SCHOOL_DEPTH
    return bool(at_school and user.is_active and activity.permissions_for_user(user).can_publish())


def check_may_choose_leaders(user: User, activity: Page) -> None:
    """Raise `PermissionDenied` for anyone else, its leaders included."""
    if not can_choose_leaders(user, activity):
        raise PermissionDenied(_("The school’s principal and the office choose who may post."))
