"""The screens of class page templates: a class's own, and the office's list, draft and approval."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.panels import ObjectList
from wagtail.admin.views.generic import CreateView, EditView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from district_cms.brand.versioned_templates import (
    PinnedTemplate,
    SavesDraft,
    VersionedTemplateViewSet,
)
from district_cms.people.models import User
from district_cms.publishing.refusals import sentence
from district_cms.web.accounts import SignedInRequest

from ..models import ClassroomPage, ClassTemplate
from ..models.template import CLASS_PARTS
from ..parts import title_of
from .forms import ClassTemplateForm, TakeForm
from .selectors import CHANGE, Standing, offered_to, standing_of, words_of
from .services import (
    DraftBlocked,
    TemplateRefused,
    approve_template,
    fingerprint,
    give_newest,
    may_take_newest,
    save_draft,
    take_version,
    used,
)


class ClassTemplateScreen(WagtailAdminTemplateMixin, FormView):
    """A class's template, for whoever may edit the class page."""

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
            # A newer version of its own template is shown above, with its own button.
            field = context["form"].fields["version"]
            field.queryset = field.queryset.exclude(template=version.template_id)
        guidance = version.guidance if version is not None else {}
        return {
            **context,
            "classroom": self.classroom,
            "version": version,
            "newer": newer,
            "words": _words(version),
            "newer_words": _words(newer),
            "guidance": [(title_of(part), text) for part, text in guidance.items()],
            "is_held": version is not None
            and version.locks_any
            and not self.request.user.has_perm(CHANGE),
        }


def _words(version: Any) -> list[Any]:
    if version is None:
        return []
    return [words for part in CLASS_PARTS if (words := words_of(version, part)) is not None]


NAME: Final = "class_templates"
GIVE: Final = "give"


class SavesClassDraft(SavesDraft):
    save_draft = staticmethod(save_draft)
    inspect_route = f"{NAME}:inspect"


class TemplateCreateView(SavesClassDraft, CreateView):
    pass


class TemplateEditView(SavesClassDraft, PinnedTemplate, EditView):
    pass


class TemplateView(PinnedTemplate, InspectView):
    """The draft, its approval, and which classes have which version."""

    page_title = gettext_lazy("Class page template")
    template_name = "classroom/admin/starting/template.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template: ClassTemplate = self.object
        versions = used(template)
        may_change = self.request.user.has_perm(CHANGE)
        return {
            **super().get_context_data(**kwargs),
            "template": template,
            "schools_of_template": [school.title for school in template.schools.all()],
            "is_for_nobody": template.is_for_nobody,
            "fingerprint": fingerprint(template),
            "words": [
                words for part in CLASS_PARTS if (words := words_of(template, part)) is not None
            ],
            "guidance": [(title_of(part), text) for part, text in template.guidance.items()],
            "versions": versions,
            "may_change": may_change,
            "may_take": may_take_newest(template).count(),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approves the draft, or gives its newest version to all classes. Raises `PermissionDenied`
        for read-only users."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        if GIVE in request.POST:
            self.give()
        else:
            self.approve()
        return redirect(request.path)

    def give(self) -> None:
        number = give_newest(template=self.object, user=self.request.user)
        words = ngettext(
            "%(number)d class has the newest version now.",
            "%(number)d classes have the newest version now.",
            number,
        )
        messages.success(self.request, words % {"number": number})

    def approve(self) -> None:
        try:
            version = approve_template(
                template=self.object,
                user=self.request.user,
                seen=self.request.POST.get("seen", ""),
            )
        except DraftBlocked as fault:
            messages.error(self.request, " ".join([str(fault), *map(sentence, fault.findings)]))
        except TemplateRefused as refusal:
            messages.warning(self.request, str(refusal))
        else:
            words = gettext_lazy("%(version)s is approved. No class page has changed yet.")
            messages.success(self.request, words % {"version": version})


class ClassTemplateViewSet(VersionedTemplateViewSet):
    model = ClassTemplate
    icon = "doc-full"
    menu_label = gettext_lazy("Class page templates")
    menu_order = 312
    add_to_admin_menu = True
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    inspect_view_class = TemplateView
    inspect_template_name = "classroom/admin/starting/template.html"
    edit_handler = ObjectList(ClassTemplate.panels, base_form_class=ClassTemplateForm)


def urls() -> list[Any]:
    """Returns the addresses of a class's template in the editor."""
    base = "classes/<int:classroom_id>/template/"
    return [
        path(base, ClassTemplateScreen.as_view(), name="classroom_template"),
    ]


def viewset() -> ClassTemplateViewSet:
    return ClassTemplateViewSet(NAME, url_prefix="class-page-templates")


def template_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """A button on a class page, for whoever may edit it."""
    if page.specific_class is ClassroomPage and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Class page template"),
            reverse("classroom_template", args=[page.pk]),
            icon_name="doc-full",
            priority=25,
        )
