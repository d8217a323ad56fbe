"""One screen for a page that must go at once: what it means, why, and afterwards the way back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest

from .forms import TakeDownForm
from .permissions import can_put_back, check_may_take_down
from .selectors import is_up, open_row, posted_together
from .services import put_back, take_down
from .signals import about_to_take_down, sentences


class TakeDownView(WagtailAdminTemplateMixin, FormView):
    """GET says what it means, or how to put it back; POST takes it down."""

    template_name = "moderation/admin/take_down.html"
    form_class = TakeDownForm
    header_icon = "view"
    request: SignedInRequest
    page: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.page = page_of(self.request, self.kwargs["page_id"])
        self.row = open_row(self.page)
        self.is_up = is_up(self.page)
        self.others = posted_together(self.page, self.request.user) if self.is_up else []
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Take it down now") if self.is_up else _("Taken down")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "others": len(self.others)}

    def form_valid(self, form: TakeDownForm) -> HttpResponse:
        given = form.cleaned_data
        pages = [self.page, *(self.others if given.get("together") else ())]
        done = take_down(
            pages=pages, user=self.request.user, reason=given["reason"], note=given["note"]
        )
        if done.pages:
            title = self.page.get_admin_display_title()
            messages.success(self.request, _("“%(title)s” is down.") % {"title": title})
            for text in done.said:
                messages.info(self.request, text)
        return redirect("moderation_take_down", self.page.pk)

    def form_invalid(self, form: TakeDownForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
                "label": self.page.get_admin_display_title(),
            },
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, page = self.request.user, self.page
        pages = [page, *self.others]
        may_publish = page.permissions_for_user(user).can_publish()
        as_it_was = self.row is not None and self.row.by_id == user.pk
        unchanged = self.row is not None and self.row.revision_id == page.latest_revision_id
        return {
            **super().get_context_data(**kwargs),
            "target": page,
            "place": page.get_parent().title,
            "is_up": self.is_up,
            "row": self.row,
            "said": sentences(about_to_take_down, pages=pages, user=user) if self.is_up else (),
            "can_put_back": self.row is not None and can_put_back(user, page, self.row),
            "at_once": may_publish or (as_it_was and unchanged),
            "waits": bool(page.workflow_in_progress),
        }


def put_back_page(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Put the page back, or send it to the principal."""
    page = page_of(request, page_id)
    if request.method == "POST":
        try:
            live = put_back(page=page, user=request.user)
        except PublishBlocked as refusal:
            messages.error(request, refusal_message(refusal))
            return redirect("wagtailadmin_pages:edit", page.pk)
        title = {"title": page.get_admin_display_title()}
        if live:
            messages.success(request, _("“%(title)s” is live again.") % title)
            # Not the screen before: it would offer to take the page down again.
            return redirect("wagtailadmin_pages:edit", page.pk)
        text = _("“%(title)s” is with the principal. It is live again once it is approved.")
        messages.success(request, text % title)
    return redirect("moderation_take_down", page.pk)


def page_of(request: SignedInRequest, page_id: int) -> Any:
    """The specific page; `PermissionDenied` unless the account may take it down."""
    page = get_object_or_404(Page, pk=page_id)
    check_may_take_down(request.user, page)
    return page.specific
