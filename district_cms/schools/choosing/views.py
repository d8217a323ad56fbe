"""The windows in which a page is chosen, in the place of Wagtail's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.models import Page

from .reach import pages_to_choose, reads_drafts


class BrowsePages(chooser.BrowseView):
    """Wagtail begins at the page that the address names, or at the only page of the type that is
    asked for; where it is a draft of others, this begins at the live page above it."""

    def get_object_list(self) -> Any:
        page: Page = self.parent_page  # type: ignore[has-type]  # Wagtail has just set it
        while not (page.live or page.is_root() or reads_drafts(self.request.user, page)):
            page = page.get_parent().specific
        self.parent_page = page
        return super().get_object_list()


class ChosenPages(chooser.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        """Answers for the pages that may be chosen, and says nothing of the others."""
        asked = [key for key in request.GET.getlist("id") if key.isdecimal() and len(key) < 19]
        allowed = pages_to_choose(Page.objects.filter(pk__in=asked), request.user)
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
chosen = never_cache(require_admin_access(ChosenPages.as_view()))
external_link = never_cache(require_admin_access(ExternalLink.as_view()))
