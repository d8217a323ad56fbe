"""Who may choose, and who may change, a picture or a document."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from district_cms.web.accounts import Account

from .in_use import live_pages
from .reach import stands_in_reach

CHANGES = frozenset({"change", "delete"})


class MediaPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """As Wagtail's, with two differences.

    What stands on a live page is no longer its uploader's own to change. Another file or title in
    its place would be live at once, past the gate and past whoever approves pages. The new file
    goes up as a new picture or document, and the page is submitted.

    Beyond the collections that an account is given, it may choose what everyone can see on a live
    page, and what stands on the pages where it has a task; and what it uploaded itself stays its
    own wherever it lies.
    """

    def user_has_any_permission_for_instance(
        self, user: Account, actions: Iterable[str], instance: Any
    ) -> bool:
        wanted = set(actions)
        if (
            wanted & CHANGES
            and not self._check_perm(user, ["change"], collection=instance.collection)
            and stands_on_live_page(instance)
        ):
            wanted -= CHANGES
        if not wanted:
            return False
        if super().user_has_any_permission_for_instance(user, wanted, instance):
            return True
        if wanted & {"choose", *CHANGES} and self._is_own(user, instance):
            return True
        if "choose" not in wanted or not self._check_perm(user, ["choose"]):
            return False
        one = self.model._default_manager.filter(pk=instance.pk)
        return bool(one.filter(stands_in_reach(self.model, user)).exists())

    def instances_user_has_any_permission_for(self, user: Account, actions: Iterable[str]) -> Any:
        wanted = set(actions)
        if (
            user.is_superuser
            or not wanted & {"choose", *CHANGES}
            or not self._check_perm(user, ["add", "choose", "change"])
        ):
            return super().instances_user_has_any_permission_for(user, wanted)
        given = {"choose"} & wanted | ({"change"} if wanted & CHANGES else set())
        found = Q(collection__in=self._collections_with_perm(user, given))
        if self._check_perm(user, ["add"]):
            found |= Q(**{self.owner_field_name: user})
        if (
            "choose" in wanted
            and self._check_perm(user, ["choose"])
            and not self.chooses_from_all(user)
        ):
            found |= stands_in_reach(self.model, user)
        return self.model._default_manager.filter(found)

    def is_theirs(self, user: Account, instance: Any) -> bool:
        """Whether the account could change or delete this where no live page shows it."""
        if self._check_perm(user, ["change"], collection=instance.collection):
            return True
        return self._is_own(user, instance)

    def changes_only_own(self, user: Account) -> bool:
        """Whether the account's list of files holds nothing but what it uploaded itself."""
        return not self._check_perm(user, ["change"])

    def chooses_from_all(self, user: Account) -> bool:
        """Whether the account chooses from the root of all collections."""
        if user.is_superuser:
            return True
        held = self._get_user_permission_objects_for_actions(user, {"choose"})
        return any(each.collection.is_root() for each in held)

    def _is_own(self, user: Account, instance: Any) -> bool:
        owner = getattr(instance, f"{self.owner_field_name}_id")
        return owner is not None and owner == user.pk and self._check_perm(user, ["add"])


def stands_on_live_page(item: Any) -> bool:
    """Whether a live page uses this picture or document. Two queries."""
    return bool(live_pages([item]).exists())
