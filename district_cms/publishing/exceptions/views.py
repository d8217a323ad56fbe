"""Screens for exceptions from the gate: make one, see them all, end one early."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from district_cms.web.accounts import Account, SignedInRequest
from district_cms.web.times import date_text

from ..mechanism import PublishGateMixin
from ..models import AccessibilitySettings, GateException
from .forms import ExceptionForm
from .rules import can_lift
from .services import can_make_exceptions, check_may_make_exceptions, end_exception, make_exception

VIEW = "publishing.view_gateexception"
_PAST_ON_A_SCREEN = 50


def may_see_exceptions(user: Account) -> bool:
    return bool(user.has_perm(VIEW))


class ExceptionsView(WagtailAdminTemplateMixin, TemplateView):
    """All exceptions: those in force, then the others, the newest first."""

    template_name = "publishing/admin/exceptions.html"
    page_title = gettext_lazy("Exceptions")
    header_icon = "warning"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_exceptions(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        past = Paginator(GateException.objects.over(now), _PAST_ON_A_SCREEN)
        return {
            **super().get_context_data(**kwargs),
            "in_force": GateException.objects.in_force(now),
            "past": past.get_page(self.request.GET.get("p")),
            "may_end": can_make_exceptions(self.request.user),
        }


class MakeExceptionView(WagtailAdminTemplateMixin, FormView):
    """Make an exception for what stops the newest draft of a page."""

    template_name = "publishing/admin/make_exception.html"
    form_class = ExceptionForm
    page_title = gettext_lazy("Make an exception")
    header_icon = "warning"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_make_exceptions(self.request.user)
        self.page = get_object_or_404(Page, pk=self.kwargs["page_id"])
        if not self.page.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        self.draft = self.page.get_latest_revision_as_object()
        if not isinstance(self.draft, PublishGateMixin):
            raise Http404
        self.blocking = self.draft.blocking_findings()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        days = AccessibilitySettings.load().exception_days
        return {
            **super().get_form_kwargs(),
            "findings": [finding for finding in self.blocking if can_lift(finding)],
            "longest": timezone.localdate() + dt.timedelta(days=days),
        }

    def form_valid(self, form: ExceptionForm) -> HttpResponse:
        try:
            exception = make_exception(
                page=self.draft,
                findings=form.chosen,
                reason=form.cleaned_data["reason"],
                last_day=form.cleaned_data["last_day"],
                user=self.request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        text = _(
            "“%(title)s” may go live with this exception through %(day)s. It does not go live on "
            "its own."
        )
        day = date_text(exception.last_day)
        messages.success(self.request, text % {"title": exception.title, "day": day})
        return redirect("wagtailadmin_pages:edit", self.page.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("publishing_exceptions"), "label": _("Exceptions")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "page": self.page,
            "title": self.draft.get_admin_display_title(),
            "stays": [finding for finding in self.blocking if not can_lift(finding)],
        }


@require_POST
def end(request: SignedInRequest, exception_id: int) -> HttpResponse:
    """End an exception now."""
    exception = get_object_or_404(GateException, pk=exception_id)
    end_exception(exception=exception, user=request.user)
    messages.success(
        request,
        _("The exception for “%(title)s” is over. What is live stays live.")
        % {"title": exception.title},
    )
    return redirect("publishing_exceptions")
