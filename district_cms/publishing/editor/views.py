"""The live check: the editor's form as it stands goes in, what the gate would say comes out.

Only for someone who may edit that page, or add one of that type there. Nothing is stored.
"""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from district_cms.web.limits import Limit, TooOften, count

from ..mechanism import PublishGateMixin
from ..selectors import confirmations_for
from .form_state import page_as_typed
from .responses import check_response

logger = logging.getLogger("district")

# One person's checks in one minute; the script asks at most once in 0.8 seconds.
LIMIT = Limit("live-check", times=80, seconds=60)
# Characters of one form; the longest page of a year is a tenth of it.
LONGEST = 1_000_000
TICKS = "gate-"
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError)


class LiveCheck(PreviewOnEditView):
    """Takes the page and the permission to edit it from Wagtail's preview, and none of its data:
    a preview is kept between two requests, this is not."""

    http_method_names = ("post",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not isinstance(self.object, PublishGateMixin):
            raise Http404

    def get_form(self, query_dict: Any) -> Any:
        form_class = self.object.get_edit_handler().get_form_class()
        # Without ticks: whoever saves a form with them has them remembered.
        data = query_dict.copy()
        for name in [name for name in data if name.startswith(TICKS)]:
            del data[name]
        return form_class(
            data,
            instance=self.object,
            parent_page=self.object.get_parent().specific,
            for_user=self.request.user,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        try:
            count(LIMIT, str(request.user.pk))
        except TooOften as limit:
            return _refused(_("Too many checks in a short time."), 429, wait=limit.seconds)
        if sum(len(value) for _key, value in request.POST.items()) > LONGEST:
            return _refused(_("This page is too long to be checked while you write."), 400)
        form = self.get_form(request.POST)
        try:
            page = page_as_typed(form)
        except UNREADABLE as error:
            # Without what someone wrote: the error's own words may hold it.
            logger.warning("live check of page %s: %s", self.object.pk, type(error).__name__)
            return _refused(_("What was sent is not the form for this page."), 400)
        findings = page.findings_for_author(form.parent_page)
        labels = {name: str(field.label or "") for name, field in form.fields.items()}
        confirmations = confirmations_for(page, findings)
        return JsonResponse(check_response(page, findings, labels, confirmations))


class LiveCheckOfNew(LiveCheck, PreviewOnCreateView):
    """The same for a page that does not exist yet: who may add it there may have it checked."""

    def get_object(self) -> Any:
        model = self.content_type.model_class()
        if model is None or not issubclass(model, PublishGateMixin):
            raise Http404
        page = super().get_object()
        parent = page.get_parent().specific
        if model not in parent.creatable_subpage_models() or not model.can_create_at(parent):
            raise PermissionDenied
        page.owner = self.request.user
        page.locale = parent.locale
        return page


def _refused(words: str, status: int, *, wait: int = 0) -> JsonResponse:
    response = JsonResponse({"error": words}, status=status)
    if wait:
        response["Retry-After"] = str(wait)
    return response
