"""The staff area's signature pages. Everyone with a staff record sees their own and nobody
else's."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage

from .policy import SignatureIncomplete, SignatureTooLong
from .render import Signature, render_signature
from .selectors import logos_of, record_of

WITH_PREVIEW: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
# The preview is the signature as mail programs get it: styles in attributes, our pictures, no more.
AS_MAIL: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}


@require_safe
@never_cache
@login_required
@csp_override(WITH_PREVIEW)
def my_signature(request: HttpRequest) -> HttpResponse:
    """HTML and text to copy, for each school of the person; or what is missing and who adds it."""
    staff = _own_record(request)
    if staff is None:
        return render(request, "signatures/pages/no_record.html", status=404)
    schools = list(staff.schools.all())
    school = _chosen(request, schools)
    context: dict[str, Any] = {
        "staff": staff,
        "staff_schools": schools,
        "school": school,
        "missing": (),
    }
    try:
        context["signature"] = _signature(staff, school)
    except SignatureIncomplete as error:
        context["missing"] = error.parts
    except SignatureTooLong as error:
        context["too_long"] = error.length
    return render(request, "signatures/pages/my_signature.html", context)


@require_safe
@never_cache
@login_required
@xframe_options_sameorigin
@csp_override(AS_MAIL)
def preview(request: HttpRequest) -> HttpResponse:
    """The signature alone, as its receiver sees it."""
    staff = _own_record(request)
    if staff is None:
        raise Http404
    try:
        signature = _signature(staff, _chosen(request, list(staff.schools.all())))
    except (SignatureIncomplete, SignatureTooLong) as error:
        raise Http404 from error
    # The pictures' addresses name the public host; a preview shows them from this one.
    html = signature.html.replace(settings.WAGTAILADMIN_BASE_URL, "")
    return render(request, "signatures/pages/preview.html", {"html": html})


def _own_record(request: HttpRequest) -> Staff | None:
    if request.user.pk is None:
        return None
    return Staff.objects.active().filter(user_id=request.user.pk).first()


def _chosen(request: HttpRequest, schools: list[SchoolPage]) -> SchoolPage | None:
    wanted = request.GET.get("school", "")
    return next((s for s in schools if str(s.pk) == wanted), schools[0] if schools else None)


def _signature(staff: Staff, school: SchoolPage | None) -> Signature:
    return render_signature(record_of(staff, school), logos_of(school))
