"""The screen “Signatures of staff”: who has the newest, how each looks, and asking the others."""

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from district_cms.audit_log.services import record
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.errors import press_again
from district_cms.web.tables import csv_file
from district_cms.web.times import date_text

from ..issuing.mails import ask_again
from ..issuing.standing import SignatureStatus, Standing, standings
from ..mine.views import AS_MAIL, DARK, as_mail
from ..options import options_for
from ..permissions import may_ask_staff, may_see_staff
from ..policy import SignatureIncomplete, SignatureTooLong

NAME: Final = "signatures_of_staff"
ON_A_SCREEN: Final = 50


class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """All employees, or those of one school, by the status of their signature."""

    template_name = "signatures/admin/coverage.html"
    page_title: Any = gettext_lazy("Signatures of staff")
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_staff(self.request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), here]

    @cached_property
    def schools(self) -> list[tuple[str, str]]:
        rows = SchoolPage.objects.order_by("title").values_list("pk", "title")
        return [(str(pk), title) for pk, title in rows]

    @cached_property
    def filters(self) -> dict[str, str]:
        """The school, standing and name in the address, each "" if it is not valid."""
        answers = self.request.GET if self.request.method == "GET" else self.request.POST
        school, standing = answers.get("school", ""), answers.get("standing", "")
        return {
            "school": school if school in dict(self.schools) else "",
            "standing": standing if standing in Standing.values else "",
            "q": answers.get("q", "").replace("\0", "").strip()[:80],
        }

    def staff(self) -> QuerySet[Staff]:
        rows = Staff.objects.active().order_by("family_name", "given_name", "pk")
        if school := self.filters["school"]:
            rows = rows.filter(schools=int(school))
        return rows

    @cached_property
    def everyone(self) -> list[SignatureStatus]:
        """The statuses of the school, or of the district."""
        return list(standings(self.staff(), timezone.localdate()))

    def statuses(self) -> list[SignatureStatus]:
        standing, words = self.filters["standing"], self.filters["q"].casefold().split()
        return [
            each
            for each in self.everyone
            if (not standing or each.standing == standing)
            and all(word in each.staff.full_name.casefold() for word in words)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        listed = self.statuses()
        number = dict.fromkeys(Standing, 0)
        for status in self.everyone:
            number[status.standing] += 1
        return {
            **super().get_context_data(**kwargs),
            "shown": Paginator(listed, ON_A_SCREEN).get_page(self.request.GET.get("p")),
            "numbers": [(each.value, each.label, count) for each, count in number.items()],
            "standings": Standing.choices,
            "to_ask": sum(each.can_be_reminded(now) for each in listed),
            "may_ask": may_ask_staff(self.request.user),
            **self.filters,
        }


class AskView(StaffView):
    """Asks the listed people who do not have the newest signature."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, f"{NAME}:index")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_ask_staff(request.user):
            raise PermissionDenied
        number = ask_again(people=self.statuses(), user=request.user, now=timezone.now())
        if number:
            words = ngettext(
                "%(number)d person gets an email in the next minutes.",
                "%(number)d people get an email in the next minutes.",
                number,
            )
            messages.success(request, words % {"number": number})
        else:
            messages.warning(
                request, _("There is nobody to ask: they have it, or were asked already.")
            )
        return redirect(f"{NAME}:index")


class DownloadView(StaffView):
    """Downloads the list, with each signature as text and HTML. POST, because it is logged."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return press_again(request, f"{NAME}:index")

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        listed = self.statuses()
        record(action="signature.list_downloaded", actor=request.user, people=len(listed))
        heading = [
            *(_("Name"), _("Job title"), _("Email"), _("Schools"), _("Status")),
            *(_("Taken"), _("New since then"), _("Asked by the office")),
            *(_("As text"), _("As HTML")),
        ]
        lines = (_cells(each) for each in listed)
        return csv_file("signatures-of-staff.csv", (heading, *lines))


def _cells(status: SignatureStatus) -> list[str]:
    parts = status.prepared.parts
    text, html = "", ""
    if status.standing != Standing.UNFINISHED:
        signature = status.prepared.render()
        text, html = signature.text, signature.html
    return [
        *(status.staff.full_name, status.staff.title, parts.record.email),
        ", ".join(place.school for place in parts.record.places if place.school),
        str(status.standing.label),
        _day(status.taken_at),
        ", ".join(status.changes),
        _day(status.asked_at),
        *(text, html),
    ]


def _day(moment: dt.datetime | None) -> str:
    return date_text(timezone.localdate(moment)) if moment else ""


class OneView(StaffView):
    """Shows one person's current signature, light and dark, with the person's choices."""

    template_name = "signatures/admin/one_signature.html"

    def get_page_title(self) -> str:
        return _("Signature of %(name)s") % {"name": self.person.full_name}

    @cached_property
    def person(self) -> Staff:
        return get_object_or_404(Staff.objects.active(), pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse(f"{NAME}:index"), "label": StaffView.page_title}
        items = super().get_breadcrumbs_items()
        return [*items[:-1], above, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = next(standings(Staff.objects.filter(pk=self.person.pk), timezone.localdate()))
        fault, text = "", ""
        try:
            text = status.prepared.render().text
        except (SignatureIncomplete, SignatureTooLong) as error:
            fault = str(error)
        return {
            **WagtailAdminTemplateMixin.get_context_data(self, **kwargs),
            "one": status,
            "fault": fault,
            "text": text,
        }


@method_decorator([csp_override(AS_MAIL), xframe_options_sameorigin], name="dispatch")
class FrameView(View):
    """The content of the preview frame: the signature alone, as a recipient sees it."""

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        if not may_see_staff(request.user):
            raise PermissionDenied
        staff = get_object_or_404(Staff.objects.active(), pk=pk)
        try:
            html = as_mail(options_for(staff, timezone.localdate()))
        except (SignatureIncomplete, SignatureTooLong) as error:
            raise Http404 from error
        context = {"html": html, "dark": request.GET.get("look") == DARK}
        return render(request, "signatures/pages/preview.html", context)


class StaffMenuItem(MenuItem):
    def is_shown(self, request: SignedInRequest) -> bool:
        return may_see_staff(request.user)


class StaffViewSet(ViewSet):
    icon = "group"
    menu_label = gettext_lazy("Signatures of staff")
    menu_item_class = StaffMenuItem

    def get_urlpatterns(self) -> Any:
        return [
            path("", StaffView.as_view(), name="index"),
            path("ask/", AskView.as_view(), name="ask"),
            path("download/", DownloadView.as_view(), name="download"),
            path("<int:pk>/", OneView.as_view(), name="one"),
            path("<int:pk>/frame/", FrameView.as_view(), name="frame"),
        ]
