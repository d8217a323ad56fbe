"""The windows in which a page is chosen, in the place of Wagtail's own.

Wagtail asks the database of each line what is above it and how it stands; these ask it of all lines
of a window together.
"""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import chooser
from wagtail.models import Page, WorkflowState

from district_cms.web.keys import keys_in

from .titles import pages_to_choose, reads_drafts


class TitleBelow(chooser.PageTitleColumn):
    """The title of a page below the one that the window shows, or of this page itself."""

    def __init__(self, *args: Any, above: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above

    def get_value(self, instance: Page) -> Any:
        if instance.depth > self.above.depth:
            instance._cached_parent_obj = self.above
        return super().get_value(instance)


class BrowsePages(chooser.BrowseView):
    """Wagtail begins at the page that the address names, or at the only page of the type that is
    asked for; where it is a draft of others, this begins at the live page above it."""

    @property
    def columns(self) -> list[Column]:
        found = super().columns
        for number, column in enumerate(found):
            if isinstance(column, chooser.PageTitleColumn):
                found[number] = TitleBelow(
                    column.name,
                    label=column.label,
                    is_multiple_choice=column.is_multiple_choice,
                    above=self.parent_page,
                )
        return list(found)

    def get_object_list(self) -> Any:
        page: Page = self.parent_page  # type: ignore[has-type]  # Wagtail has just set it
        while not (page.live or page.is_root() or reads_drafts(self.request.user, page)):
            page = page.get_parent().specific
        self.parent_page = page
        return super().get_object_list().prefetch_workflow_states()


class SearchPages(chooser.SearchView):
    def get(self, request: HttpRequest) -> Any:
        response: Any = super().get(request)
        found = list(response.context_data["pages"])
        Page.objects.annotate_parent_page(found)
        for page in found:
            page._cached_parent_obj = page._parent_page
        # As `prefetch_workflow_states` has it, which a search of one word would not pass on.
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        prefetch_related_objects(
            found,
            Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states"),
        )
        return response


class ChosenPages(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        """Answers for the pages that may be chosen, and says nothing of the others."""
        asked = keys_in(request.GET.getlist("id"))
        allowed = pages_to_choose(Page.objects.filter(pk__in=asked), request)
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in allowed.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]
        return super().get(request)


class ExternalLink(chooser.ExternalLinkView):
    """Where an address that was typed is that of a page, the page is called as all pages are."""

    def render_chosen_response(self, result: dict[str, Any]) -> Any:
        if "adminTitle" in result:
            page = Page.objects.get(pk=result["id"])
            result = {**result, "adminTitle": page.get_admin_display_title()}
        return super().render_chosen_response(result)


browse = never_cache(require_admin_access(BrowsePages.as_view()))
search = never_cache(require_admin_access(SearchPages.as_view()))
chosen = never_cache(require_admin_access(ChosenPages.as_view()))
external_link = never_cache(require_admin_access(ExternalLink.as_view()))
