"""The editor's screens for notices: the lists, the forms, and the sheet."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages as admin_messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.schools.banners.permissions import may_for_district, schools_to_choose
from district_cms.schools.banners.wording import USUAL, usual_end
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, StackedTable

from .. import sources
from ..models import ClassNotice, FamilyNotice, Standing, UrgentNotice
from ..permissions import can_see_addresses
from ..screens.class_mail import check_may_switch
from .forms import SafetyForm
from .permissions import can_send, check_may_change
from .previewing import Progress, progress_of, sent_words, sheet_of, urgent_there
from .recipients import posted, runs, sent_today
from .rules import CLASS_NOTICES_A_DAY, NotSent, check_can_change, check_runs
from .second_person import second_persons
from .services import send_class_notice, send_urgent_notice, stop, where_in_words, withdraw
from .wording import usual_words

STOPPABLE = frozenset({Standing.SENDING, Standing.SENT})
NAMESPACES: Final[dict[type[FamilyNotice], str]] = {
    ClassNotice: "class-notices",
    UrgentNotice: "urgent-notices",
}


def page_of(notice: FamilyNotice) -> str:
    """Returns the address of the notice's sheet."""
    return reverse(f"{NAMESPACES[type(notice)]}:inspect", args=[notice.pk])


class NoticeIndexView(IndexView):
    """Lists the notices that the account may change."""

    FORMATS = ()  # no export
    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, {"change"})

    def get_edit_url(self, instance: FamilyNotice) -> str:
        return page_of(instance)


class RedirectsToSheet:
    """Redirects, after saving, to the screen where the notice is looked over and sent."""

    object: Any

    def get_success_url(self) -> str:
        return page_of(self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


class WrittenView(RedirectsToSheet, CreateView):
    """The form of a new notice."""

    submit_button_label = gettext_lazy("Save and look it over")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _new = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.get_page_title()}]


