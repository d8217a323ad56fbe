"""The screens of rosters: upload, read the plan by school, join and split, apply, undo."""

from collections.abc import Iterator, Mapping
from typing import IO, Any, ClassVar, Final, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.imports.importer import ImportRefused, PlanChanged, described, place
from district_cms.imports.reading import Located, in_order
from district_cms.imports.views import MOST_SHOWN, ImportForm
from district_cms.web.accounts import SignedInRequest

from ..models import RosterDelivery, RosterPage
from ..permissions import IMPORT_ROSTERS
from . import services
from .grouping import own_key
from .plan import ALL_SENTENCES, KINDS

KIND_LABELS: Final = {
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
    "leaving": gettext_lazy("Leaving"),
    "untouched": gettext_lazy("Untouched"),
}
PAGES_A_SCREEN: Final = 50
MOST_PEOPLE: Final = 200


class RosterForm(ImportForm):
    """A OneRoster zip, or a CSV of classes."""

    extensions: ClassVar = ("zip", "csv")
    content_types: ClassVar = ("application/zip", "text/csv")
    largest_file = 200 * 1024 * 1024

    file = forms.FileField(
        label=gettext_lazy("Roster"),
        help_text=gettext_lazy(
            "The zip file of a OneRoster 1.1 or 1.2 export, or a CSV file with the columns school, "
            "teacher (the address), class, period and term. Demographics and passwords are never "
            "read, and students only while their list is turned on."
        ),
    )


class RosterScreen(WagtailAdminTemplateMixin, View):
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perms(IMPORT_ROSTERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("class-assignments:index"), "label": _("Class assignments")},
            *self.above(),
            {"url": "", "label": self.get_page_title()},
        ]

    def above(self) -> Iterator[dict[str, Any]]:
        yield from ()

    def show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))


