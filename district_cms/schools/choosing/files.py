"""Pictures and documents through the interface of Wagtail's own scripts, and several at once.

Wagtail names on the screen that asks "are you sure?" every file that an address names.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views.bulk_actions import (
    AddTagsBulkAction as TagDocuments,
)
from wagtail.documents.views.bulk_actions import (
    AddToCollectionBulkAction as SortDocuments,
)
from wagtail.documents.views.bulk_actions import (
    DeleteBulkAction as DeleteDocuments,
)
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.bulk_actions import (
    AddTagsBulkAction as TagPictures,
)
from wagtail.images.views.bulk_actions import (
    AddToCollectionBulkAction as SortPictures,
)
from wagtail.images.views.bulk_actions import (
    DeleteBulkAction as DeletePictures,
)
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.media.in_use import staying
from district_cms.web.accounts import Account
from district_cms.web.keys import keys_in


def _own_files(files: Any, user: Account) -> Any:
    policy = policy_registry.get_by_type(files.model)
    return files & policy.instances_user_has_any_permission_for(user, ["choose", "change"])


class OwnPictures(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)


class OfFilesInReach:
    """Placed before one of Wagtail's actions in the bases. What is no number names no file."""

    def get_queryset(self, model: Any, object_ids: Any) -> list[Any]:
        action: Any = self
        numbers = keys_in(map(str, object_ids))
        found = list(_own_files(model.objects.filter(pk__in=numbers), action.request.user))
        if not found:
            raise Http404
        return found


class StayingWhereShown(OfFilesInReach):
    """Placed before Wagtail's deleting in the bases: what live pages show is listed with them and
    stays, and it is asked about the others only."""

    def get_actionable_objects(self) -> Any:
        action: Any = self
        files, others = super().get_actionable_objects()  # type: ignore[misc]
        policy, user = action.permission_policy, action.request.user
        denied = others["items_with_no_access"]
        own = [file for file in denied if policy.is_theirs(user, file)]
        # Others may have put it on a page that not everyone reads.
        kept = [*staying(files), *staying(own, among=Page.objects.public())]
        keys = {each.item.pk for each in kept}
        others["items_with_no_access"] = [file for file in denied if file.pk not in keys]
        return [file for file in files if file.pk not in keys], {**others, "staying": kept}

    def prepare_action(self, files: Any, others: Any) -> Any:
        """Wagtail's screen has no button where all stay, but another tab may still send it."""
        action: Any = self
        if others["staying"] and not files:
            return action.render_to_response(action.get_context_data())
        for each in others["staying"]:
            messages.error(action.request, each.refusal)
        return super().prepare_action(files, others)  # type: ignore[misc]


class TagPicturesInReach(OfFilesInReach, TagPictures):
    pass


class SortPicturesInReach(OfFilesInReach, SortPictures):
    pass


class DeletePicturesInReach(StayingWhereShown, DeletePictures):
    pass


class TagDocumentsInReach(OfFilesInReach, TagDocuments):
    pass


class SortDocumentsInReach(OfFilesInReach, SortDocuments):
    pass


class DeleteDocumentsInReach(StayingWhereShown, DeleteDocuments):
    pass


ACTIONS = (
    *(TagPicturesInReach, SortPicturesInReach, DeletePicturesInReach),
    *(TagDocumentsInReach, SortDocumentsInReach, DeleteDocumentsInReach),
)
