"""The chooser windows for pictures and documents, and the addresses that name one."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.documents.views.chooser import BaseDocumentChooseView
from wagtail.images.views.chooser import BaseImageChooseView
from wagtail.permissions import policy_registry

from district_cms.web.keys import key_in
from district_cms.web.tables import NewestFirst

from .in_use import live_pages, names_of
from .models import DistrictDocument, DistrictImage

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


def list_the_newest() -> None:
    BaseImageChooseView.paginator_class = NewestFirst
    BaseDocumentChooseView.paginator_class = NewestFirst


class OfOthersIsNotThere:
    """Responds 404 in the editor for other people's pictures and documents, as if they did not
    exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Raises Http404. Tells owners why they cannot change their own file while a live page
        shows it."""
        match: Any = request.resolver_match
        model = _MODELS.get(match.namespaces[-1]) if match and match.namespaces else None
        key = next((kwargs[name] for name in _NAMED if name in kwargs), None)
        if model is None or key is None:
            return None
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # Wagtail redirects this user to sign in
        # Django reads "+7" as 7, and fails on "seven" with a server error.
        matches = model.objects.filter(pk=key_in(str(key)))
        item = matches.select_related("collection").first()
        policy = policy_registry.get_by_type(model)
        # The same response if there is none; a view that checks permissions first would respond
        # differently.
        if item is None or not policy.user_has_any_permission_for_instance(
            request.user, ["choose", "change"], item
        ):
            raise Http404
        screen = match.view_name in _OF_ONE
        if screen and not policy.user_has_permission_for_instance(request.user, "change", item):
            return _stays(request, item) if policy.is_theirs(request.user, item) else None
        return None


def _stays(request: HttpRequest, item: Any) -> HttpResponse:
    """Explains the refusal, which Wagtail's own message would not."""
    words = _(
        "The file of “%(title)s” cannot be replaced, because a live page shows it. To show "
        "something else there, upload it as a new file and choose it on the page."
    )
    # Other people may use it on a page that not everyone may read.
    if pages := list(live_pages([item]).public()):
        words = _(
            "The file of “%(title)s” cannot be replaced, because live pages show it: %(pages)s. "
            "To show something else there, upload it as a new file and choose it on the page."
        )
    messages.error(request, words % {"title": item.title, "pages": names_of(pages)})
    return redirect(f"{request.resolver_match.namespaces[-1]}:index")  # type: ignore[union-attr]
