"""Pictures and documents through the interface of Wagtail's own scripts."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
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
