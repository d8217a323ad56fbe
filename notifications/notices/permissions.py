"""Decides who may write and send which notice: the people who may change the class page, or publish
the pages of all its schools. Nobody may delete one, because a sent notice is a record."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry

from district_cms.moderation.read_later import leads, starts_at_once
from district_cms.people.models import User
from district_cms.people.selectors import schools_led_by
from district_cms.schools.banners.permissions import (
    has_a_place,
    publishable,
)
from district_cms.schools.models import HomePage
from district_cms.web.accounts import Account

from .. import sources
from ..models import ClassNotice, FamilyNotice, UrgentNotice


class NoticePermissionPolicy(ModelPermissionPolicy):
    """The rules that both kinds share; each subclass says which notices belong to an account.
    Nobody may delete a notice, not even a superuser."""

    def user_has_permission(self, user: Account, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Account, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def own(self, user: User) -> Any:
        """Returns the notices that an account with the model's permission may decide about, as a
        query."""
        raise NotImplementedError

    def is_own(self, user: User, notice: Any) -> bool:
        return bool(self.own(user).filter(pk=notice.pk).exists())

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Any
    ) -> bool:
        return self.user_has_any_permission(user, actions) and self.is_own(user, instance)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.own(user)

    def instances_user_has_permission_for(self, user: User, action: str) -> Any:
        return self.instances_user_has_any_permission_for(user, {action})


class ClassNoticePermissionPolicy(NoticePermissionPolicy):
    def own(self, user: User) -> Any:
        return ClassNotice.objects.filter(classroom__in=sources.may_write_to(user))


class UrgentNoticePermissionPolicy(NoticePermissionPolicy):
    def user_has_permission(self, user: Any, action: str) -> bool:
        """A stand-in has no school today while every school has its principal."""
        return super().user_has_permission(user, action) and (
            bool(schools_led_by(user)) or has_a_place(user)
        )

    def own(self, user: User) -> Any:
        pages = publishable(user)
        anywhere = UrgentNotice.schools.through._default_manager.filter(urgentnotice=OuterRef("pk"))
        # Each school is looked up, because an account for the whole site may publish 150,000 pages.
        elsewhere = anywhere.filter(~Exists(pages.filter(pk=OuterRef("schoolpage"))))
        of_schools = Q(whole_district=False) & Exists(anywhere) & ~Exists(elsewhere)
        of_district = Q(whole_district=True) & Exists(
            HomePage.objects.filter(pk__in=pages.values("pk"))
        )
        return UrgentNotice.objects.filter(of_schools | of_district)


def check_may_change(*, user: User, notice: FamilyNotice) -> None:
    """Raise `PermissionDenied` unless the account may decide about this notice."""
    policy = policy_registry.get_by_type(type(notice))
    if not policy.user_has_permission_for_instance(user, "change", notice):
        raise PermissionDenied(_("This notice is not yours to send."))


def can_send(user: User, notice: ClassNotice) -> bool:
    """Returns True if the account may put this notice on the class page: its teachers where the
    school lets them publish first, otherwise the people who approve or publish there. Principals
    may not send their own."""
    room = notice.classroom
    if room is None or starts_at_once(room, user):
        return room is not None
    if leads(user, room):
        return notice.made_by_id != user.pk
    return bool(room.permissions_for_user(user).can_publish())
