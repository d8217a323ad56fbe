"""The Outbox in the editor: what was written to whom, and its result."""

import datetime as dt
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import MomentColumn, NewestFirst, StackedTable

from ..models import Channel, Message, MessageEvent, SendingPause
from ..permissions import (
    can_pause,
    can_play_reply,
    can_read_content,
    can_see_addresses,
    check_may_pause,
    displayed_address,
    in_place_of_own,
)
from ..providers.base import LOGO
from ..providers.senders import logo_in
from ..rules.policy import HELD
from ..rules.state import SENT, State
from ..services import current_pause, pause, resume, send_unconfirmed, unconfirmed
from ..services.outgoing import read_mark
from ..texts.segments import length_of
from ..webhooks.events import LONGEST_TEXT, InboundText
from ..webhooks.services import note_inbound_text

# Shows a mail as a mail program does: its own styles, no scripts, and nothing external except our
# own pictures. Links open outside the frame.
MAIL_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of sending. `waiting` messages are due and not handed over, `held` of them wait
    for the end of a pause; `sent` were handed over within the last hour."""

    waiting: int
    held: int
    sent: int
    pause: SendingPause | None

    @property
    def running(self) -> bool:
        """Returns True if anything is on its way."""
        return self.waiting > self.held

    @property
    def share(self) -> int:
        """Returns the percentage that is done, of the waiting messages and those of the last
        hour."""
        return 100 * self.sent // max(1, self.sent + self.waiting)


def progress(now: dt.datetime) -> Progress:
    """Returns the progress at `now` (aware). Three queries, over waiting messages and those of the
    last hour only."""
    pause = current_pause()
    waiting = Message.objects.filter(state=State.READY, send_after__lte=now)
    by_class = dict(waiting.order_by().values_list("message_class").annotate(number=Count("pk")))
    under_way = Message.objects.filter(state__in=(State.CLAIMED, State.HANDED_OVER)).count()
    left = Message.objects.filter(handed_over_at__gt=now - dt.timedelta(hours=1))
    held = sum(number for name, number in by_class.items() if name in HELD) if pause else 0
    return Progress(
        waiting=sum(by_class.values()) + under_way,
        held=held,
        sent=left.count(),
        pause=pause,
    )


class AddressCell(Column):
    """The address of a message or a suppression, see `displayed_address`."""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        context: Any = super().get_cell_context_data(instance, parent_context)
        context["value"] = displayed_address(parent_context["request"].user, instance)
        return context


class AddressLink(AddressCell, TitleColumn):
    """The address as a link."""


class OutboxIndexView(IndexView):
    page_title = _("Outbox")
    FORMATS = ()  # addresses are not exported
    table_class = StackedTable
    template_name = "notifications/admin/outbox.html"
    paginator_class = NewestFirst

    def setup(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Accounts that may not see addresses cannot find them by searching either.
        if not can_see_addresses(request.user):
            self.search_fields = ["subject"]

    def get_base_queryset(self) -> Any:
        rows = super().get_base_queryset()
        if contents := self.request.GET.getlist("content"):
            try:
                rows = rows.filter(content__in=contents)
            except ValidationError as error:
                raise Http404 from error
        return rows.filter(pk__in=unconfirmed()) if "unconfirmed" in self.request.GET else rows

    def search_queryset(self, queryset: Any) -> Any:
        """Finds a whole address by its index; other words are read in all messages."""
        if self.is_searching and can_see_addresses(self.request.user):
            of_address = queryset.filter(address=self.search_query.strip().lower())
            if of_address.exists():
                return of_address
        return super().search_queryset(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "progress": progress(timezone.now()),
            "may_pause": can_pause(self.request.user),
            "unconfirmed": unconfirmed().count(),
        }


class OutboxMessageView(InspectView):
    """Shows one message as the recipient sees it, with its history."""

    page_title = _("Message")
    template_name = "notifications/admin/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        message = self.object
        readable, own = can_read_content(user, message), in_place_of_own(user)
        text, html = message.words(own) if readable else ("", "")
        return {
            **super().get_context_data(**kwargs),
            "message": message,
            "text": text,
            "html": html,
            "address": displayed_address(user, message),
            "readable": readable,
            "headers": sorted(message.filled_headers(own).items()) if readable else [],
            "length": length_of(text) if message.channel == Channel.TEXT else None,
            "events": [
                {
                    "event": event,
                    "mark": read_mark(event.detail) if event.state == State.HANDED_OVER else None,
                }
                for event in MessageEvent.objects.filter(message=message.pk)
            ],
            "may_play_reply": can_play_reply(user, message),
            "html_url": reverse("outbox:html", args=[message.pk]),
        }


@csp_override(MAIL_CSP)
@require_safe
def message_html(request: SignedInRequest, pk: Any) -> HttpResponse:
    """Returns only the HTML of one message, for the frame on the message's screen."""
    message = get_object_or_404(Message, pk=pk)
    may_look = policy_registry.get_by_type(Message).user_has_permission(request.user, "view")
    if not (may_look and can_read_content(request.user, message)):
        raise PermissionDenied
    # Links open in a new window, because the frame has no room for a page.
    _text, html = message.words(in_place_of_own(request.user))
    picture = b64encode(logo_in(html)).decode()
    html = html.replace(f"cid:{LOGO}", f"data:image/png;base64,{picture}")
    return HttpResponse('<base target="_blank">' + html)


