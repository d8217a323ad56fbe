"""The signature pages of the staff area. People with a staff record see their own, and nobody
else's."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from district_cms.deviations.selectors import first_page
from district_cms.people.models import Staff
from district_cms.procedure.clauses import clause
from district_cms.web.accounts import SignedInRequest
from district_cms.web.rate_limits import TooOften, count, give_back

from ..issuing.services import TakenTooOften, take_signature
from ..issuing.standing import news_for
from ..models import Issue
from ..options import SignatureOptions, options_for, prepare
from ..policy import SignatureIncomplete, SignatureTooLong
from ..preferences import CHOSEN, SignaturePreferences, preferences_of, query_of
from ..staff_area import no_record, own_record, staff_page
from .choosing import ended, one_of, questions
from .reporting import (
    REPORTS,
    MissingRecordForm,
    NobodyToTell,
    RecordReportForm,
    report_no_record,
    report_record,
)

WITH_PREVIEW: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
# The preview is the signature as mail programs get it: inline styles and our pictures only.
AS_MAIL: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # No scripts, forms or windows; the surrounding page selects the content to copy it.
    "sandbox": ["allow-same-origin"],
}
LIGHT: Final = "light"
DARK: Final = "dark"
WIDE: Final = "computer"
NARROW: Final = "phone"


@require_safe
@csp_override(WITH_PREVIEW)
@staff_page
def my_signature(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Shows what the person may choose, a preview, and how to take it; or what is missing and who
    can add it."""
    return _page(request, staff, RecordReportForm())


