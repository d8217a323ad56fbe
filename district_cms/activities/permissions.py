"""Who may edit what of an activity: its leaders, beside whoever may edit the school's pages."""

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
    """Whoever may publish the page. District news has no leaders."""
    at_school = activity.depth > SCHOOL_DEPTH
    return bool(at_school and user.is_active and activity.permissions_for_user(user).can_publish())


def can_write_for_district(user: User) -> bool:
    """Whoever may publish the district's own pages."""
    if user.is_superuser:
        return bool(user.is_active)
    held = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    return any(
        each.permission.codename == "publish_page" and each.page.depth < SCHOOL_DEPTH
        for each in held
    )


def check_may_write_for_district(user: User) -> None:
    """Raise `PermissionDenied` for everyone of a school."""
    if not can_write_for_district(user):
        raise PermissionDenied(_("The office and the administrators write the district’s news."))


def check_may_choose_leaders(user: User, activity: Page) -> None:
    """Raise `PermissionDenied` for anyone else, its leaders included."""
    if not can_choose_leaders(user, activity):
        raise PermissionDenied(_("The school’s principal and the office choose who may post."))
