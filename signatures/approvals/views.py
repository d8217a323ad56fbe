"""The screen on which the communications office decides what waits about signatures."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.web.accounts import SignedInRequest

from ..models import Decision, SignatureSettings
from .entries import Answer, AnswerRefused
from .forms import ReasonForm
from .kinds import drafts_for, kind_for, kinds_for, may_enter, waiting_for
from .words import quoted

LATELY = 10


class ApprovalQueue(WagtailAdminTemplateMixin, TemplateView):
    """What waits, oldest first, and what was decided last."""

    template_name = "signatures/admin/approvals.html"
    page_title = gettext_lazy("Approvals")
    header_icon = "check"
    request: SignedInRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, open_key: str = "", form: ReasonForm | None = None) -> HttpResponse:
        """The queue; with the form that was filled in wrongly at the entry that it belongs to."""
        user = self.request.user
        if not may_enter(user):
            raise PermissionDenied
        kinds = kinds_for(user)
        rows = [
            {
                "entry": entry,
                "clause": quoted(entry.clause_id),
                "own": entry.is_of(user),
                "open": entry.key == open_key,
                "form": form if form and entry.key == open_key else ReasonForm(prefix=entry.key),
            }
            for entry in waiting_for(user)
        ]
        names = [kind.name for kind in kinds]
        lately = Decision.objects.filter(kind__in=names).select_related("staff", "by")[:LATELY]
        context = self.get_context_data(
            rows=rows,
            wrong=next((row for row in rows if row["open"]), None),
            decides=kinds,
            lately=lately,
            drafts=drafts_for(user),
            chosen=SignatureSettings.load(),
        )
        return self.render_to_response(context, status=422 if form is not None else 200)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]


@require_POST
def approve_entry(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Approve what was seen."""
    answer = Answer(approved=True, choice=request.POST.get("choice", "")[:20])
    return _give(request, kind, pk, answer)


class RefuseEntry(ApprovalQueue):
    """Do not approve it, with the reason."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
        kind_for(request.user, kind)
        key = f"{kind}-{pk}"
        form = ReasonForm(request.POST, prefix=key)
        if not form.is_valid():
            return self.show(open_key=key, form=form)
        return _give(request, kind, pk, Answer(approved=False, reason=form.cleaned_data["reason"]))


def _give(request: SignedInRequest, name: str, pk: int, answer: Answer) -> HttpResponse:
    kind = kind_for(request.user, name)
    try:
        said = kind.answer(
            pk=pk,
            version=request.POST.get("version", ""),
            answer=answer,
            user=request.user,
            now=timezone.now(),
        )
    except AnswerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("signatures_approvals")
