"""The screen of the legal holds that stop deletions because of age."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.models import DistrictSettings
from district_cms.web.accounts import SignedInRequest
from district_cms.web.keys import key_in

from ..models import LegalHold
from ..permissions import can_hold, check_may_hold
from ..retention.holds import lift_hold, set_hold, standing_holds

ON_A_SCREEN: Final = 30


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "For example the number of the case. This stays in the audit log, so write no names or "
            "addresses here."
        ),
        max_length=500,
    )


class RetentionView(WagtailAdminTemplateMixin, TemplateView):
    """GET shows the holds; POST sets a hold, or lifts the one in `lift`. Both need a reason."""

    template_name = "notifications/admin/retention.html"
    page_title = gettext_lazy("Deletion of old messages")
    header_icon = "bin"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_may_hold(self.request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lifted = request.POST.get("lift", "")
        # Includes lifted holds, so that one lifted a moment ago gets a message instead of a 404.
        hold = get_object_or_404(LegalHold, pk=key_in(lifted)) if lifted else None
        form = ReasonForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form, lifting=hold.pk if hold else None)
            return self.render_to_response(context, status=422)
        reason = form.cleaned_data["reason"]
        if hold is None:
            set_hold(user=request.user, reason=reason)
            messages.success(request, _("From now on nothing is deleted because of its age."))
        elif lift_hold(user=request.user, hold=hold, reason=reason):
            messages.success(request, _lifted())
        else:
            messages.info(request, _("This legal hold was lifted before."))
        return redirect("notifications_retention")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lifting, form = kwargs.pop("lifting", None), kwargs.pop("form", None)
        return {
            **super().get_context_data(**kwargs),
            "form": form if form and lifting is None else ReasonForm(auto_id="set_%s"),
            "holds": [
                (
                    hold,
                    form
                    if form and lifting == hold.pk
                    else ReasonForm(auto_id=f"lift_{hold.pk}_%s"),
                )
                for hold in standing_holds()
            ],
            "lifted": LegalHold.objects.filter(lifted_at__isnull=False)[:ON_A_SCREEN],
            "retention_schedule": DistrictSettings.cached().retention_schedule,
            "addresses_kept": settings.MESSAGE_ADDRESSES_KEPT_DAYS,
            "payloads_kept": settings.WEBHOOK_PAYLOADS_KEPT_DAYS,
        }


def _lifted() -> str:
    if standing_holds().exists():
        return _("The legal hold is lifted. Another one is still in place, so nothing is deleted.")
    return _("The legal hold is lifted. From tonight on old data is deleted again.")


class RetentionItem(MenuItem):
    """The menu item for accounts that may set and lift a hold."""

    def is_shown(self, request: SignedInRequest) -> bool:
        return can_hold(request.user)


def menu_item() -> RetentionItem:
    address = reverse_lazy("notifications_retention")
    return RetentionItem(RetentionView.page_title, address, icon_name="bin", order=62)


def urls() -> list[Any]:
    return [
        path("reports/deletion/", RetentionView.as_view(), name="notifications_retention"),
    ]