class RosterView(RosterScreen):
    """Upload a delivery; the newest ones; pages that stay drafts."""

    template_name = "classroom/admin/rosters/index.html"
    page_title = gettext_lazy("Roster")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=RosterForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RosterForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form)
        file = form.cleaned_data["file"]
        try:
            roster = services.read(cast(IO[bytes], file), file.name)
            delivery = services.stage(roster, name=file.name, actor=self.request.user)
        except ImportRefused as error:
            return self.show(form=RosterForm(), plan=True, **_mistakes(error.errors))
        return redirect("classroom_roster", delivery.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        drafts = RosterPage.objects.filter(pending=False, closed=False, classroom__live=False)
        return {
            **context,
            "deliveries": RosterDelivery.objects.defer("staged", "before", "plan")[:10],
            "pending": RosterPage.objects.filter(pending=True).count(),
            "drafts": list(drafts.select_related("classroom", "school")[:MOST_SHOWN]),
        }


def _mistakes(errors: tuple[Located, ...]) -> dict[str, Any]:
    return {
        "errors": [
            (place(found), found, ALL_SENTENCES[found.fault], ())
            for found in in_order(errors)[:MOST_SHOWN]
        ],
        "mistakes": len(errors),
        "more_mistakes": max(0, len(errors) - MOST_SHOWN),
    }


class DeliveryView(RosterScreen):
    """What a delivery changes, by school, and of one school its people and pages."""

    template_name = "classroom/admin/rosters/delivery.html"

    def above(self) -> Iterator[dict[str, Any]]:
        yield {"url": reverse("classroom_rosters"), "label": _("Roster")}

    def get_page_title(self) -> str:
        return self.delivery.name

    @cached_property
    def delivery(self) -> RosterDelivery:
        return get_object_or_404(RosterDelivery, pk=self.kwargs["pk"])

    @cached_property
    def school(self) -> dict[str, Any] | None:
        """The one that was opened."""
        schools = self.delivery.plan["schools"]
        wanted = self.request.GET.get("school")
        return next((each for each in schools if str(each["pk"]) == wanted), None)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions = {"apply": self._apply, "undo": self._undo, "drop": self._drop}
        action = actions.get(request.POST.get("action", ""), self._choose)
        try:
            action()
        except PlanChanged:
            self._plan_again()
        except ImportRefused as error:
            for found in in_order(error.errors)[:5]:
                messages.error(request, described(found, ALL_SENTENCES))
        return redirect(request.get_full_path())

    def _plan_again(self) -> None:
        self.delivery.refresh_from_db()
        state, pressed = self.delivery.state, self.request.POST.get("action")
        if state == RosterDelivery.State.APPLIED and pressed == "apply":
            return  # pressed twice at once
        words = _("Something was changed in the meantime. Look at the plan again.")
        messages.warning(self.request, words)
        if state == RosterDelivery.State.WAITING:
            services.choose_pages(delivery=self.delivery, pages={}, actor=self.request.user)

    def _apply(self) -> None:
        services.apply_delivery(delivery=self.delivery, actor=self.request.user)
        messages.success(
            self.request,
            _("The roster is applied. Its pages are being made; this takes a few minutes."),
        )

    def _undo(self) -> None:
        services.undo_delivery(delivery=self.delivery, actor=self.request.user)
        messages.success(
            self.request,
            _("The roster is undone. Updates and messages stay; its pages follow in a moment."),
        )

    def _drop(self) -> None:
        services.drop_delivery(delivery=self.delivery)
        messages.success(self.request, _("Nothing of this roster was applied."))

    def _choose(self) -> None:
        """Split a page, join it with the teacher's page above it, or give a section a page."""
        pages = chosen_pages(self.delivery.plan, self.request.POST)
        if pages:
            services.choose_pages(delivery=self.delivery, pages=pages, actor=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        delivery, school = self.delivery, self.school
        labels = {"staff": _("Staff"), "classes": _("Classes"), "students": _("Students")}
        if school is not None:
            pages = Paginator(_joinable(school["pages"]), PAGES_A_SCREEN)
            context["pages"] = pages.get_page(self.request.GET.get("p"))
            context["people"] = [
                (KIND_LABELS[kind], who, text) for kind, who, text in school["people"][:MOST_PEOPLE]
            ]
        return {
            **context,
            "delivery": delivery,
            "waits": delivery.state == RosterDelivery.State.WAITING,
            "plan": delivery.plan,
            "school": school,
            "kinds": list(KIND_LABELS.values()),
            "lines": [
                (each, label, [(KIND_LABELS[kind], each[what][kind]) for kind in KINDS])
                for each in delivery.plan["schools"]
                for what, label in labels.items()
                if any(each.get(what, {}).values())
            ],
        }


def _joinable(pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each page with the one of its teacher above it, which it may join."""
    found, above = [], None
    for page in pages:
        same = above is not None and above["lead"] == page["lead"] and above["year"] == page["year"]
        shown = [
            (title, period, KIND_LABELS[kind]) for _key, title, period, kind in page["sections"]
        ]
        found.append({**page, "above": above if page["page"] and same else None, "shown": shown})
        if page["page"]:
            above = page
    return found


def chosen_pages(plan: Mapping[str, Any], data: Mapping[str, str]) -> dict[str, str]:
    """{section: key of its page} of the button that was pressed, whose value is the first section
    of a page of the plan; empty for any other."""
    for school in plan["schools"]:
        for page in _joinable(school["pages"]):
            sections = [key for key, *_more in page["sections"]]
            if data.get("split") == sections[0] and page["lead"]:
                return {key: own_key(page["year"], key) for key in sections}
            if data.get("join") == sections[0] and page["above"]:
                return dict.fromkeys(sections, page["above"]["page"])
    return {}


class RosterPanel(Component):
    """On the first screen of administrators, while a delivery waits for them."""

    name = "roster"
    template_name = "classroom/admin/rosters/panel.html"
    order = 8

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        if not parent_context["request"].user.has_perms(IMPORT_ROSTERS):
            return {}
        waiting = RosterDelivery.objects.filter(state=RosterDelivery.State.WAITING)
        return {"delivery": waiting.only("name", "created_at").first()}


def urls() -> list[Any]:
    return [
        path("classes/roster/", RosterView.as_view(), name="classroom_rosters"),
        path("classes/roster/<int:pk>/", DeliveryView.as_view(), name="classroom_roster"),
    ]
