"""The page editor takes what is sent one after the other, and only what was written over what is
there.

Two windows, the short form for posting and the review write to the same page. Who sends a form
holds the page's row from before it is read until all is written, as those do; and what was changed
since the form was opened is said before it is replaced.
"""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from ..mechanism import PublishBlocked


def one_after_the_other() -> None:
    """Make Wagtail's editor do so. Called once, when the app is ready."""
    if getattr(EditView.dispatch, "holds_the_page", False):
        return
    EditView.dispatch = _held(EditView.dispatch)
    EditView.post = _as_it_was_opened(EditView.post)


def _held(dispatch: Any) -> Any:
    @functools.wraps(dispatch)
    def holding(self: Any, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponseBase:
        go_on: Callable[..., HttpResponseBase] = functools.partial(dispatch, self)
        if request.method != "POST":
            return go_on(request, page_id, **kwargs)
        with transaction.atomic():
            # Others may still write what refers to the page.
            held = Page.objects.select_for_update(no_key=True).filter(pk=page_id)
            list(held.values_list("pk"))
            try:
                return go_on(request, page_id, **kwargs)
            except PublishBlocked as refusal:
                # What was written stays as a draft: only going live is refused.
                blocked = refusal
        raise blocked

    holding.holds_the_page = True  # type: ignore[attr-defined]
    return holding


def _as_it_was_opened(post: Any) -> Any:
    @functools.wraps(post)
    def posting(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        words = "" if self.expects_json_response or self.locked_for_user else _trouble(self)
        if words:
            return _again(self, words)
        answer: HttpResponseBase = post(self, request, *args, **kwargs)
        return answer

    return posting


def _trouble(view: Any) -> str:
    """What has happened to the page since the form was opened; "" where nothing has."""
    sent = view.request.POST
    if sent.get("action-workflow-action") and not view.workflow_action_is_valid():
        return _(
            "Nothing was approved or sent back: this is no longer waiting for you. What you "
            "wrote is below and is not saved."
        )
    if view.is_out_of_date:
        return _(
            "This page was changed in another window, or by someone else, since you opened it. "
            "What you wrote is below and is not saved. To replace the other version with yours, "
            "press the button once more; “History” keeps both."
        )
    return ""


def _again(view: Any, words: str) -> HttpResponseBase:
    """The form with what was typed, over the newest version."""
    view.form = view.form_class(
        view.request.POST,
        view.request.FILES,
        instance=view.page,
        subscription=view.subscription,
        parent_page=view.parent,
        for_user=view.request.user,
    )
    view.form.defer_required_fields()
    view.form.is_valid()
    view.form.restore_required_fields()
    view.has_unsaved_changes = True
    # Only the button replaces the other version.
    view.autosave_enabled = False
    messages.error(view.request, words)
    answer: HttpResponseBase = view.render_to_response(view.get_context_data())
    return answer
