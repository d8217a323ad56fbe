"""Screens of the editor beside the page form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.move import MoveChooseDestinationView

from district_cms.publishing.mechanism import PublishBlocked, refusal_message
from district_cms.web.accounts import SignedInRequest

from .forms import ClassForm, SectionsForm
from .models import ClassroomPage, UpdatePage
from .selectors import classes_to_move_to, own_classrooms
from .services.moves import MoveRefused, check_movable, move_to_class
from .services.updates import check_may_post, post_to_sections, start_from_last


@require_POST
def start_from_last_update(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Make a draft from the class's newest update and open it in the editor."""
    classroom = get_object_or_404(ClassroomPage, pk=classroom_id)
    check_may_post(user=request.user, classroom=classroom)
    update = start_from_last(classroom=classroom, user=request.user)
    messages.success(
        request,
        _("Here is a draft based on the last update for %(class)s. Change what is new.")
        % {"class": classroom.title},
    )
    return redirect("wagtailadmin_pages:edit", update.pk)


class OfAnUpdate(WagtailAdminTemplateMixin, FormView):
    """A screen about one update: its way back, and who may be here."""

    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.update = get_object_or_404(UpdatePage, pk=self.kwargs["update_id"])
        if not self.may(self.update.permissions_for_user(self.request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permissions: Any) -> bool:
        """Whether someone with these page permissions may use the screen."""
        return bool(permissions.can_edit())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.update.pk]),
                "label": self.update.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]


class MoveUpdateView(OfAnUpdate):
    """Put an update into another class, instead of Wagtail's way through the page tree, where a
    class that has an update of the same day refuses it."""

    template_name = "classroom/admin/move_update.html"
    form_class = ClassForm
    page_title = gettext_lazy("Move to another class")
    header_icon = "arrow-right-full"

    def may(self, permissions: Any) -> bool:
        return bool(permissions.can_move())

    def get_form_kwargs(self) -> dict[str, Any]:
        classes = classes_to_move_to(self.update, self.request.user)
        return {**super().get_form_kwargs(), "classrooms": classes}

    def form_valid(self, form: ClassForm) -> HttpResponse:
        classroom = form.cleaned_data["classroom"]
        try:
            move_to_class(update=self.update, classroom=classroom, user=self.request.user)
        except MoveRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("“%(title)s” is in %(class)s now.")
            % {"title": self.update.draft_title, "class": classroom.title},
        )
        return redirect("wagtailadmin_pages:edit", self.update.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            check_movable(self.update)
        except MoveRefused as refusal:
            kwargs["refusal"] = str(refusal)
        return {**super().get_context_data(**kwargs), "update": self.update}


def choose_where_to_move(request: HttpRequest, page_to_move_id: int) -> HttpResponseBase:
    """Wagtail's first step of moving a page; for an update our own screen."""
    if UpdatePage.objects.filter(pk=page_to_move_id).exists():
        return redirect("classroom_move_update", page_to_move_id)
    return MoveChooseDestinationView.as_view()(request, page_to_move_id=page_to_move_id)


class OtherSectionsView(OfAnUpdate):
    """Choose other classes of the same teacher and copy the update into them."""

    template_name = "classroom/admin/post_to_sections.html"
    form_class = SectionsForm
    page_title = gettext_lazy("Post to my other sections too")
    header_icon = "copy"

    @cached_property
    def others(self) -> QuerySet[ClassroomPage]:
        return own_classrooms(self.request.user).exclude(pk=self.update.get_parent().pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "classrooms": self.others}

    def form_valid(self, form: SectionsForm) -> HttpResponse:
        try:
            copied = post_to_sections(
                update=self.update,
                classrooms=form.cleaned_data["classrooms"],
                user=self.request.user,
                submit=form.cleaned_data["submit"],
            )
        except PublishBlocked as refusal:
            # Nothing was made: the update itself is what needs fixing first.
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
        return redirect("wagtailadmin_pages:edit", self.update.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "has_others": self.others.exists(),
        }
