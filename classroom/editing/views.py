"""Screens and buttons of the page editor beside the form."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.moderation.review.editor import EndOfReview
from district_cms.people.models import User
from district_cms.publishing.gate import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest
from district_cms.web.times import weekday_text

from ..addresses import class_name, continue_url
from ..models import ClassroomPage, UpdatePage
from ..presentation.running import last_day_of, running
from ..requirements.same_days import Other, named, others_by_class
from ..selectors import days_met_by, own_classrooms
from ..services.updates import can_take_back, post_to_sections, take_back


class SectionsForm(forms.Form):
    """Chooses the other classes that get this update, too."""

    classrooms: "forms.ModelMultipleChoiceField[ClassroomPage]" = forms.ModelMultipleChoiceField(
        ClassroomPage.objects.none(),
        label=gettext_lazy("Classes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Select at least one class.")},
    )
    submit = forms.BooleanField(
        label=gettext_lazy("Send them to the principal now"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "Otherwise they wait as drafts in each class, where you can change them."
        ),
    )

    def __init__(
        self,
        *args: Any,
        classrooms: Any,
        same_days: Mapping[str, list[Other]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`same_days` has the updates of each class for the same days, by its path."""
        super().__init__(*args, **kwargs)
        there = same_days or {}

        def label(classroom: ClassroomPage) -> str:
            words = class_label(classroom)
            if others := there.get(classroom.path):
                words = gettext_lazy("%(class)s – has an update for these days: %(others)s") % {
                    "class": words,
                    "others": named(others),
                }
            return str(words)

        field = self.fields["classrooms"]
        field.queryset = classrooms  # type: ignore[attr-defined]
        field.label_from_instance = label  # type: ignore[attr-defined]


def class_label(classroom: ClassroomPage) -> str:
    """Returns "Math 3, Period 2 (2026-27)"."""
    return f"{class_name(classroom)} ({classroom.school_year.name})"


class OfAnUpdate(WagtailAdminTemplateMixin, FormView):
    """Base of screens about one update: permission check and breadcrumbs."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.may(self.update.permissions_for_user(self.request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permissions: Any) -> bool:
        """Returns True if these page permissions allow the use of the screen."""
        return bool(permissions.can_edit())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": continue_url(self.update),
                "label": self.update.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]


class OtherSectionsView(OfAnUpdate):
    """Copies the update into other classes of the same teacher."""

    template_name = "classroom/admin/post_to_sections.html"
    form_class = SectionsForm
    page_title = gettext_lazy("Post to my other sections too")
    header_icon = "copy"

    @cached_property
    def others(self) -> QuerySet[ClassroomPage]:
        return own_classrooms(self.request.user).exclude(pk=self.update.get_parent().pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        latest = self.update.get_latest_revision_as_object()
        paths = list(self.others.values_list("path", flat=True))
        same_days = others_by_class(
            UpdatePage.objects, paths, latest.period_start, latest.period_end
        )
        return {**super().get_form_kwargs(), "classrooms": self.others, "same_days": same_days}

    def form_valid(self, form: SectionsForm) -> HttpResponse:
        try:
            copied = post_to_sections(
                update=self.update,
                classrooms=form.cleaned_data["classrooms"],
                user=self.request.user,
                submit=form.cleaned_data["submit"],
            )
        except PublishBlocked as refusal:
            # Nothing was created: the update itself needs fixing first.
            form.add_error(None, refusal_message(refusal))
            return self.form_invalid(form)
        number = len(copied.made)
        if copied.submitted:
            text = ngettext(
                "The update was sent to the principal for %(number)d more class.",
                "The update is with the principal for %(number)d more classes.",
                number,
            )
        else:
            text = ngettext(
                "A draft of the update is waiting in %(number)d more class.",
                "Drafts of the update are waiting in %(number)d more classes.",
                number,
            )
        messages.success(self.request, text % {"number": number})
        return redirect(continue_url(self.update))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "has_others": self.others.exists(),
        }


class UnpublishPageView(UnpublishView):
    """Also unpublishes the pages below unless the box is cleared; says which classes are
    running."""

    template_name = "classroom/admin/unpublish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        below = ClassroomPage.objects.live().filter(running(today))
        classes = below.descendant_of(self.object, inclusive=True).select_related("school_year")
        ends = [last_day_of(room) for room in classes]
        return {
            **super().get_context_data(**kwargs),
            "classes": len(ends),
            "of_class": isinstance(self.object.specific, ClassroomPage),
            "until": weekday_text(max(ends)) if ends else "",
        }


class TakeBackView(OfAnUpdate):
    template_name = "classroom/admin/take_back.html"
    form_class = forms.Form
    page_title = gettext_lazy("Take it back")
    header_icon = "undo"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        take_back(update=self.update, user=self.request.user)
        text = _("“%(title)s” is a draft again. Change it, then submit it.")
        messages.success(self.request, text % {"title": self.update.draft_title})
        return redirect("classroom_compose_draft", self.update.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = can_take_back(self.update, self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "waits": waits,
            "days": [] if self.update.live or not waits else days_met_by([self.update]),
        }


URLS: Final = (
    path(
        "updates/<int:update_id>/other-sections/",
        OtherSectionsView.as_view(),
        name="classroom_other_sections",
    ),
    path(
        "updates/<int:update_id>/take-back/",
        TakeBackView.as_view(),
        name="classroom_take_back",
    ),
)


def submit_first(menu_items: list[Any], request: SignedInRequest, context: dict[str, Any]) -> None:
    """Puts "submit" first: it is a teacher's usual next step, and drafts save themselves."""
    parent = context.get("parent_page")
    is_update = isinstance(context.get("page"), UpdatePage) or (
        parent is not None and parent.specific_class is ClassroomPage
    )
    if is_update:
        put_submit_first(menu_items)


def put_submit_first(menu_items: list[Any]) -> None:
    """Moves "submit" to the top for users who cannot publish."""
    by_name = {item.name: item for item in menu_items}
    if "action-submit" in by_name and "action-publish" not in by_name:
        menu_items.remove(by_name["action-submit"])
        menu_items.insert(0, by_name["action-submit"])


class TakeBackItem(EndOfReview):
    """Replaces the editor's button that withdraws without confirmation."""

    def get_url(self, parent_context: Any) -> str:
        return reverse("classroom_take_back", args=[parent_context["page"].pk])


def ask_before_taking_back(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    if isinstance(context.get("page"), UpdatePage):
        items[:] = [
            TakeBackItem(order=item.order) if type(item) is EndOfReview else item for item in items
        ]


def other_sections_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if page.specific_class is UpdatePage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Post to my other sections too"),
            reverse("classroom_other_sections", args=[page.pk]),
            icon_name="copy",
            priority=25,
        )
