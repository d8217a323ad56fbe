"""The same guides in the staff area, for people who work here and have no pages to edit."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from district_cms.publishing.models.snapshots import published_clauses
from district_cms.web.accounts import SignedInRequest

from .guides import guide_for, guide_html, guides_for
from .models import Staff
from .selectors import roles_of

LIST: Final = "staff_guides"
ONE: Final = "staff_guide"


@require_safe
@never_cache
@login_required
def guides(request: SignedInRequest) -> HttpResponse:
    """Lists the guides of the user's own roles first. Without a staff record, lists those that are
    open to everyone."""
    own, others = guides_for(roles_of(request.user))
    context = {"own": own, "others": others, **_frame(request)}
    return render(request, "people/pages/guides.html", context)


@require_safe
@never_cache
@login_required
def guide(request: SignedInRequest, name: str) -> HttpResponse:
    selected = guide_for(roles_of(request.user), name)
    html = guide_html(name, ONE, published_clauses())
    context = {"guide": selected, "guide_html": html, **_frame(request)}
    return render(request, "people/pages/guide.html", context)


def _frame(request: SignedInRequest) -> dict[str, Any]:
    """Returns the context of the staff area's frame. The guides are written in English."""
    has_record = Staff.objects.active().filter(user_id=request.user.pk).exists()
    return {
        "content_language": "en",
        "one_guide": ONE,
        "area": LIST,
        "without_record": not has_record,
    }


urlpatterns = [
    path("", guides, name=LIST),
    path("<slug:name>/", guide, name=ONE),
]
