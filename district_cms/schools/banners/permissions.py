"""Who may put up a notice: whoever may publish the school's page, or the home page.

The model's permissions decide who sees the screen, the page permissions decide for which pages.
Nothing is deleted, because past notices are a record of what families read.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Q
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from district_cms.web.accounts import Account

from ..frame import HOME_DEPTH
from ..models import HomePage, SchoolPage
from .models import Banner


def publishable(user: Account) -> Any:
    """Returns a query of the pages that the account may publish."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")


def schools_to_choose(user: Account) -> Any:
    """Returns the live schools for which the account may put up a notice, by title."""
    pages = publishable(user).values("pk")
    return SchoolPage.objects.live().filter(pk__in=pages).order_by("title")


def may_for_district(user: Account) -> bool:
    """Returns True if the account may put up a notice on every page."""
    return bool(HomePage.objects.filter(pk__in=publishable(user).values("pk")).exists())


def has_a_place(user: Account) -> bool:
    """Returns True if the account may put up a notice on any page today. No query for those who may
    publish the whole site, if the account's permissions are cached."""
    permissions = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    if user.is_superuser or any(
        row.permission.codename == "publish_page" and row.page.depth <= HOME_DEPTH
        for row in permissions
    ):
        return True
    places = Q(pk__in=HomePage.objects.values("pk")) | Q(
        pk__in=SchoolPage.objects.live().values("pk")
    )
    return bool(publishable(user).filter(places).exists())


class BannerPermissionPolicy(ModelPermissionPolicy):
    def user_has_permission(self, user: Account, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission_for_instance(
        self, user: Account, actions: Iterable[str], instance: Any
    ) -> bool:
        if not self.user_has_any_permission(user, actions):
            return False
        if instance.school_id is None:
            return may_for_district(user)
        return bool(schools_to_choose(user).filter(pk=instance.school_id).exists())

    def user_has_permission_for_instance(self, user: Account, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def instances_user_has_any_permission_for(self, user: Account, actions: Iterable[str]) -> Any:
        if not self.user_has_any_permission(user, actions):
            return Banner.objects.none()
        own = publishable(user).values("pk")
        district_wide = Q(school__isnull=True) & Exists(HomePage.objects.filter(pk__in=own))
        return Banner.objects.filter(Q(school__in=own) | district_wide)

    def instances_user_has_permission_for(self, user: Account, action: str) -> Any:
        return self.instances_user_has_any_permission_for(user, {action})
