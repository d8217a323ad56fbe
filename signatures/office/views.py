"""One template: how it looks with four names, its versions, and its approval."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
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

from ..gathering import read_shelf
from ..mine.views import AS_MAIL, DARK
from ..models import SignatureTemplate
from ..models.template import LABELS
from .samples import samples
from .services import (
    NothingNew,
    approve_template,
    can_approve,
    newest_version,
    signatures_made_with,
)

CHANGE = "signatures.change_signaturetemplate"


class TemplateView(InspectView):
    """The draft beside what is approved, and the button that approves it."""

    page_title = _("Signature template")
    template_name = "signatures/admin/template.html"

    def get_delete_url(self) -> None:
        """Signatures are pinned to versions: no template goes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template = self.object
        newest = newest_version(template)
        return {
            **super().get_context_data(**kwargs),
            "template": template,
            "schools_of_template": [school.title for school in template.schools.all()],
            "draft": [LABELS[block] for block in template.draft],
            "newest": newest,
            "versions": [
                (version, [LABELS[block] for block in version.in_order])
                for version in template.versions.order_by("-number")
            ],
            "can_approve": can_approve(template) and self.request.user.has_perm(CHANGE),
            "taken": signatures_made_with(template),
        }

    def post(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve the draft. Raises `PermissionDenied` for who may only look."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        try:
            version = approve_template(template=self.object, user=request.user, now=timezone.now())
        except NothingNew as error:
            messages.warning(request, str(error))
        else:
            words = gettext(
                "%(version)s is approved. Whose signature changes by it is asked by email to copy "
                "the new one."
            )
            messages.success(request, words % {"version": version})
        return redirect(request.path)


@method_decorator([csp_override(AS_MAIL), xframe_options_sameorigin], name="dispatch")
class TemplateSample(View):
    """The draft, or a version, with four names: what stands in the frame."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        if not user.has_perm(CHANGE):
            raise PermissionDenied
        template = get_object_or_404(SignatureTemplate, pk=pk)
        blocks = template.draft
        if number := request.GET.get("version", ""):
            wanted = template.versions.filter(number=number if number.isdecimal() else 0).first()
            if wanted is None:
                raise Http404
            blocks = wanted.in_order
        shown = [
            (label, signature.html.replace(settings.WAGTAILADMIN_BASE_URL, ""))
            for label, signature in samples(blocks, read_shelf(timezone.localdate()))
        ]
        context = {"samples": shown, "dark": request.GET.get("look") == DARK}
        return render(request, "signatures/admin/template_sample.html", context)
