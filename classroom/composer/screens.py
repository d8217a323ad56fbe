"""The screens around the composer: which classes, and what happens next."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import moment_text

from ..addresses import class_name, schools_if_several
from ..home.ways import MOST_CLASSES
from ..models import UpdatePage
from ..selectors import days_met_by
from ..states import UpdateState, standings
from .selectors import Target, classrooms_by_ids, groups_of, readers_of, targets
from .services import draft_of


class Screen(WagtailAdminTemplateMixin, TemplateView):
    request: SignedInRequest
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class ChooseView(Screen):
    """Which classes the update is for."""

    template_name = "classroom/admin/composer/choose.html"
    page_title = gettext_lazy("Post an update")
    groups: Sequence[tuple[str, list[Target]]] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("classroom_compose")
        several = [
            _together(title, found, address)
            for title, found in self.groups
            if 1 < len(found) <= MOST_CLASSES
        ]
        every = [target for _title, found in self.groups for target in found]
        if 1 < len(every) <= MOST_CLASSES and len(self.groups) > 1:
            several.append(_together(gettext("All your classes"), every, address))
        return {**super().get_context_data(**kwargs), "several": several, "targets": every}


def _together(title: str, found: list[Target], address: str) -> tuple[str, Any, Any, str]:
    """Classes that are written for at once, and what their posting days are, each said once."""
    days = {
        (each.day, each.filled_day, each.late_day, each.is_waited_for): each
        for each in found
        if each.day
    }
    keys = "&".join(f"class={each.classroom.pk}" for each in found)
    return title, found, list(days.values()), f"{address}?{keys}"


_NOT_HANDED_IN = frozenset({UpdateState.DRAFT, UpdateState.SENT_BACK, UpdateState.TAKEN_DOWN})


class DoneView(Screen):
    """What happens next with an update that was handed in, and what else could be done."""

    template_name = "classroom/admin/composer/done.html"
    page_title = gettext_lazy("On its way")
    header_icon = "check"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.update.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        found = UpdatePage.objects.exclude(pk=self.update.pk).filter(batch_id=self.update.batch_id)
        self.pages = [self.update, *(found if self.update.batch_id else ())]
        self.standings = standings(self.pages)
        if self.standings[self.update.pk].state in _NOT_HANDED_IN:
            return redirect("classroom_compose_draft", self.update.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, update = self.request.user, self.update
        standing = self.standings[update.pk]
        waiting = [p for p in self.pages if self.standings[p.pk].state not in _NOT_HANDED_IN]
        posted = {page.get_parent().pk for page in waiting}
        groups = groups_of(user)
        every = [target for _title, found in groups for target in found]
        latest = draft_of(update)
        written = classrooms_by_ids(posted)
        schools = schools_if_several([*written, *(target.classroom for target in every)])
        written_for = targets(written, schools)
        days = days_met_by(waiting)
        counted = {name for name, _day in days}
        return {
            **super().get_context_data(**kwargs),
            "update": update,
            "targets": written_for,
            "standing": standing,
            "at_once": standing.state is not UpdateState.WITH_PRINCIPAL,
            "readers": readers_of(waiting),
            "days": days,
            "one_more": [
                t for t in written_for if t.filled_day and class_name(t.classroom) not in counted
            ],
            "hour": moment_text(latest.go_live_at) if latest.go_live_at else "",
            "drafts": [
                (class_name(page.get_parent().specific), page)
                for page in self.pages
                if page not in waiting and page.permissions_for_user(user).can_edit()
            ],
            "others": [t for t in every if t.classroom.pk not in posted],
            "has_sections": any(
                posted & keys and keys - posted
                for keys in ({t.classroom.pk for t in found} for _title, found in groups)
            ),
        }