@require_POST
def send_again(request: SignedInRequest) -> HttpResponse:
    """Sends all unconfirmed messages again."""
    number = send_unconfirmed(user=request.user)
    messages.success(request, _("Messages sent again: %(number)d.") % {"number": number})
    return redirect("outbox:index")


@require_POST
def play_reply(request: SignedInRequest, pk: Any) -> HttpResponse:
    """Receives, in the demo, a text from this message's recipient, as if from the provider."""
    message = get_object_or_404(Message, pk=pk)
    if not can_play_reply(request.user, message):
        raise PermissionDenied
    words = request.POST.get("words", "").strip()[:LONGEST_TEXT]
    if not words:
        return redirect("outbox:inspect", pk)
    text = InboundText(str(uuid4()), message.address, "", words, timezone.now())
    note_inbound_text("demo", text, raw=words)
    messages.success(request, _("The text came in. Any answer is in the list below."))
    return redirect("outbox:index")


class PauseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is sending paused?"),
        help_text=_("Everyone who opens the Outbox reads this."),
        max_length=300,
    )


class PauseView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the form or the state; POST pauses with a reason, or resumes with `resume`."""

    template_name = "notifications/admin/pause.html"
    page_title = _("Pause sending")
    header_icon = "mail"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_pause(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "resume" in request.POST:
            resume(user=request.user)
            messages.success(request, _now("Messages are sent again."))
            return redirect("outbox:index")
        form = PauseForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        pause(user=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _now("Sending is paused. Messages wait in the Outbox."))
        return redirect("outbox:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("outbox:index"), "label": _now("Outbox")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or PauseForm(),
            "pause": current_pause(),
        }


class OutboxViewSet(ModelViewSet):
    model = Message
    icon = "mail"
    menu_label = _("Outbox")
    menu_order = 307
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxMessageView
    index_template_name = "notifications/admin/outbox.html"
    inspect_template_name = "notifications/admin/message.html"
    # Nobody creates a message here; Wagtail needs a form, so it has no fields.
    form_fields: list[str] = []
    list_display = [
        "called",
        StatusTagColumn(
            "get_state_display",
            label=_("Status"),
            sort_key="state",
            primary=lambda message: message.state in SENT,
        ),
        Column("get_message_class_display", label=_("Kind"), sort_key="message_class"),
        AddressCell("address", label=_("To")),
        MomentColumn("created_at", label=_("Written"), sort_key="created_at"),
    ]
    list_filter = ["state", "message_class", "channel", "created_at"]
    search_fields = ["subject", "address"]
    ordering = ["-created_at"]
    list_per_page = 50

    def get_urlpatterns(self) -> Any:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("send-again/", send_again, name="send_again"),
            path("pause/", PauseView.as_view(), name="pause"),
            path("<uuid:pk>/", self.inspect_view, name="inspect"),
            path("<uuid:pk>/html/", message_html, name="html"),
            path("<uuid:pk>/reply/", play_reply, name="reply"),
        ]


outbox_viewset = OutboxViewSet("outbox")
