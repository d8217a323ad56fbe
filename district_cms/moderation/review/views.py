"""The review queue in the editor: everything that waits, on one screen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.people.selectors import school_ids_led_by, stands_in_district_wide
from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest

from ..forms import SendBackForm
from ..services.approval import approve, send_back
from ..taking_down.selectors import down_for, lately_live
from .saying import approved_text
from .selectors import Waiting, review_queue


def may_review(user: User) -> bool:
    """Whether the account approves anything today."""
    return bool(user.is_active and (user.is_superuser or school_ids_led_by(user)))


class ReviewQueue(WagtailAdminTemplateMixin, TemplateView):
    """What waits, oldest first."""

    template_name = "moderation/admin/review_queue.html"
    page_title = gettext_lazy("Review")
    header_icon = "check"
    request: SignedInRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, open_state: int | None = None, form: SendBackForm | None = None) -> HttpResponse:
        """The queue; with the form that was filled in wrongly at the entry that it belongs to."""
        user = self.request.user
        # A stand-in's queue is empty while every school has its principal, and says so.
        stands_by = not may_review(user)
        if stands_by and not stands_in_district_wide(user):
            raise PermissionDenied
        rows = []
        for entry in review_queue(self.request.user):
            state_id = entry.states[0].pk
            is_open = state_id == open_state
            rows.append(
                {
                    "entry": entry,
                    "state_id": state_id,
                    "open": is_open,
                    "form": form if is_open and form else SendBackForm(prefix=str(state_id)),
                }
            )
        status = 422 if form is not None else 200
        context = self.get_context_data(
            rows=rows,
            live=lately_live(self.request.user),
            down=down_for(self.request.user),
            stands_by=stands_by,
        )
        return self.render_to_response(context, status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


@require_POST
def approve_entry(request: SignedInRequest, state_id: int) -> HttpResponse:
    """Approve everything of one entry; together or not at all."""
    entry = _entry(request, state_id)

    def act(page: Page) -> None:
        approve(page=page, user=request.user)

    if not _act_on(request, entry, act):
        return redirect("moderation_review")
    page = type(entry.first).objects.get(pk=entry.first.pk)
    messages.success(request, approved_text(page, entry.first.draft_title, len(entry.pages)))
    return redirect("moderation_review")


class SendEntryBack(ReviewQueue):
    """Send everything of one entry back, with what to change."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, state_id: int) -> HttpResponse:
        entry = _entry(request, state_id)
        form = SendBackForm(request.POST, prefix=str(state_id))
        if not form.is_valid():
            return self.show(open_state=state_id, form=form)
        comment = form.cleaned_data["comment"]

        def act(page: Page) -> None:
            send_back(page=page, user=request.user, comment=comment)

        if _act_on(request, entry, act):
            messages.success(
                request,
                _("“%(title)s” is back with %(author)s, with your comment.")
                % {"title": entry.first.draft_title, "author": entry.author},
            )
        return redirect("moderation_review")


def _entry(request: SignedInRequest, state_id: int) -> Waiting:
    """The entry that this step belongs to. Not in the queue means: not this person's to decide."""
    for entry in review_queue(request.user):
        if any(state.pk == state_id for state in entry.states):
            return entry
    raise PermissionDenied(_("This is no longer waiting for you."))


def _act_on(request: SignedInRequest, entry: Waiting, act: Callable[[Any], None]) -> bool:
    try:
        with transaction.atomic():
            for page in entry.pages:
                act(type(page).objects.get(pk=page.pk))
    except PublishBlocked as refusal:
        messages.error(request, refusal_message(refusal))
        return False
    return True
