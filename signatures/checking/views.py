"""Check my signature: paste it and read the findings. Nothing of it is stored or logged."""

from collections import Counter
from typing import Any, Final, override

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from district_cms.brand.website import website
from district_cms.people.models import Staff
from district_cms.web.accounts import SignedInRequest
from district_cms.web.limits import Limit, TooOften, count

from ..staff_area import personal_page
from . import check
from .findings import Strength, grouped
from .pictures import hashes_in
from .selectors import record_of, registry_of
from .source import Source, is_too_long

OFTEN: Final = Limit("signature-check", 60, 60 * 60)


class CheckForm(forms.Form):
    """`pasted` is what to check, once the form is valid: the HTML of the clipboard, or the text."""

    text = forms.CharField(
        label=gettext_lazy("Paste your signature"),
        help_text=gettext_lazy(
            "Copy it in the settings of your email program, or in a message that you sent."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "data-paste": "text"}
        ),
    )
    html = forms.CharField(
        required=False, strip=False, widget=forms.HiddenInput(attrs={"data-paste": "html"})
    )

    pasted: str

    @override
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.pasted = cleaned.get("html") or cleaned.get("text") or ""
        if not self.pasted.strip():
            self.add_error("text", _("Paste your signature."))
        elif is_too_long(self.pasted):
            words = _("That is far more than a signature. Paste only your signature.")
            self.add_error("text", ValidationError(words, code="long"))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@personal_page
@sensitive_post_parameters()
@sensitive_variables()
def check_signature(request: SignedInRequest, staff: Staff | None) -> HttpResponse:
    """The form, and under it the findings."""
    if request.method != "POST":
        return _page(request, staff, CheckForm())
    try:
        count(OFTEN, f"staff {staff.pk}" if staff else f"account {request.user.pk}")
    except TooOften as error:
        problem = _("You have checked many signatures. Please try again in an hour.")
        response = _page(request, staff, CheckForm(), status=429, problem=problem)
        response["Retry-After"] = str(error.seconds)
        return response
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, staff, form, status=422)
    registry = registry_of(staff, hashes_in(Source(form.pasted)), timezone.localdate())
    record = record_of(staff, website(request).name) if staff else None
    points = grouped(check(form.pasted, record, registry))
    numbers = Counter(point.finding.strength.name.lower() for point in points)
    return _page(
        request,
        staff,
        CheckForm(),
        is_checked=True,
        points=points,
        numbers={each.name.lower(): 0 for each in Strength} | numbers,
    )


def _page(
    request: HttpRequest, staff: Staff | None, form: CheckForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "without_record": staff is None, **more}
    return render(request, "signatures/pages/check_signature.html", context, status=status)
