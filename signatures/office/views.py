"""One template: how it looks with four names, its versions, and its approval."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.generic import View
from wagtail.admin.views.generic import InspectView

from district_cms.web.accounts import SignedInRequest
from district_cms.web.keys import key_in

from ..catalog import read_catalog
from ..mine.views import AS_MAIL, DARK
from ..models import SignatureTemplate, TemplateVersion
from ..models.template import LABELS
from ..permissions import CHANGE_TEMPLATES
from .samples import logo_notes, samples
from .services import (
    ForNobody,
    NothingNew,
    approve_template,
    can_approve,
    newest_version,
    signatures_from_template,
)

LONGEST_NUMBER = 9


class TemplateView(InspectView):
    """Shows the draft beside the approved version, and the button to approve it."""

    page_title = _("Signature template")
    template_name = "signatures/admin/template.html"

    def get_delete_url(self) -> None:
        """None: signatures refer to versions, so templates cannot be deleted."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template = self.object
        newest = newest_version(template)
        return {
            **super().get_context_data(**kwargs),
            "template": template,
            "schools_of_template": [school.title for school in template.schools.all()],
            "is_for_nobody": template.is_for_nobody,
            "draft": [LABELS[block] for block in template.draft],
            "newest": newest,
            "versions": [
                (version, [LABELS[block] for block in version.in_order])
                for version in template.versions.prefetch_related("schools").order_by("-number")
            ],
            "can_approve": can_approve(template) and self.request.user.has_perm(CHANGE_TEMPLATES),
            "taken": signatures_from_template(template),
            "logo_notes": logo_notes(read_catalog(timezone.localdate())),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approves the draft. Raises `PermissionDenied` for read-only users."""
        if not request.user.has_perm(CHANGE_TEMPLATES):
            raise PermissionDenied
        try:
            version = approve_template(template=self.object, user=request.user, now=timezone.now())
        except (ForNobody, NothingNew) as error:
            messages.warning(request, str(error))
        else:
            words = gettext(
                "%(version)s is approved. Anyone whose signature changes is asked by email to "
                "copy the new one."
            )
            messages.success(request, words % {"version": version})
        return redirect(request.path)


@method_decorator([csp_override(AS_MAIL), xframe_options_sameorigin], name="dispatch")
class TemplateSample(View):
    """The content of the preview frame: the draft, or a version, with four names."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        if not user.has_perm(CHANGE_TEMPLATES):
            raise PermissionDenied
        template = get_object_or_404(SignatureTemplate, pk=pk)
        displayed: SignatureTemplate | TemplateVersion = template
        blocks = template.draft
        if number := request.GET.get("version", ""):
            known = key_in(number, digits=LONGEST_NUMBER)
            displayed = get_object_or_404(template.versions, number=known or 0)
            blocks = displayed.in_order
        own = [] if displayed.for_all else displayed.schools.values_list("pk", flat=True)
        rendered = [
            (label, signature.html)
            for label, signature in samples(blocks, read_catalog(timezone.localdate()), set(own))
        ]
        context = {"samples": rendered, "dark": request.GET.get("look") == DARK}
        return render(request, "signatures/admin/template_sample.html", context)
