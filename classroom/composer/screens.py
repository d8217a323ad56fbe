"""The screens around the composer: which classes, and what happens next."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.people.selectors import principals_of
from district_cms.schools.frame import school_path
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import moment_text

from ..addresses import class_name
from ..models import UpdatePage
from .selectors import Target, classrooms_by_ids, groups_of, targets
from .services import draft_of


class Screen(WagtailAdminTemplateMixin, TemplateView):
    request: SignedInRequest
    header_icon = "edit"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


class ChooseView(Screen):
    """Which classes the update is for."""

    template_name = "classroom/admin/composer/choose.html"
    page_title = gettext_lazy("Post an update")
    groups: Sequence[tuple[str, list[Target]]] = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = reverse("classroom_compose")
        several = [
            (title, found, f"{address}?" + "&".join(f"class={t.classroom.pk}" for t in found))
            for title, found in self.groups
            if len(found) > 1
        ]
        every = [target for _title, found in self.groups for target in found]
        if len(every) > 1 and len(self.groups) > 1:
            keys = "&".join(f"class={target.classroom.pk}" for target in every)
            several.append((gettext("All your classes"), every, f"{address}?{keys}"))
        return {**super().get_context_data(**kwargs), "several": several, "targets": every}


class DoneView(Screen):
    """What happens next with an update that was handed in, and what else could be done."""

    template_name = "classroom/admin/composer/done.html"
    page_title = gettext_lazy("On its way")
    header_icon = "check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not update.permissions_for_user(user).can_edit():
            raise PermissionDenied
        together = UpdatePage.objects.filter(batch_id=update.batch_id) if update.batch_id else ()
        pages = [update, *(page for page in together if page.pk != update.pk)]
        waiting = [page for page in pages if page.live or page.workflow_in_progress]
        posted = {page.get_parent().pk for page in waiting}
        every = [target for _title, found in groups_of(user) for target in found]
        school = SchoolPage.objects.filter(path=school_path(update.path)).first()
        latest = draft_of(update)
        return {
            **super().get_context_data(**kwargs),
            "update": update,
            "targets": targets(classrooms_by_ids(posted)),
            "principals": [s.full_name for s in principals_of(school.pk)] if school else [],
            "hour": moment_text(latest.go_live_at) if latest.go_live_at else "",
            "drafts": [
                (class_name(page.get_parent().specific), page)
                for page in pages
                if page not in waiting
            ],
            "others": [t for t in every if t.classroom.pk not in posted],
        }
