"""A teacher's notices to a class in the editor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn

from ... import sources
from ...models import ClassNotice
from ...screens.class_mail.services import check_may_switch
from ..permissions import can_send
from ..progress import Progress
from ..recipients import posted, runs, sent_today
from ..rules import CLASS_NOTICES_A_DAY, NotSent, check_runs
from ..services import send_class_notice
from .sheet import (
    NAMESPACES,
    NoticeIndexView,
    NoticeView,
    NoticeViewSet,
    WaitingEditView,
    WrittenView,
)

NAMESPACE = NAMESPACES[ClassNotice]


class ClassIndexView(NoticeIndexView):
    add_url = None  # one is written from the page of its class


class ClassCreateView(WrittenView):
    """For the class of the address, by whoever may change its page."""

    page_title = gettext_lazy("Write a class notice")
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

    def get_form_kwargs(self) -> dict[str, Any]:
        place = sources.place_of("class", self.classroom)
        notice = ClassNotice(
            classroom=self.classroom, class_name=place.title, school_name=place.school
        )
        return {**super().get_form_kwargs(), "instance": notice}

    def get_add_url(self) -> str:
        return reverse(f"{NAMESPACE}:add", args=[self.classroom.pk])

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
        """Its class: all of its words would fill the header."""
        return self.object.class_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "most_a_day": CLASS_NOTICES_A_DAY,
            "sent_today": sent_today(self.object.classroom),
            "can_send": can_send(self.request.user, self.object),
        }

    def can_stop(self, progress: Progress) -> bool:
        return self.object in posted(self.object.classroom) or super().can_stop(progress)

    def send(self, request: SignedInRequest) -> HttpResponse:
        seen = request.POST.get("seen", "")
        send_class_notice(notice=self.object, user=request.user, seen=seen)
        messages.success(request, _("It is on the class page, and the messages are on their way."))
        return self.back()


class ClassNoticeViewSet(NoticeViewSet):
    model = ClassNotice
    icon = "mail"
    menu_label = gettext_lazy("Class notices")
    menu_name = "class-notices"
    menu_order = 62
    index_view_class = ClassIndexView
    add_view_class = ClassCreateView
    edit_view_class = ClassEditView
    inspect_view_class = ClassNoticeView
    create_template_name = "notifications/admin/notice_class_create.html"
    edit_template_name = "notifications/admin/notice_edit.html"
    inspect_template_name = "notifications/admin/notice_class.html"
    index_results_template_name = "notifications/admin/class_notices_results.html"
    list_display = [
        "text_en",
        Column("class_name", label=gettext_lazy("Class"), sort_key="class_name"),
        Column("get_standing_display", label=gettext_lazy("Status"), sort_key="standing"),
        Column("made_by_name", label=gettext_lazy("Written by")),
        MomentColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]
    new_path = "new/<int:classroom_id>/"


class_notice_viewset = ClassNoticeViewSet(NAMESPACE)
