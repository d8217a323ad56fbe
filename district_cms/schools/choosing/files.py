"""Pictures and documents through the interface of Wagtail's own scripts, and several at once.

Wagtail names on the screen that asks "are you sure?" every file that an address names.
"""

from typing import Any

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
from wagtail.permissions import policy_registry

from district_cms.web.accounts import Account


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
        numbers = [key for key in map(str, object_ids) if key.isdecimal() and len(key) < 19]
        found = list(_own_files(model.objects.filter(pk__in=numbers), action.request.user))
        if not found:
            raise Http404
        return found


class TagPicturesInReach(OfFilesInReach, TagPictures):
    pass


class SortPicturesInReach(OfFilesInReach, SortPictures):
    pass


class DeletePicturesInReach(OfFilesInReach, DeletePictures):
    pass


class TagDocumentsInReach(OfFilesInReach, TagDocuments):
    pass


class SortDocumentsInReach(OfFilesInReach, SortDocuments):
    pass


class DeleteDocumentsInReach(OfFilesInReach, DeleteDocuments):
    pass


ACTIONS = (
    *(TagPicturesInReach, SortPicturesInReach, DeletePicturesInReach),
    *(TagDocumentsInReach, SortDocumentsInReach, DeleteDocumentsInReach),
)
