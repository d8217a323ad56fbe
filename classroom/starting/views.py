"""The screen of a class's template: what it says, a newer version, another one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..models import ClassroomPage
from ..models.template import CLASS_PARTS
from ..models.update import PARTS
from .forms import TakeForm
from .selectors import CHANGE, Standing, offered_to, standing_of
from .services import take_version
from .showing import words_of


class ClassTemplateScreen(WagtailAdminTemplateMixin, FormView):
    """For whoever may edit the class page."""

    template_name = "classroom/admin/starting/class.html"
    form_class = TakeForm
    page_title = gettext_lazy("Class page template")
    header_icon = "doc-full"
    request: SignedInRequest
    classroom: ClassroomPage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.classroom = get_object_or_404(ClassroomPage, pk=self.kwargs["classroom_id"])
        if not self.classroom.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.classroom)

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = offered_to(self.request.user, self.classroom)
        if self.classroom.started_from_id is not None:
            offered = offered.exclude(pk=self.classroom.started_from_id)
        return {**super().get_form_kwargs(), "offered": offered}

    def form_valid(self, form: TakeForm) -> HttpResponse:
        version = form.cleaned_data["version"]
        take_version(classroom=self.classroom, version=version, user=self.request.user)
        messages.success(
            self.request,
            _("%(class)s has “%(version)s” now. What you wrote yourself has not changed.")
            % {"class": self.classroom.title, "version": version},
        )
        return redirect("classroom_template", self.classroom.pk)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.classroom.pk]),
                "label": self.classroom.get_admin_display_title(),
            },
            {"url": "", "label": self.page_title},
        ]

    def get_page_subtitle(self) -> str:
        return str(self.classroom.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, newer = self.standing.version, self.standing.newer
        context = super().get_context_data(**kwargs)
        if version is not None:
            # A newer version of its own template stands above, with a button of its own.
            field = context["form"].fields["version"]
            field.queryset = field.queryset.exclude(template=version.template_id)
        titles = dict(PARTS)
        guidance = version.guidance if version is not None else {}
        return {
            **context,
            "classroom": self.classroom,
            "version": version,
            "newer": newer,
            "words": _words(version),
            "newer_words": _words(newer),
            "guidance": [(titles[part], said) for part, said in guidance.items()],
            "is_held": version is not None
            and version.locks_any
            and not self.request.user.has_perm(CHANGE),
        }


def _words(version: Any) -> list[Any]:
    if version is None:
        return []
    return [words for part in CLASS_PARTS if (words := words_of(version, part)) is not None]