class WaitingEditView(RedirectsToSheet, EditView):
    """The form of a notice that was not sent yet."""

    # These screens do not exist for notices.
    def get_usage_url(self) -> None:
        return None

    def get_history_url(self) -> None:
        return None

    def get_object(self, queryset: Any = None) -> Any:
        notice = super().get_object(queryset)
        check_may_change(user=self.request.user, notice=notice)
        return notice

    def get(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> Any:
        notice = self.get_object()
        try:
            check_can_change(standing=notice.standing)
        except NotSent as refusal:
            return self._refused(notice, refusal)
        return super().get(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().post(request, *args, **kwargs)
        except NotSent as refusal:
            # Was sent or withdrawn while it was being changed.
            return self._refused(self.get_object(), refusal)

    def _refused(self, notice: Any, refusal: NotSent) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect(page_of(notice))


class NoticeView(InspectView):
    """GET shows the notice; POST sends, withdraws or stops it. Only the words that the form's
    `seen` names are sent."""

    any_permission_required = ["change"]
    object: Any

    def get_object(self, queryset: Any = None) -> Any:
        notice = super().get_object(queryset)
        check_may_change(user=self.request.user, notice=notice)
        return notice

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "withdraw" in request.POST:
                withdraw(notice=self.object, user=request.user)
                messages.success(request, _("The notice was withdrawn. Nobody gets it."))
            elif "stop" in request.POST:
                self._stop(request)
            else:
                return self.send(request)
        except NotSent as refusal:
            messages.error(request, str(refusal))
        return self.back()

    def _stop(self, request: SignedInRequest) -> None:
        writing = self.object.standing == Standing.SENDING
        number = stop(notice=self.object, user=request.user)
        if writing:
            # Messages that are not written yet are not counted, and are not sent either.
            stopped = _("Stopped. No more messages will be sent.")
        elif number:
            stopped = ngettext(
                "Stopped. %(number)d message will not be sent.",
                "Stopped. %(number)d messages will not be sent.",
                number,
            ) % {"number": number}
        else:
            stopped = _("Stopped. All messages had already been sent.")
        right = _("Write another notice if families must know that this one was wrong.")
        messages.success(request, f"{stopped} {right}")

    def send(self, request: SignedInRequest) -> HttpResponse:
        """Send the notice. Raises `NotSent`."""
        raise NotImplementedError

    def can_stop(self, progress: Progress) -> bool:
        """Returns True if anything is left to stop."""
        return progress.running

    def back(self) -> HttpResponse:
        return redirect(page_of(self.object))

    def get_edit_url(self) -> str | None:
        waiting = self.object.standing == Standing.WAITING
        return super().get_edit_url() if waiting else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        waiting = notice.standing == Standing.WAITING
        progress = progress_of(notice) if notice.sent_at is not None else None
        sheet = sheet_of(notice) if waiting else None
        whole = can_see_addresses(self.request.user)
        contents = urlencode({"content": notice.content_ids}, doseq=True)
        return {
            **super().get_context_data(**kwargs),
            "notice": notice,
            "waiting": waiting,
            "sheet": sheet,
            "sent_words": sent_words(notice),
            "progress": progress,
            # In a small class a number, or a language, can identify someone.
            "hides_numbers": not whole and any(each and each.has_few for each in (sheet, progress)),
            "shows_languages": whole,
            "outbox_url": f"{reverse('outbox:index')}?{contents}" if whole and progress else "",
            "can_stop": notice.standing in STOPPABLE
            and progress is not None
            and self.can_stop(progress),
            "has_left": progress is not None and not progress.running,
            "seen": notice.fingerprint,
        }


class NoticeViewSet(ModelViewSet):
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    # An empty list must not invite anyone to write an urgent notice.
    index_results_template_name = "notifications/admin/notices_results.html"
    list_filter = ["standing"]
    ordering = ["-made_at"]
    # The path of the form for a new notice.
    new_path = "new/"

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(self.new_path, self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]


class ClassIndexView(NoticeIndexView):
    add_url = None  # the page of a class links to the form


class ClassCreateView(WrittenView):
    """The form of a notice to the class in the address, for people who may change its page."""

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


class_notice_viewset = ClassNoticeViewSet(NAMESPACES[ClassNotice])


class UrgentIndexView(NoticeIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("schools")


class ReviewRequested:
    """Says, after saving, how many people were asked to look it over."""

    object: UrgentNotice

    def get_success_message(self, instance: UrgentNotice | None = None) -> str:
        number = len(second_persons(self.object))
        return ngettext(
            "Saved. Nothing is sent yet. %(number)d person was asked to look it over.",
            "Saved. Nothing is sent yet. %(number)d people were asked to look it over.",
            number,
        ) % {"number": number}


class UrgentCreateView(ReviewRequested, WrittenView):
    page_title = gettext_lazy("Write an urgent notice")

    def get_initial(self) -> dict[str, Any]:
        schools = list(schools_to_choose(self.request.user)[:2])
        district = may_for_district(self.request.user)
        only = schools[0] if len(schools) == 1 and not district else None
        usual = usual_words(self.request.GET.get("usual", ""), only.title if only else "")
        return {
            **super().get_initial(),
            "schools": [only] if only else [],
            "ends_at": usual_end(),
            "emergency": self.request.GET.get("usual", "") if usual else "",
            **usual,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        add = reverse(f"{NAMESPACES[UrgentNotice]}:add")
        links = [{"label": usual.label, "url": f"{add}?usual={usual.key}"} for usual in USUAL]
        return {**super().get_context_data(**kwargs), "usual": links, "other_url": add}


class UrgentEditView(ReviewRequested, WaitingEditView):
    """The form of an urgent notice that waits."""


class UrgentNoticeView(NoticeView):
    page_title = gettext_lazy("Urgent notice")
    template_name = "notifications/admin/notice_urgent.html"

    def send(self, request: SignedInRequest) -> HttpResponse:
        reason, alone = "", "send_alone" in request.POST
        if alone:
            form = SafetyForm(request.POST)
            if not form.is_valid():
                # Wagtail links the message to the field.
                message = _(
                    "Nothing was sent: the reason why it cannot wait is missing or too long."
                )
                admin_messages.error(request, message)
                return self.render_to_response(self.get_context_data(form=form), status=422)
            reason = form.cleaned_data["reason"]
        send_urgent_notice(
            notice=self.object,
            user=request.user,
            seen=request.POST.get("seen", ""),
            reason=reason,
        )
        messages.success(
            request, _("The notice is on the website, and the messages are on their way.")
        )
        return self.back()

    def can_stop(self, progress: Progress) -> bool:
        on_website = self.object.ends_at > timezone.now()
        return on_website or super().can_stop(progress)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        waiting = notice.standing == Standing.WAITING
        return {
            **super().get_context_data(**kwargs),
            "standing": urgent_there(notice) if waiting else (),
            "banners_url": reverse("notices:index"),
            "where": where_in_words(notice),
            "second_person": notice.made_by_id not in (None, self.request.user.pk),
            "form": kwargs.get("form") or SafetyForm(),
        }


class UrgentNoticeViewSet(NoticeViewSet):
    model = UrgentNotice
    icon = "warning"
    menu_label = gettext_lazy("Urgent notices")
    menu_name = "urgent-notices"
    menu_order = 61
    index_view_class = UrgentIndexView
    add_view_class = UrgentCreateView
    edit_view_class = UrgentEditView
    inspect_view_class = UrgentNoticeView
    create_template_name = "notifications/admin/notice_create.html"
    edit_template_name = "notifications/admin/notice_urgent_edit.html"
    inspect_template_name = "notifications/admin/notice_urgent.html"
    list_display = [
        "title_en",
        Column(
            "where", label=gettext_lazy("Where"), accessor=lambda notice: where_in_words(notice)
        ),
        Column("get_standing_display", label=gettext_lazy("Status"), sort_key="standing"),
        Column("made_by_name", label=gettext_lazy("Written by")),
        MomentColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]


urgent_notice_viewset = UrgentNoticeViewSet(NAMESPACES[UrgentNotice])
