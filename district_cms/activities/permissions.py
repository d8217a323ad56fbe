"""Who may edit an activity: its leaders, and people who may edit the school's pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from classroom.permissions import OwnPages
from district_cms.people.models import User
from district_cms.schools.frame import SCHOOL_DEPTH

from .models import ActivityLeader


def led_ids(user: User) -> Any:
    """Returns a query of the ids of activities to which this account may post today."""
    rows = ActivityLeader.objects.working().filter(staff__user_id=user.pk)
    return rows.values("activity_id")


def _accounts(pages: Any = None) -> Any:
    rows = ActivityLeader.objects.working().filter(staff__user__isnull=False)
    if pages is not None:
        rows = rows.filter(activity_id__in=pages)
    return rows.values("staff__user_id")


LED = OwnPages(ids=led_ids, accounts=_accounts)


def can_choose_leaders(user: User, activity: Page) -> bool:
    """Returns True for people who may publish the page. District news has no leaders."""
    at_school = activity.depth > SCHOOL_DEPTH
    return bool(at_school and user.is_active and activity.permissions_for_user(user).can_publish())


def can_write_for_district(user: User) -> bool:
    """Returns True for people who may publish the district's own pages."""
    if user.is_superuser:
        return bool(user.is_active)
    permissions = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return any(
        row.permission.codename == "publish_page" and row.page.depth < SCHOOL_DEPTH
        for row in permissions
    )


def check_may_write_for_district(user: User) -> None:
    """Raises `PermissionDenied` for people of a school."""
    if not can_write_for_district(user):
        raise PermissionDenied(_("The office and the administrators write the district’s news."))


def check_may_choose_leaders(user: User, activity: Page) -> None:
    """Raises `PermissionDenied` for all others, including the activity's leaders."""
    if not can_choose_leaders(user, activity):
        raise PermissionDenied(_("The school’s principal and the office choose who may post."))
