"""What the screens of both kinds share: changing a notice that waits, and the sheet of one."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.views.generic import EditView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.web.accounts import SignedInRequest

from ...models import ClassNotice, FamilyNotice, Standing, UrgentNotice
from ...permissions import can_see_addresses
from ..permissions import check_may_change
from ..previewing import Progress, preview_context, progress_of, sent_words
from ..rules import NotSent, check_can_change
from ..services import stop, withdraw

STOPPABLE = frozenset({Standing.SENDING, Standing.SENT})
NAMESPACES: Final[dict[type[FamilyNotice], str]] = {
    ClassNotice: "class-notices",
    UrgentNotice: "urgent-notices",
}


def page_of(notice: FamilyNotice) -> str:
    """Returns the address of the notice's sheet."""
    return reverse(f"{NAMESPACES[type(notice)]}:inspect", args=[notice.pk])


class RedirectsToSheet:
    """Redirects, after saving, to the screen where the notice is looked over and sent."""

    object: Any

    def get_success_url(self) -> str:
        return page_of(self.object)

    def get_success_buttons(self) -> list[Any]:
        return []


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
        if not self.object.sends:
            stopped = _("It is off the website.")
        elif writing:
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

    def can_stop(self, progress: Progress | None) -> bool:
        """Returns True if anything is left to stop."""
        return progress is not None and progress.running

    def back(self) -> HttpResponse:
        return redirect(page_of(self.object))

    def get_edit_url(self) -> str | None:
        waiting = self.object.standing == Standing.WAITING
        return super().get_edit_url() if waiting else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        waiting = notice.standing == Standing.WAITING
        progress = progress_of(notice) if notice.sent_at is not None and notice.sends else None
        context = super().get_context_data(**kwargs)
        context |= preview_context(notice, self.request.user) if waiting else {"sheet": None}
        whole = can_see_addresses(self.request.user)
        contents = urlencode({"content": notice.content_ids}, doseq=True)
        if progress is not None:
            # In a small class a number, or a language, can identify someone.
            context["hides_numbers"] = not whole and progress.has_few
        return {
            **context,
            "notice": notice,
            "waiting": waiting,
            "sent_words": sent_words(notice),
            "progress": progress,
            "shows_languages": whole,
            "outbox_url": f"{reverse('outbox:index')}?{contents}" if whole and progress else "",
            "can_stop": notice.standing in STOPPABLE and self.can_stop(progress),
            "has_left": progress is None or not progress.running,
            "seen": notice.fingerprint,
        }


class NoticeViewSet(ModelViewSet):
    """The screens of one notice; `history` lists them all."""

    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True

    def get_url_name(self, view_name: str) -> str:
        return "notices:index" if view_name == "index" else super().get_url_name(view_name)

    def get_urlpatterns(self) -> Any:
        return [
            path("edit/<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
        ]
