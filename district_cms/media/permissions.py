"""Who may choose, and who may change, a picture or a document; who may open a document."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from district_cms.web.accounts import Account

from .in_use import is_private, live_pages
from .reach import open_pages, pages_with, stands_in_draft, stands_in_reach

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
    """Whether a live page uses this picture or document, or the office listed it as public."""
    return getattr(item, "listed_as_public", False) or bool(live_pages([item]).exists())


def is_for_everyone(document: Any) -> bool:
    """Whether nobody is asked who they are: a live page that everyone may open shows the document,
    or the office listed it, and its collection is not private."""
    pages = Page.objects.live().filter(alias_of=None).public()
    shown = document.listed_as_public or pages_with(document, pages).exists()
    return shown and not is_private(document.collection)


def may_open(document: Any, request: HttpRequest) -> bool:
    """Whether this reader may have the document: who may open a live page that shows it, and before
    that who may change it, who works on a page with it, and who approves pages of its school."""
    if document.listed_as_public or pages_with(document, open_pages(request)).exists():
        return True
    policy: Any = policy_registry.get_by_type(type(document))
    user: Any = request.user
    if policy.is_theirs(user, document):
        return True
    if not policy.user_has_permission_for_instance(user, "choose", document):
        return False
    model = type(document)
    approves = policy_registry.get_by_type(Page).user_has_permission(user, "publish")
    one = model.objects.filter(pk=document.pk)
    if approves or one.filter(stands_in_reach(model, user)).exists():
        return True
    return stands_in_draft(document, user)
