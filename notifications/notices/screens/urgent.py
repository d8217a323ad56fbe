"""Urgent notices in the editor: written once, looked over by a second person, sent."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column

from district_cms.schools.banners.permissions import (
    may_for_district,
    schools_to_choose,
)
from district_cms.schools.banners.wording import USUAL, usual_end
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn

from ...models import Standing, UrgentNotice
from ..forms import SafetyForm
from ..previewing import urgent_there
from ..progress import Progress
from ..services import send_urgent_notice, where_in_words
from ..telling import second_persons
from ..wording import usual_words
from .sheet import (
    NAMESPACES,
    NoticeIndexView,
    NoticeView,
    NoticeViewSet,
    WaitingEditView,
    WrittenView,
)

NAMESPACE = NAMESPACES[UrgentNotice]


class UrgentIndexView(NoticeIndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("schools")


class AskedToLookOver:
    """After saving it is said who was asked to look it over."""

    object: UrgentNotice

    def get_success_message(self, instance: UrgentNotice | None = None) -> str:
        number = len(second_persons(self.object))
        return ngettext(
            "Saved. Nothing is sent yet. %(number)d person was asked to look it over.",
            "Saved. Nothing is sent yet. %(number)d people were asked to look it over.",
            number,
        ) % {"number": number}


class UrgentCreateView(AskedToLookOver, WrittenView):
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
            **usual,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        add = reverse(f"{NAMESPACE}:add")
        links = [{"label": one.label, "url": f"{add}?usual={one.key}"} for one in USUAL]
        return {**super().get_context_data(**kwargs), "usual": links, "other_url": add}


class UrgentEditView(AskedToLookOver, WaitingEditView):
    """The same for one that waits."""


class UrgentNoticeView(NoticeView):
    page_title = gettext_lazy("Urgent notice")
    template_name = "notifications/admin/notice_urgent.html"

    def send(self, request: SignedInRequest) -> HttpResponse:
        reason, alone = "", "send_alone" in request.POST
        if alone:
            form = SafetyForm(request.POST)
            if not form.is_valid():
                # Wagtail adds the way to the field.
                said = _("Nothing was sent: the reason why it cannot wait is missing or too long.")
                messages.error(request, said)
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


def _where(notice: UrgentNotice) -> str:
    if notice.whole_district:
        return _("The whole district")
    return ", ".join(sorted(school.title for school in notice.schools.all()))


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
    edit_template_name = "notifications/admin/notice_edit.html"
    inspect_template_name = "notifications/admin/notice_urgent.html"
    list_display = [
        "title_en",
        Column("where", label=gettext_lazy("Where"), accessor=_where),
        Column("get_standing_display", label=gettext_lazy("Status"), sort_key="standing"),
        Column("made_by_name", label=gettext_lazy("Written by")),
        MomentColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]


urgent_notice_viewset = UrgentNoticeViewSet(NAMESPACE)
