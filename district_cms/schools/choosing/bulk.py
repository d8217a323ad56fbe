"""The editor's bulk actions and file APIs, limited to the account's own pages and files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views.bulk_actions import AddTagsBulkAction as TagDocuments
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as SortDocuments
from wagtail.documents.views.bulk_actions import DeleteBulkAction as DeleteDocuments
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views.bulk_actions import AddTagsBulkAction as TagPictures
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as SortPictures
from wagtail.images.views.bulk_actions import DeleteBulkAction as DeletePictures
from wagtail.models import Collection, Page
from wagtail.permissions import policy_registry

from district_cms.media.in_use import staying
from district_cms.web.accounts import Account
from district_cms.web.keys import key_in, keys_in

from ..heads.reserved_slugs import refuse_move
from ..models import SchoolPage
from .titles import pages_of_own


class OwnPagesOnly:
    """Mixin before one of Wagtail's bulk actions. Ignores ids that are no numbers."""

    def get_queryset(self, model: Any, object_ids: Any) -> list[Any]:
        action: Any = self
        numbers = keys_in(map(str, object_ids))
        pages = pages_of_own(model.objects.filter(pk__in=numbers), action.request.user)
        own = list(pages)
        if not own:
            raise Http404
        return own


class DeleteOwnPages(OwnPagesOnly, DeleteBulkAction):
    pass


class MoveOwnPages(OwnPagesOnly, MoveBulkAction):
    """Does not move pages whose new address the site itself uses, and reports them."""

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self._refused: set[int] = set()

    def get_actionable_objects(self) -> Any:
        """Wagtail calls this again for the message about pages that cannot be moved."""
        pages, others = super().get_actionable_objects()
        if self.cleaned_form is None:
            return pages, others
        destination = self.cleaned_form.cleaned_data["chooser"]
        for page in pages:
            if page.pk not in self._refused and refuse_move(self.request, page, destination):
                self._refused.add(page.pk)
        return [page for page in pages if page.pk not in self._refused], others

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> Any:
        """Returns None if nothing was moved, because the reason is reported already."""
        if not num_parent_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


class PublishOwnPages(OwnPagesOnly, PublishBulkAction):
    pass


class UnpublishForm(DefaultPageForm):
    """Unpublishes descendants too unless someone clears the box: each has its own address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["include_descendants"]
        box.initial = True
        box.label = _("Take the pages below them off the site too")
        box.help_text = _(
            "Otherwise they stay public: anyone who has their addresses can read them, with their "
            "pictures and files, and the search still finds them. A class update that is off the "
            "site counts for no posting day: the record of its class shows a missing update "
            "until it is live again."
        )


class UnpublishOwnPages(OwnPagesOnly, UnpublishBulkAction):
    form_class = UnpublishForm


def check_new_parent(request: HttpRequest, page: Page) -> None:
    """Raises `BadRequest` if the new parent of a copied page does not exist. Wagtail looks it up
    before it validates the form."""
    if request.method != "POST":
        return
    parent = key_in(request.POST.get("new_parent_page"))
    if not Page.objects.filter(pk=parent).exists():
        raise BadRequest("no page to copy to")


PAGE_ACTIONS = (DeleteOwnPages, MoveOwnPages, PublishOwnPages, UnpublishOwnPages)


def _own_files(files: Any, user: Account) -> Any:
    policy = policy_registry.get_by_type(files.model)
    return files & policy.instances_user_has_any_permission_for(user, ["choose", "change"])


class OwnPictures(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)


class OwnDocuments(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return _own_files(super().get_queryset(), self.request.user)


class OwnFilesOnly:
    """Mixin before one of Wagtail's bulk actions. Ignores ids that are no numbers."""

    def get_queryset(self, model: Any, object_ids: Any) -> list[Any]:
        action: Any = self
        numbers = keys_in(map(str, object_ids))
        own = list(_own_files(model.objects.filter(pk__in=numbers), action.request.user))
        if not own:
            raise Http404
        return own


class KeepsUsedFiles(OwnFilesOnly):
    """Mixin before Wagtail's bulk deletion. Files on live pages are listed, but not deleted; only
    the others need a confirmation."""

    def get_actionable_objects(self) -> Any:
        action: Any = self
        files, others = super().get_actionable_objects()  # type: ignore[misc]
        policy, user = action.permission_policy, action.request.user
        denied = others["items_with_no_access"]
        own = [file for file in denied if policy.is_theirs(user, file)]
        # Other people may use the file on a page that not everyone may read.
        in_use = [*staying(files), *staying(own, among=Page.objects.public())]
        keys = {each.item.pk for each in in_use}
        others["items_with_no_access"] = [file for file in denied if file.pk not in keys]
        return [file for file in files if file.pk not in keys], {**others, "staying": in_use}

    def prepare_action(self, files: Any, others: Any) -> Any:
        """Wagtail's screen has no button if no file can be deleted, but another tab may still
        submit."""
        action: Any = self
        if others["staying"] and not files:
            return action.render_to_response(action.get_context_data())
        for each in others["staying"]:
            messages.error(action.request, each.refusal)
        return super().prepare_action(files, others)  # type: ignore[misc]


class TagOwnPictures(OwnFilesOnly, TagPictures):
    pass


class SortOwnPictures(OwnFilesOnly, SortPictures):
    pass


class DeleteOwnPictures(KeepsUsedFiles, DeletePictures):
    pass


class TagOwnDocuments(OwnFilesOnly, TagDocuments):
    pass


class SortOwnDocuments(OwnFilesOnly, SortDocuments):
    pass


class DeleteOwnDocuments(KeepsUsedFiles, DeleteDocuments):
    pass


FILE_ACTIONS = (
    *(TagOwnPictures, SortOwnPictures, DeleteOwnPictures),
    *(TagOwnDocuments, SortOwnDocuments, DeleteOwnDocuments),
)


def describe_school(collection: Collection) -> dict[str, Any] | None:
    """Returns the school that a collection belongs to. Wagtail does not delete a collection with
    contents."""
    school = SchoolPage.objects.filter(collection=collection).first()
    if school is None:
        return None
    text = _("what “%(school)s” uploads") % {"school": school.title}
    url = reverse("wagtailadmin_explore", args=[school.pk])
    return {"count": 1, "count_text": text, "url": url}
