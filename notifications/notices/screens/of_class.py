"""A teacher's notices to a class in the editor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from ... import sources
from ...models import ClassNotice
from ...screens.class_mail.services import check_may_switch
from ..recipients import runs, sent_today
from ..rules import CLASS_NOTICES_A_DAY, NotSent, check_runs
from ..services import send_class_notice
from .sheet import NoticeView, WaitingEditView, WrittenView

NAMESPACE = "class-notices"


def page_of(notice: ClassNotice) -> str:
    return reverse(f"{NAMESPACE}:inspect", args=[notice.pk])


class ClassIndexView(IndexView):
    FORMATS = ()  # nothing of it is listed for a file
    table_class = StackedTable
    add_url = None  # one is written from the page of its class

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(ClassNotice)
        return policy.instances_user_has_any_permission_for(self.request.user, {"change"})

    def get_edit_url(self, instance: ClassNotice) -> str:
        return page_of(instance)


class OnToTheSheet:
    """After saving: on to the screen where it is looked over and sent."""

    object: ClassNotice

    def get_success_url(self) -> str:
        return page_of(self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


class ClassCreateView(OnToTheSheet, WrittenView):
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


class ClassEditView(OnToTheSheet, WaitingEditView):
    success_message = gettext_lazy("Saved. Nothing is sent yet.")

    def page_of(self, notice: Any) -> str:
        return page_of(notice)

    def get_page_subtitle(self) -> str:
        return self.object.class_name


class ClassNoticeView(NoticeView):
    page_title = gettext_lazy("Class notice")
    template_name = "notifications/admin/notice_class.html"

    def get_page_subtitle(self) -> str:
        """Its class: all of its words would fill the header."""
        return self.object.class_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {"most_a_day": CLASS_NOTICES_A_DAY, "sent_today": sent_today(self.object.classroom)}
        return {**super().get_context_data(**kwargs), **own}

    def send(self, request: SignedInRequest) -> HttpResponse:
        seen = request.POST.get("seen", "")
        send_class_notice(notice=self.object, user=request.user, seen=seen)
        messages.success(request, _("The messages are on their way."))
        return self.back()

    def page_of(self, notice: Any) -> str:
        return page_of(notice)


class ClassNoticeViewSet(ModelViewSet):
    model = ClassNotice
    icon = "mail"
    menu_label = gettext_lazy("Class notices")
    menu_name = "class-notices"
    menu_order = 62
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = ClassIndexView
    add_view_class = ClassCreateView
    edit_view_class = ClassEditView
    inspect_view_class = ClassNoticeView
    create_template_name = "notifications/admin/notice_class_create.html"
    inspect_template_name = "notifications/admin/notice_class.html"
    list_display = [
        "text_en",
        Column("class_name", label=gettext_lazy("Class"), sort_key="class_name"),
        Column("get_standing_display", label=gettext_lazy("Status"), sort_key="standing"),
        Column("made_by_name", label=gettext_lazy("Written by")),
        MomentColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]
    list_filter = ["standing"]
    ordering = ["-made_at"]

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/<int:classroom_id>/", self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]


class_notice_viewset = ClassNoticeViewSet(NAMESPACE)
