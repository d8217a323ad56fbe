"""“Move to another class”: what it does to the posting day is said before it is done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.pages.move import MoveChooseDestinationView

from ..models import UpdatePage
from ..selectors import days_met_by
from ..services.moves import (
    MoveRefused,
    check_movable,
    classes_to_move_to,
    may_move,
    move_to_class,
)
from .forms import ClassForm
from .views import OfAnUpdate


class MoveUpdateView(OfAnUpdate):
    """Put an update into another class, instead of Wagtail's way through the page tree, where a
    class that has an update of the same day refuses it."""

    template_name = "classroom/admin/move_update.html"
    form_class = ClassForm
    page_title = gettext_lazy("Move to another class")
    header_icon = "arrow-right-full"

    def may(self, permissions: Any) -> bool:
        return may_move(self.update, self.request.user)

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
        return {
            **super().get_context_data(**kwargs),
            "update": self.update,
            "days": days_met_by([self.update]),
        }


def choose_where_to_move(request: HttpRequest, page_to_move_id: int) -> HttpResponseBase:
    """Wagtail's first step of moving a page; for an update our own screen."""
    if UpdatePage.objects.filter(pk=page_to_move_id).exists():
        return redirect("classroom_move_update", page_to_move_id)
    return MoveChooseDestinationView.as_view()(request, page_to_move_id=page_to_move_id)