@require_safe
@xframe_options_sameorigin
@csp_override(AS_MAIL)
@staff_page
def preview(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Shows the signature alone, as the recipient sees it."""
    options = options_for(staff, timezone.localdate())
    try:
        html = as_mail(options, _preferences(request, options))
    except (SignatureIncomplete, SignatureTooLong) as error:
        raise Http404 from error
    context = {"html": html, "dark": request.GET.get("look") == DARK}
    return render(request, "signatures/pages/preview.html", context)


def as_mail(options: SignatureOptions, preferences: SignaturePreferences | None = None) -> str:
    """Returns the HTML for a frame of this site. Raises `SignatureIncomplete` or
    `SignatureTooLong`."""
    html = prepare(options, preferences).render().html
    # Picture addresses contain the public host; a preview loads them from this one.
    return html.replace(f'src="{settings.WAGTAILADMIN_BASE_URL}/', 'src="/')


@require_POST
@staff_page
def take(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Records that the signature was copied or downloaded: which one, and the choices made. Answers
    a copying script with 204, because a redirect could lead it to the sign-in page."""
    options = options_for(staff, timezone.localdate())
    preferences = _preferences(request, options)
    path = request.POST.get("path", "")
    if path not in {Issue.Path.COPY, Issue.Path.SHORT, Issue.Path.HTM, Issue.Path.TEXT}:
        raise Http404
    prepared = prepare(options, preferences)
    by_script = "script" in request.POST
    try:
        signature = prepared.render_short() if path == Issue.Path.SHORT else prepared.render()
        # A page that was opened before the last change shows an older one.
        if by_script and request.POST.get("shown", signature.sha256) != signature.sha256:
            return HttpResponse(status=409)
        take_signature(
            prepared=prepared, signature=signature, path=Issue.Path(path), now=timezone.now()
        )
    except (SignatureIncomplete, SignatureTooLong):
        return HttpResponse(status=409) if by_script else redirect("signatures:my_signature")
    except TakenTooOften:
        if by_script:
            return HttpResponse(status=429)
        messages.error(
            request,
            _(
                "You copied or downloaded it very often in the last hour. Please try "
                "again in an hour."
            ),
        )
        return redirect(f"{reverse('signatures:my_signature')}?{_query(preferences)}")
    if by_script:
        return HttpResponse(status=204)
    match path:
        case Issue.Path.HTM:
            html = signature.html.encode("ascii")
            return _file(html, "text/html; charset=us-ascii", f"{_file_name(staff)}-signature.htm")
        case Issue.Path.TEXT:
            # Outlook recognizes the encoding by the byte order mark.
            text = signature.text.encode("utf-8-sig")
            return _file(text, "text/plain; charset=utf-8", f"{_file_name(staff)}-signature.txt")
    noted = "short" if path == Issue.Path.SHORT else "1"
    return redirect(f"{reverse('signatures:my_signature')}?{_query(preferences, taken=noted)}")


@require_POST
@csp_override(WITH_PREVIEW)
@staff_page
def report(request: SignedInRequest, staff: Staff) -> HttpResponse:
    """Reports an error in the staff record to the administrators."""
    form = RecordReportForm(request.POST)
    status = _send(form, f"staff {staff.pk}", lambda data: report_record(staff=staff, **data))
    if status:
        return _page(request, staff, form, status=status)
    return redirect(f"{reverse('signatures:my_signature')}?reported=1")


@require_POST
@never_cache
@login_required
def report_missing(request: SignedInRequest) -> HttpResponse:
    """Reports a missing staff record to the administrators."""
    if own_record(request) is not None:
        return redirect("signatures:my_signature")
    user = request.user
    form = MissingRecordForm(request.POST)
    status = _send(form, f"account {user.pk}", lambda data: report_no_record(user=user, **data))
    if status:
        return no_record(request, form, status=status)
    messages.success(
        request, _("Sent. Once your staff record has been added, your signature is ready here.")
    )
    return redirect("signatures:my_signature")


def _send(form: Form, whose: str, send: Callable[[dict[str, Any]], int]) -> int:
    """Sends the form, at most five times a day. Returns 0, or the status for showing the form
    again. A failed attempt does not count."""
    if not form.is_valid():
        return 422
    try:
        count(REPORTS, whose)
    except TooOften:
        form.add_error(None, _("You wrote five times today. Please call the office, or wait."))
        return 429
    try:
        send(form.cleaned_data)
    except NobodyToTell:
        give_back(REPORTS.name, whose)
        form.add_error(None, _("There is nobody to write to yet. Please call the district office."))
        return 503
    return 0


def _page(
    request: SignedInRequest, staff: Staff, form: RecordReportForm, status: int = 200
) -> HttpResponse:
    options = options_for(staff, timezone.localdate())
    preferences = _preferences(request, options)
    look, width = request.GET.get("look", LIGHT), request.GET.get("width", WIDE)
    context: dict[str, Any] = {
        "options": options,
        "questions": questions(options, preferences),
        "ended": ended(options),
        "looks": one_of("look", look, [(LIGHT, _("Light")), (DARK, _("Dark"))]),
        "widths": one_of("width", width, [(WIDE, _("Computer")), (NARROW, _("Phone"))]),
        "dark": look == DARK,
        "narrow": width == NARROW,
        "hidden": [
            (name, value) for name, values in query_of(preferences).items() for value in values
        ],
        "query": _query(preferences),
        "form": form,
        "clauses": {name: clause(f"signature-{name}") for name in CLAUSES},
        "changed_parts": news_for(prepare(options)),
        "taken": request.GET.get("taken") in {"1", "short"},
        "reported": request.GET.get("reported") == "1",
        "area": "my_signature",
        # The home page of people without access to the editor.
        **first_page(request.user),
    }
    try:
        prepared = prepare(options, preferences)
        context |= {"signature": prepared.render(), "short": prepared.render_short()}
    except SignatureIncomplete as error:
        context["missing"] = error.parts
    except SignatureTooLong as error:
        context["too_long"] = error.length
    return render(request, "signatures/pages/my_signature.html", context, status=status)


CLAUSES: Final = ("required", "logos", "memberships", "statements", "quotes", "background")


def _preferences(request: HttpRequest, options: SignatureOptions) -> SignaturePreferences:
    """Returns the submitted choices, or the last ones."""
    answers = request.POST if request.method == "POST" else request.GET
    return options.chosen(preferences_of(answers) if CHOSEN in answers else options.preferences)


def _query(preferences: SignaturePreferences, **more: str) -> str:
    return urlencode({**query_of(preferences), **more}, doseq=True)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_name(staff: Staff) -> str:
    """Returns the person's name in ASCII: a downloads folder may hold several people's files."""
    return slugify(staff.full_name)[:80] or "my"
