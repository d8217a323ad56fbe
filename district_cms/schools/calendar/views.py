"""Editor screen: choose a calendar file, see what it would change, confirm."""

import hashlib
from typing import Any, cast, override

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.schools.models import SchoolYear

from .importing import CalendarRows, parse_file
from .rows import as_plain, from_plain
from .services import (
    CalendarImportError,
    CalendarPlan,
    import_school_calendar,
    plan_calendar_import,
)
from .wording import place, sentence

# A year's calendar is some kilobytes; a calendar that runs on for decades is less than this.
LARGEST_FILE = 2 * 1024 * 1024
SALT = "schools.calendar-import"
TOKEN_AGE = 60 * 60  # seconds


class CalendarImportForm(forms.Form):
    """The file, and whether days that are not in it go."""

    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_(
            "A CSV file with the columns date (or start and end), name and kind, or a calendar "
            "(.ics) as calendar programs export it. The file is not kept."
        ),
        validators=[FileExtensionValidator(["csv", "txt", "ics", "ical"])],
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.ics,.ical,text/csv,text/calendar"}),
    )
    replace = forms.BooleanField(
        label=_("Remove days that are not in the file"),
        help_text=_("Otherwise they stay, and the days of the file are added."),
        required=False,
    )

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is larger than any calendar."""
        file = cast(UploadedFile, self.cleaned_data["file"])
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(
                _("This file is too big for a calendar. It may have at most %(size)s."),
                params={"size": filesizeformat(LARGEST_FILE)},
            )
        return file


class CalendarImportView(WagtailAdminTemplateMixin, View):
    """Imports into the school year `pk`. Nothing is stored before the second step.

    Between the steps the rows of the file travel in a signed field, bound to the person, the year
    and what the preview showed: if the calendar was changed meanwhile, the preview is shown again.
    """

    template_name = "schools/admin/calendar_import.html"
    page_title = _("Import calendar")
    header_icon = "calendar-alt"
    index_url_name = ""
    edit_url_name = ""

    school_year: SchoolYear

    @override
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("schools.change_schoolyear"):
            raise PermissionDenied
        self.school_year = get_object_or_404(SchoolYear, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The first step: an empty form."""
        return self._show(form=CalendarImportForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The preview of a file, or its import after the preview."""
        if "token" in request.POST:
            return self._confirm(request.POST["token"])
        form = CalendarImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form=form)
        file = form.cleaned_data["file"]
        rows = parse_file(file.name, file.read())
        return self._preview(rows, replace=form.cleaned_data["replace"], file_name=file.name)

    @override
    def get_page_subtitle(self) -> str:
        return self.school_year.name

    @override
    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = list(self.breadcrumbs_items)
        if self.index_url_name:
            years = SchoolYear._meta.verbose_name_plural
            items.append({"url": reverse(self.index_url_name), "label": str(years).capitalize()})
        if self.edit_url_name:
            items.append({"url": self._edit_url(), "label": self.school_year.name})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def _preview(self, rows: CalendarRows, *, replace: bool, file_name: str = "") -> HttpResponse:
        plan = plan_calendar_import(school_year=self.school_year, rows=rows, replace=replace)
        token = ""
        if plan.changes_anything and not plan.errors:
            token = signing.dumps(
                self._bound_to(plan) | {"rows": as_plain(rows), "replace": replace},
                salt=SALT,
                compress=True,
            )
        return self._show(
            form=CalendarImportForm(initial={"replace": replace}),
            plan=plan,
            token=token,
            file_name=file_name,
            errors=[(place(row.line), row, sentence(row)) for row in plan.errors],
            notes=[(place(row.line), row, sentence(row)) for row in plan.notes],
        )

    def _confirm(self, token: str) -> HttpResponse:
        try:
            payload = signing.loads(token, salt=SALT, max_age=TOKEN_AGE)
        except signing.BadSignature:
            # Too old, from another server, or not ours: the way out is the same.
            payload = {}
        if (payload.get("year"), payload.get("user")) != (self.school_year.pk, self._user_key()):
            messages.error(
                self.request, _("This preview is no longer valid. Choose the file again.")
            )
            return self._show(form=CalendarImportForm())
        rows, replace = from_plain(payload["rows"]), payload["replace"]
        plan = plan_calendar_import(school_year=self.school_year, rows=rows, replace=replace)
        if self._bound_to(plan)["plan"] != payload["plan"]:
            messages.warning(
                self.request,
                _("The school year was changed in the meantime. Look at the changes again."),
            )
            return self._preview(rows, replace=replace)
        try:
            done = import_school_calendar(
                school_year=self.school_year,
                rows=rows,
                replace=replace,
                user=cast(AbstractBaseUser, self.request.user),
            )
        except CalendarImportError:
            return self._preview(rows, replace=replace)
        messages.success(self.request, _summary(self.school_year, done))
        return redirect(self._edit_url())

    def _bound_to(self, plan: CalendarPlan) -> dict[str, Any]:
        # The notes are for reading and do not travel; all else that was shown must be the same.
        shown = (
            plan.first_day,
            plan.last_day,
            [(row.day, row.name) for row in plan.added],
            plan.removed,
            plan.renamed,
            plan.terms,
        )
        digest = hashlib.sha256(repr(shown).encode()).hexdigest()
        return {"year": self.school_year.pk, "user": self._user_key(), "plan": digest}

    def _user_key(self) -> str:
        return str(self.request.user.pk)

    def _edit_url(self) -> str:
        if self.edit_url_name:
            return reverse(self.edit_url_name, args=(self.school_year.pk,))
        return self.request.path

    def _show(self, **context: Any) -> HttpResponse:
        return self.render_to_response(
            self.get_context_data(
                school_year=self.school_year, back_url=self._edit_url(), **context
            )
        )


def _summary(school_year: SchoolYear, plan: CalendarPlan) -> str:
    return gettext(
        "The calendar of %(year)s is up to date: %(added)d days added, %(removed)d removed, "
        "%(renamed)d renamed."
    ) % {
        "year": school_year.name,
        "added": len(plan.added),
        "removed": len(plan.removed),
        "renamed": len(plan.renamed),
    }
