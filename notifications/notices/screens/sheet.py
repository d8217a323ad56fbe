"""What the screens of both kinds of notice share: the list, the forms, and the sheet.

On the sheet one is looked over and sent, and then read how far it is.
"""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import StackedTable

from ...models import ClassNotice, FamilyNotice, Standing, UrgentNotice
from ...permissions import can_see_addresses
from ..permissions import check_may_change
from ..previewing import sent_words, sheet_of
from ..progress import Progress, progress_of
from ..rules import NotSent, check_can_change
from ..services import stop, withdraw

STOPPABLE = frozenset({Standing.SENDING, Standing.SENT})
NAMESPACES: Final[dict[type[FamilyNotice], str]] = {
    ClassNotice: "class-notices",
    UrgentNotice: "urgent-notices",
}


def page_of(notice: FamilyNotice) -> str:
    """The address of its sheet."""
    return reverse(f"{NAMESPACES[type(notice)]}:inspect", args=[notice.pk])


class NoticeIndexView(IndexView):
    """Those that one may write."""

    FORMATS = ()  # nothing of it is listed for a file
    table_class = StackedTable

    def get_base_queryset(self) -> Any:
        policy = policy_registry.get_by_type(self.model)
        return policy.instances_user_has_any_permission_for(self.request.user, {"change"})

    def get_edit_url(self, instance: FamilyNotice) -> str:
        return page_of(instance)


class OnToTheSheet:
    """After saving: on to the screen where it is looked over and sent."""

    object: Any

    def get_success_url(self) -> str:
        return page_of(self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


class WrittenView(OnToTheSheet, CreateView):
    """The form of a new notice."""

    submit_button_label = gettext_lazy("Save and look it over")

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, _new = super().get_breadcrumbs_items()
        return [*above, {"url": "", "label": self.get_page_title()}]


class WaitingEditView(OnToTheSheet, EditView):
    """The form of a notice that nobody got yet."""

    # Screens that these do not have.
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
            # Sent or withdrawn while it was being changed.
            return self._refused(self.get_object(), refusal)

    def _refused(self, notice: Any, refusal: NotSent) -> HttpResponse:
        messages.error(self.request, str(refusal))
        return redirect(page_of(notice))


class NoticeView(InspectView):
    """GET shows; POST with `send`, `withdraw` or `stop` does that. The words that are sent are
    those that the form's `seen` names."""

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
            # Those that were not written yet are in no number, and have not left either.
            stopped = _("Stopped. No more messages will be sent.")
        elif number:
            stopped = ngettext(
                "Stopped. %(number)d message will not be sent.",
                "Stopped. %(number)d messages will not be sent.",
                number,
            ) % {"number": number}
        else:
            stopped = _("Stopped. All messages had left before.")
        right = _("Write another notice if families must know that this one was wrong.")
        messages.success(request, f"{stopped} {right}")

    def send(self, request: SignedInRequest) -> HttpResponse:
        """Raises `NotSent`."""
        raise NotImplementedError

    def can_stop(self, progress: Progress) -> bool:
        """Whether there is anything left of it to stop."""
        return progress.running

    def back(self) -> HttpResponse:
        return redirect(page_of(self.object))

    def get_edit_url(self) -> str | None:
        waiting = self.object.standing == Standing.WAITING
        return super().get_edit_url() if waiting else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        waiting = notice.standing == Standing.WAITING
        progress = progress_of(notice, timezone.now()) if notice.sent_at is not None else None
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
            # In a small class a number says who someone is, and a language too.
            "hides_numbers": not whole
            and bool((sheet and sheet.has_few) or (progress and progress.has_few)),
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
    # Nobody is invited to write an urgent one because the list is empty.
    index_results_template_name = "notifications/admin/notices_results.html"
    list_filter = ["standing"]
    ordering = ["-made_at"]
    # Where a new one is written.
    new_path = "new/"

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path(self.new_path, self.add_view, name="add"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]
