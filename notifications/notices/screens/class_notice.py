"""The screens of a class notice: to one class, from its teacher, and to nobody else."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import CreateView

from district_cms.web.accounts import SignedInRequest

from ... import sources
from ...models import ClassNotice
from ...screens.class_mail import check_may_switch
from ..permissions import can_send
from ..previewing import Progress
from ..recipients import posted, runs, sent_today
from ..rules import CLASS_NOTICES_A_DAY, NotSent, check_runs
from ..services import send_class_notice
from .base import NAMESPACES, NoticeView, NoticeViewSet, RedirectsToSheet, WaitingEditView


class ClassCreateView(RedirectsToSheet, CreateView):
    """The form of a notice to the class in the address, for people who may change its page."""

    page_title = gettext_lazy("Write a class notice")
    submit_button_label = gettext_lazy("Save and look it over")
    success_message = gettext_lazy("Saved. Nothing is sent yet.")

    def dispatch(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        classroom = sources.classroom(self.kwargs["classroom_id"])
        if classroom is None:
            raise Http404
        check_may_switch(user=request.user, classroom=classroom)
        try:
            check_runs(runs(classroom))
        except NotSent as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailadmin_explore", classroom.pk)
        self.classroom = classroom
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _new = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        place = sources.place_of("class", self.classroom)
        notice = ClassNotice(
            classroom=self.classroom, class_name=place.title, school_name=place.school
        )
        return {**super().get_form_kwargs(), "instance": notice}

    def get_add_url(self) -> str:
        return reverse(f"{NAMESPACES[ClassNotice]}:add", args=[self.classroom.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = sources.place_of("class", self.classroom)
        switches = reverse("notifications_class_mail", args=[self.classroom.pk])
        return {**super().get_context_data(**kwargs), "place": place, "switches_url": switches}


class ClassEditView(WaitingEditView):
    success_message = gettext_lazy("Saved. Nothing is sent yet.")

    def get_page_subtitle(self) -> str:
        return self.object.class_name


class ClassNoticeView(NoticeView):
    page_title = gettext_lazy("Class notice")
    template_name = "notifications/admin/notice_class.html"

    def get_page_subtitle(self) -> str:
        """Returns the name of the class, because the notice's text would fill the header."""
        return self.object.class_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "most_a_day": CLASS_NOTICES_A_DAY,
            "sent_today": sent_today(self.object.classroom),
            "can_send": can_send(self.request.user, self.object),
        }

    def can_stop(self, progress: Progress | None) -> bool:
        return self.object in posted(self.object.classroom) or super().can_stop(progress)

    def send(self, request: SignedInRequest) -> HttpResponse:
        seen = request.POST.get("seen", "")
        send_class_notice(notice=self.object, user=request.user, seen=seen)
        messages.success(request, _("It is on the class page, and the messages are on their way."))
        return self.back()


class ClassNoticeViewSet(NoticeViewSet):
    model = ClassNotice
    icon = "mail"
    add_view_class = ClassCreateView
    edit_view_class = ClassEditView
    inspect_view_class = ClassNoticeView
    create_template_name = "notifications/admin/notice_class_create.html"
    edit_template_name = "notifications/admin/notice_edit.html"
    inspect_template_name = "notifications/admin/notice_class.html"

    def get_urlpatterns(self) -> Any:
        add = path("new/<int:classroom_id>/", self.add_view, name="add")
        return [add, *super().get_urlpatterns()]


class_notice_viewset = ClassNoticeViewSet(NAMESPACES[ClassNotice])
