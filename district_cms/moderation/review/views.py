"""The review queue in the editor: everything that waits, on one screen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from district_cms.people.models import User
from district_cms.people.selectors import school_ids_led_by
from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest

from ..services.approval import approve, send_back
from .selectors import Waiting, review_queue


class SendBackForm(forms.Form):
    comment = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Say what to change, so that it can be fixed.")},
    )


def may_review(user: User) -> bool:
    """Whether the account approves anything today."""
    return bool(user.is_active and (user.is_superuser or school_ids_led_by(user)))


@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first."""
    return _page(request)


@require_POST
def approve_entry(request: SignedInRequest, state_id: int) -> HttpResponse:
    """Approve everything of one entry; together or not at all."""
    entry = _entry(request, state_id)

    def act(page: Page) -> None:
        approve(page=page, user=request.user)

    if not _act_on(request, entry, act):
        return redirect("moderation_review")
    text = ngettext(
        "“%(title)s” is live.", "“%(title)s” is live in %(number)d classes.", len(entry.pages)
    )
    messages.success(request, text % {"title": entry.first.draft_title, "number": len(entry.pages)})
    return redirect("moderation_review")


@require_POST
def send_entry_back(request: SignedInRequest, state_id: int) -> HttpResponse:
    """Send everything of one entry back, with what to change."""
    entry = _entry(request, state_id)
    form = SendBackForm(request.POST, prefix=str(state_id))
    if not form.is_valid():
        return _page(request, open_state=state_id, form=form)
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


def _page(
    request: SignedInRequest, open_state: int | None = None, form: SendBackForm | None = None
) -> HttpResponse:
    if not may_review(request.user):
        raise PermissionDenied
    rows = []
    for entry in review_queue(request.user):
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
    heading = _("Review")
    context = {
        "rows": rows,
        "header_title": heading,
        "header_icon": "check",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": heading},
        ],
    }
    return render(request, "moderation/admin/review_queue.html", context, status=status)


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
