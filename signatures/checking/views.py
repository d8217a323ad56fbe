""" "Check my signature": paste it and read the findings. Stores and logs nothing of it."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any, Final, override
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from district_cms.brand.models import Organization
from district_cms.brand.selectors import files_by_hash, known_addresses
from district_cms.brand.website import website
from district_cms.deviations.models import Authorization
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
from district_cms.web.accounts import SignedInRequest
from district_cms.web.rate_limits import Limit, TooOften, count

from ..entitlements.selectors import allowed_by_staff
from ..policy import Phone, Record
from ..staff_area import personal_page
from . import check
from .findings import Registry, Strength, grouped
from .pictures import hashes_in
from .source import Source, is_too_long

OFTEN: Final = Limit("signature-check", 60, 60 * 60)


class CheckForm(forms.Form):
    """If the form is valid, `pasted` is what to check: the HTML of the clipboard, or the text."""

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
    """Shows the form, and the findings below it."""
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


def record_of(staff: Staff, district: str) -> Record:
    """Returns the staff record for the comparison; `district` is the district's name."""
    return Record(
        name=staff.full_name.strip(),
        title=staff.title,
        organization=district,
        email=staff.email,
        phones=(Phone(staff.phone),) if staff.phone else (),
    )


def registry_of(staff: Staff | None, hashes: Collection[str], on: dt.date) -> Registry:
    """Returns the district's data. `hashes` are those of embedded pictures, `on` is a day in the
    district's time zone. `staff` is None for an account without a staff record."""
    schools = SchoolPage.objects.live().public().exclude(phone="")
    named = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    hosts = {named, *(host for host in settings.ALLOWED_HOSTS if "*" not in host)} - {""}
    return Registry(
        addresses=known_addresses(on),
        hashes=files_by_hash(hashes, on) if hashes else {},
        hosts=frozenset(hosts),
        organizations=_organizations(staff, on) if staff else None,
        email_domains=frozenset(settings.STAFF_EMAIL_DOMAINS),
        phones=tuple(schools.values_list("phone", flat=True)),
        authorized=frozenset(
            Authorization.objects.granted_on(on)
            .filter(staff=staff)
            .values_list("resource", "service")
        )
        if staff
        else frozenset(),
    )


def _organizations(staff: Staff, on: dt.date) -> frozenset[int]:
    """Returns the district, the person's schools, and the organizations of current memberships."""
    district = Organization.objects.filter(kind=Organization.Kind.DISTRICT)
    schools = staff.schools.exclude(organization=None)
    credentials = allowed_by_staff([staff.pk], on)[staff.pk].credentials
    return frozenset(
        {
            *district.values_list("pk", flat=True),
            *schools.values_list("organization", flat=True),
            *(each.organization_id for each in credentials if each.organization_id),
        }
    )
