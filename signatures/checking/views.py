"""Check my signature: paste it, see what there is to say. Nothing of it is stored or logged."""

from collections import Counter
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from district_cms.brand.website import website
from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest
from district_cms.web.limits import Limit, TooOften, count

from ..staff_area import personal_page
from . import check
from .display import shown
from .findings import Strength, grouped
from .forms import SENTENCES, CheckForm
from .pictures import hashes_in
from .reading import MOST_BYTES
from .selectors import own_hosts, record_of, registry_of

OFTEN: Final = Limit("signature-check", 60, 60 * 60)
# Beside the paste itself there are the token, the names of fields, and the plain text of the same.
MOST_SENT: Final = MOST_BYTES + 400_000
# The frame takes this page's policy over, and a signature has its styles in attributes.
WITH_FRAME: Final[dict[str, Any]] = {
    **settings.SECURE_CSP,
    "style-src-attr": [CSP.UNSAFE_INLINE],
    "frame-src": [CSP.SELF],
}


@csrf_exempt  # the form's token is looked for below, once the size is known
@require_http_methods(["GET", "HEAD", "POST"])
@personal_page
def check_signature(request: SignedInRequest, staff: Staff | None) -> HttpResponse:
    """The form, and under it what was found. Without a staff record the signature is held against
    what holds for everyone."""
    if request.method == "POST" and _length(request) > MOST_SENT:
        # Not read at all: what is larger would lie in a file on the server for a while.
        form = CheckForm(author="")
        more = {"problem": SENTENCES["large"], "without_record": staff is None}
        return _page(request, form, more, status=413)
    return _checked(request, staff)


@csrf_protect
@sensitive_post_parameters()
@sensitive_variables()
def _checked(request: HttpRequest, staff: Staff | None) -> HttpResponse:
    user: Any = request.user
    author = staff.full_name.strip() if staff else user.get_full_name()
    without = {"without_record": staff is None}
    if request.method != "POST":
        return _page(request, CheckForm(author=author), without)
    try:
        count(OFTEN, f"staff {staff.pk}" if staff else f"account {user.pk}")
    except TooOften as error:
        problem = _("You have checked many signatures. Please try again in an hour.")
        response = _page(
            request, CheckForm(author=author), {"problem": problem, **without}, status=429
        )
        response["Retry-After"] = str(error.seconds)
        return response
    form = CheckForm(request.POST, request.FILES, author=author)
    if not form.is_valid():
        return _page(request, form, without, status=422)
    return _found(request, staff, form)


@csp_override(WITH_FRAME)
def _found(request: HttpRequest, staff: Staff | None, form: CheckForm) -> HttpResponse:
    raw = form.raw
    registry = registry_of(staff, hashes_in(raw), timezone.localdate())
    record = record_of(staff, website(request).name) if staff else None
    points = grouped(check(raw, record, registry))
    context = {
        "is_checked": True,
        "without_record": staff is None,
        "points": points,
        "numbers": {each.name.lower(): 0 for each in Strength}
        | Counter(point.finding.strength.name.lower() for point in points),
        "shown": shown(raw, own_hosts(), f"{request.scheme}://{request.get_host()}"),
    }
    return _page(request, CheckForm(author=form.author), context)


def _page(
    request: HttpRequest, form: CheckForm, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, **(more or {})}
    return render(request, "signatures/pages/check_signature.html", context, status=status)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
