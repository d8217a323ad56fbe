"""The windows in which a picture or a document is chosen, and the addresses that name one."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.documents.views.chooser import BaseDocumentChooseView
from wagtail.images.views.chooser import BaseImageChooseView
from wagtail.permissions import policy_registry

from district_cms.web.keys import key_in

from .in_use import live_pages, names_of
from .models import DistrictDocument, DistrictImage

MOST_LISTED: Final = 1_000
_MODELS: Final[dict[str, Any]] = {
    "wagtailimages": DistrictImage,
    "wagtailimages_chooser": DistrictImage,
    "wagtaildocs": DistrictDocument,
    "wagtaildocs_chooser": DistrictDocument,
}
_OF_ONE: Final = frozenset(
    f"{app}:{act}" for app in ("wagtailimages", "wagtaildocs") for act in ("edit", "delete")
)
_NAMED: Final = ("image_id", "document_id", "doc_id", "pk")


class NewestFirst(WagtailPaginator):
    """Lists the newest thousand: counting all of a district's files takes a second."""

    @cached_property
    def count(self) -> int:
        listed: Any = self.object_list
        if hasattr(listed, "query"):
            return int(listed.order_by()[:MOST_LISTED].count())
        return min(int(listed.count()), MOST_LISTED)  # results of a search


def list_the_newest() -> None:
    BaseImageChooseView.paginator_class = NewestFirst
    BaseDocumentChooseView.paginator_class = NewestFirst


class OfOthersIsNotThere:
    """Answers 404 in the editor for pictures and documents of others, as if there were none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Raise Http404. Whoever opens their own file that a live page shows is told so."""
        match: Any = request.resolver_match
        model = _MODELS.get(match.namespaces[-1]) if match and match.namespaces else None
        key = next((kwargs[name] for name in _NAMED if name in kwargs), None)
        if model is None or key is None:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # is shown to the door, whatever it names
        # Django reads "+7" as 7, and "seven" as a fault of the server.
        found = model.objects.filter(pk=key_in(str(key)))
        item = found.select_related("collection").first()
        policy = policy_registry.get_by_type(model)
        # Also where there is none: a view that first asks for a role would say something else.
        if item is None or not policy.user_has_any_permission_for_instance(
            request.user, ["choose", "change"], item
        ):
            raise Http404
        screen = match.view_name in _OF_ONE
        if screen and not policy.user_has_permission_for_instance(request.user, "change", item):
            return _stays(request, item) if policy.is_theirs(request.user, item) else None
        return None


def _stays(request: HttpRequest, item: Any) -> HttpResponse:
    """Wagtail would say that one may not see the screen, and nothing of why."""
    words = _(
        "The file of “%(title)s” cannot be replaced, because a live page shows it. To show "
        "something else there, upload it as a new file and choose it on the page."
    )
    # Others may have put it on a page that not everyone reads.
    if pages := list(live_pages([item]).public()):
        words = _(
            "The file of “%(title)s” cannot be replaced, because live pages show it: %(pages)s. "
            "To show something else there, upload it as a new file and choose it on the page."
        )
    messages.error(request, words % {"title": item.title, "pages": names_of(pages)})
    return redirect(f"{request.resolver_match.namespaces[-1]}:index")  # type: ignore[union-attr]
