"""The office's screens of class page templates: the list, the draft, and its approval."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from district_cms.publishing.refusals import sentence
from district_cms.web.accounts import SignedInRequest
from district_cms.web.tables import StackedTable

from ..models import ClassTemplate
from ..models.template import CLASS_PARTS
from ..models.update import PARTS
from .forms import ClassTemplateForm
from .selectors import CHANGE
from .services import (
    FaultFound,
    TemplateRefused,
    approve_template,
    fingerprint,
    give_newest,
    save_draft,
)
from .showing import words_of
from .use import may_take_newest, used

NAME: Final = "class_templates"
GIVE: Final = "give"


class Kept:
    """Class pages are pinned to versions: no template goes."""

    def get_delete_url(self, instance: Any = None) -> None:
        return None


class TemplateIndexView(Kept, IndexView):
    table_class = StackedTable
    FORMATS = ()

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().annotate(newest=Max("versions__number"))


class SavesDraft:
    """With its entry in the log. Leads to the screen on which the draft is approved."""

    object: ClassTemplate
    form: Any
    request: SignedInRequest

    def save_instance(self) -> ClassTemplate:
        return save_draft(form=self.form, user=self.request.user)

    def get_success_url(self) -> str:
        return reverse(f"{NAME}:inspect", args=[self.object.pk])


class TemplateCreateView(SavesDraft, CreateView):
    pass


class TemplateEditView(SavesDraft, Kept, EditView):
    pass


class TemplateView(Kept, InspectView):
    """The draft, its approval, and which classes have which version."""

    page_title = _("Class page template")
    template_name = "classroom/admin/starting/template.html"
    request: SignedInRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template: ClassTemplate = self.object
        versions = used(template)
        titles = dict(PARTS)
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
            "guidance": [(titles[part], said) for part, said in template.guidance.items()],
            "versions": versions,
            "may_change": may_change,
            "may_take": may_take_newest(template).count(),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve the draft, or give its newest version to all. Raises `PermissionDenied` for who
        may only look."""
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
        except FaultFound as fault:
            messages.error(self.request, " ".join([str(fault), *map(sentence, fault.findings)]))
        except TemplateRefused as refusal:
            messages.warning(self.request, str(refusal))
        else:
            words = _("%(version)s is approved. No class page has changed yet.")
            messages.success(self.request, words % {"version": version})


class ClassTemplateViewSet(ModelViewSet):
    model = ClassTemplate
    icon = "doc-full"
    menu_label = _("Class page templates")
    menu_order = 312
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = TemplateIndexView
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    inspect_view_class = TemplateView
    inspect_template_name = "classroom/admin/starting/template.html"
    edit_handler = ObjectList(ClassTemplate.panels, base_form_class=ClassTemplateForm)
    list_display = ["name", Column("newest", label=_("Approved version"))]
    list_per_page = 50

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_urlpatterns(self) -> Any:
        return [each for each in super().get_urlpatterns() if each.name not in {"delete", "usage"}]
