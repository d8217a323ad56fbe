"""Admin screens and buttons: who may post, and a link to write district news."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from classroom.editing.views import put_submit_first
from district_cms.people.models import Staff, User
from district_cms.schools.frame import SCHOOL_DEPTH
from district_cms.schools.models import HomePage
from district_cms.web.accounts import SignedInRequest

from .models import ActivityLeader, ActivityPage, PostPage
from .permissions import can_choose_leaders, check_may_choose_leaders, check_may_write_for_district
from .selectors import staff_of
from .services import set_leaders


class LeadersForm(forms.Form):
    staff = forms.ModelMultipleChoiceField(
        queryset=Staff.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Who may post"),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["staff"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people


@require_safe
def for_district(request: SignedInRequest) -> HttpResponse:
    """Redirects to a new post of district news, or to a new page for it if there is none."""
    check_may_write_for_district(request.user)
    pages = list(ActivityPage.objects.filter(depth=SCHOOL_DEPTH).order_by("path")[:2])
    if len(pages) == 1:
        return redirect("wagtailadmin_pages:add", "activities", "postpage", pages[0].pk)
    home = get_object_or_404(HomePage)
    if pages:
        return redirect("wagtailadmin_explore", home.pk)
    return redirect("wagtailadmin_pages:add", "activities", "activitypage", home.pk)


class LeadersView(WagtailAdminTemplateMixin, FormView):
    template_name = "activities/admin/leaders.html"
    form_class = LeadersForm
    page_title = gettext_lazy("Who may post")
    header_icon = "group"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.activity = get_object_or_404(ActivityPage, pk=self.kwargs["activity_id"])
        check_may_choose_leaders(self.request.user, self.activity)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = ActivityLeader.objects.filter(activity=self.activity)
        return {
            **super().get_form_kwargs(),
            "people": staff_of(self.activity),
            "initial": {"staff": list(chosen.values_list("staff_id", flat=True))},
        }

    def form_valid(self, form: LeadersForm) -> HttpResponse:
        staff = form.cleaned_data["staff"]
        set_leaders(activity=self.activity, staff=staff, user=self.request.user)
        title, names = self.activity.title, ", ".join(person.full_name for person in staff)
        text = (
            _("Now these people may post to %(title)s: %(names)s.")
            if names
            else _("Now only the school’s principal and the office may post to %(title)s.")
        )
        messages.success(self.request, text % {"title": title, "names": names})
        return redirect("wagtailadmin_explore", self.activity.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        page = {
            "url": reverse("wagtailadmin_explore", args=[self.activity.pk]),
            "label": self.activity.title,
        }
        return [*super().get_breadcrumbs_items(), page, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "activity": self.activity}


def urls() -> list[Any]:
    leaders = "activities/<int:activity_id>/leaders/"
    return [
        path(leaders, LeadersView.as_view(), name="activities_leaders"),
        path("activities/district/", for_district, name="activities_for_district"),
    ]


def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is ActivityPage and can_choose_leaders(user, page):
        yield Button(
            _("Who may post"),
            reverse("activities_leaders", args=[page.pk]),
            icon_name="group",
            priority=25,
        )


def submit_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """Puts "submit" first for a post of a school; district news is published instead."""
    page, parent = context.get("page"), context.get("parent_page")
    if parent is not None and parent.specific_class is ActivityPage:
        depth = parent.depth + 1
    elif isinstance(page, PostPage):
        depth = page.depth
    else:
        return
    if depth == SCHOOL_DEPTH + 1:
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]
    put_submit_first(menu_items)
