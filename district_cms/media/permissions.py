"""Who may change a picture or a document."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from district_cms.web.accounts import Account

from .in_use import live_pages

CHANGES = frozenset({"change", "delete"})


class MediaPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """As Wagtail's, but what stands on a live page is no longer its uploader's own to change.

    Another file or title in its place would be live at once, past the gate and past whoever
    approves pages. The new file goes up as a new picture or document, and the page is submitted.
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
        return bool(wanted and super().user_has_any_permission_for_instance(user, wanted, instance))


def stands_on_live_page(item: Any) -> bool:
    """Whether a live page uses this picture or document. Two queries."""
    return bool(live_pages([item]).exists())
