"""Replaces Wagtail's page choosers.

Wagtail queries the parent and the workflow status for each row; these query them for all rows
together.
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
    """The title of the chooser's current page or one of its children, without a query for the
    parent."""

    def __init__(self, *args: Any, parent: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent

    def get_value(self, instance: Page) -> Any:
        if instance.depth > self.parent.depth:
            instance._cached_parent_obj = self.parent
        return super().get_value(instance)


class BrowsePages(chooser.BrowseView):
    """Wagtail starts at the page in the address, or at the only page of the requested type. If that
    is another person's draft, this starts at its nearest live ancestor."""

    @property
    def columns(self) -> list[Column]:
        columns = super().columns
        for number, column in enumerate(columns):
            if isinstance(column, chooser.PageTitleColumn):
                columns[number] = TitleBelow(
                    column.name,
                    label=column.label,
                    is_multiple_choice=column.is_multiple_choice,
                    parent=self.parent_page,
                )
        return list(columns)

    def get_object_list(self) -> Any:
        page: Page = self.parent_page  # type: ignore[has-type]  # Wagtail has just set it
        while not (page.live or page.is_root() or reads_drafts(self.request.user, page)):
            page = page.get_parent().specific
        self.parent_page = page
        return super().get_object_list().prefetch_workflow_states()


class SearchPages(chooser.SearchView):
    def get(self, request: HttpRequest) -> Any:
        response: Any = super().get(request)
        pages = list(response.context_data["pages"])
        Page.objects.annotate_parent_page(pages)
        for page in pages:
            page._cached_parent_obj = page._parent_page
        # Same as `prefetch_workflow_states`, which a one-word search does not pass on.
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        prefetch_related_objects(
            pages,
            Prefetch("_specific_workflow_states", states, to_attr="_current_workflow_states"),
        )
        return response


class ChosenPages(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        """Returns only pages that the account may choose."""
        ids = keys_in(request.GET.getlist("id"))
        allowed = pages_to_choose(Page.objects.filter(pk__in=ids), request)
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in allowed.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]
        return super().get(request)


class ExternalLink(chooser.ExternalLinkView):
    """If a typed address is that of a page, shows the page under its visible title."""

    def render_chosen_response(self, result: dict[str, Any]) -> Any:
        if "adminTitle" in result:
            page = Page.objects.get(pk=result["id"])
            result = {**result, "adminTitle": page.get_admin_display_title()}
        return super().render_chosen_response(result)


browse = never_cache(require_admin_access(BrowsePages.as_view()))
search = never_cache(require_admin_access(SearchPages.as_view()))
chosen = never_cache(require_admin_access(ChosenPages.as_view()))
external_link = never_cache(require_admin_access(ExternalLink.as_view()))
