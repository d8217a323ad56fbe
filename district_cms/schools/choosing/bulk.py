"""What is done to several pages at once, held to the pages of the account.

Wagtail lists on the screen that asks "are you sure?" every page that an address names, and for
"all" every page of the site, also those that one may not touch.
"""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import DefaultPageForm
from wagtail.models import Page

from district_cms.web.refused.keys import key_in, keys_in

from ..heads.reserved_slugs import refuse_move
from .reach import pages_of_own


class OfOwnPages:
    """Placed before one of Wagtail's actions in the bases. What is no number names no page."""

    def get_queryset(self, model: Any, object_ids: Any) -> list[Any]:
        action: Any = self
        numbers = keys_in(map(str, object_ids))
        pages = pages_of_own(model.objects.filter(pk__in=numbers), action.request.user)
        found = list(pages)
        if not found:
            raise Http404
        return found


class DeleteOwnPages(OfOwnPages, DeleteBulkAction):
    pass


class MoveOwnPages(OfOwnPages, MoveBulkAction):
    """Those that would get an address of the site itself stay where they are, and it is said."""

    def __init__(self, request: HttpRequest, model: Any) -> None:
        super().__init__(request, model)
        self._refused: set[int] = set()

    def get_actionable_objects(self) -> Any:
        """Wagtail asks again for the screen that says which others cannot be moved."""
        pages, others = super().get_actionable_objects()
        if self.cleaned_form is None:
            return pages, others
        destination = self.cleaned_form.cleaned_data["chooser"]
        for page in pages:
            if page.pk not in self._refused and refuse_move(self.request, page, destination):
                self._refused.add(page.pk)
        return [page for page in pages if page.pk not in self._refused], others

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> Any:
        """None where nothing was moved: the reason is said already."""
        if not num_parent_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


class PublishOwnPages(OfOwnPages, PublishBulkAction):
    pass


class WithThoseBelow(DefaultPageForm):
    """They go with the page unless someone clears the box: each has an address of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["include_descendants"]
        box.initial = True
        box.label = _("Take the pages below them off the site too")
        box.help_text = _(
            "Otherwise they stay public: whoever has their addresses can read them, with their "
            "pictures and files, and the search still finds them. A class update that is off the "
            "site meets no posting day: the record of its class says that one is missing until "
            "the update is live again."
        )


class UnpublishOwnPages(OfOwnPages, UnpublishBulkAction):
    form_class = WithThoseBelow


def check_new_parent(request: HttpRequest, page: Page) -> None:
    """Raise `BadRequest` where a page is to be copied below one that is not there: Wagtail looks
    it up before the form is asked."""
    if request.method != "POST":
        return
    parent = key_in(request.POST.get("new_parent_page"))
    if not Page.objects.filter(pk=parent).exists():
        raise BadRequest("no page to copy to")


ACTIONS = (DeleteOwnPages, MoveOwnPages, PublishOwnPages, UnpublishOwnPages)
