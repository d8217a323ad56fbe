"""What the editor lists for choosing: what everyone may read, and what is one's own to work on.

Wagtail lists every page's title to whoever may sign in, and every picture and document through the
interface of its own scripts. The title of a draft has not been through the gate.
"""

from typing import Any

from django.db.models import Q
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from district_cms.web.accounts import Account


def pages_to_choose(pages: Any, user: Account) -> Any:
    """Of these pages the live ones, and those that lie where the account has a task."""
    if user.is_superuser:
        return pages
    permissions = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
    own = Q(live=True)
    for path in {permission.page.path for permission in permissions}:
        own |= Q(path__startswith=path)
    return pages.filter(own)


def _own_files(files: Any, user: Account) -> Any:
    policy = policy_registry.get_by_type(files.model)
    return files & policy.instances_user_has_any_permission_for(user, ["choose", "change"])


class OwnPictures(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)
