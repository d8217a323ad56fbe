"""The composer for a draft that is there."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ..addresses import class_name
from ..editing.dates import refresh_dates
from ..models import ClassroomPage, UpdatePage
from .selectors import asked_first, classrooms_by_ids, followers_of
from .services import Seen, draft_of, keep_drafts, words_of
from .views import ComposeView


class ComposeDraftView(ComposeView):
    """The same for a draft that is there; the drafts of other classes that were begun with it
    follow it while they have the same words."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.row
        may = row.permissions_for_user(self.request.user)
        if not may.can_edit():
            raise PermissionDenied
        self.update = row
        if may.page_locked() or row.workflow_in_progress:
            if self.is_autosave:
                return JsonResponse({"type": "locked"}, status=423)
            messages.info(
                request,
                _("This update is with the principal or locked just now. Here is what it says."),
            )
            return redirect("wagtailadmin_pages:edit", row.pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("look") == "again":
            return self.look_again([self.page, *(draft_of(each) for each in self.following)])
        return super().get(request, *args, **kwargs)

    @cached_property
    def row(self) -> UpdatePage:
        rows = UpdatePage.objects.select_related("latest_revision", "content_type")
        return get_object_or_404(rows, pk=self.kwargs["update_id"])

    @cached_property
    def page(self) -> UpdatePage:
        page = draft_of(self.row)
        if self.request.method == "GET":
            refresh_dates(page, asked_first(self.classrooms))
        return page

    @cached_property
    def classrooms(self) -> list[ClassroomPage]:
        own = self.row.get_parent().pk
        keys = [own, *(each.get_parent().pk for each in self.following)]
        found = {classroom.pk: classroom for classroom in classrooms_by_ids(keys)}
        return [found[key] for key in keys]

    @cached_property
    def _followers(self) -> list[tuple[UpdatePage, bool]]:
        words = words_of(self.row)
        return [
            (each, words_of(each) == words) for each in followers_of(self.row, self.request.user)
        ]

    @property
    def drafts(self) -> list[UpdatePage]:
        return [self.row, *self.following]

    @property
    def following(self) -> list[UpdatePage]:
        return [each for each, is_same in self._followers if is_same]

    @property
    def apart(self) -> list[tuple[str, UpdatePage]]:
        """Drafts of other classes that were begun with this one and have words of their own."""
        return [
            (class_name(each.get_parent().specific), each)
            for each, is_same in self._followers
            if not is_same
        ]

    @property
    def group(self) -> list[int]:
        return [self.row.pk, *(each.pk for each, _same in self._followers)]

    def begun_elsewhere(self, written: Sequence[UpdatePage]) -> str:
        return ""  # said when the draft was opened

    def keep(self, page: UpdatePage) -> list[UpdatePage]:
        sent = self.request.POST
        revision = sent.get("loaded_revision_id", "")
        return keep_drafts(
            page=page,
            user=self.request.user,
            seen=Seen(
                revision,
                sent.get("loaded_revision_created_at", ""),
                is_own=bool(revision) and sent.get("overwrite_revision_id") == revision,
            ),
            may_overwrite="take-mine" in sent,
        )
