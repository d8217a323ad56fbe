"""The office's screen: choose a list of students, see what it would change, say yes."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_cms.imports.forms import ImportForm
from district_cms.imports.plan import Plan
from district_cms.imports.views import ImportIntoListView
from district_cms.imports.wording import totals
from district_cms.schools.models import SchoolYear

from .services import StudentImporter


def school_years() -> list[tuple[str, str]]:
    """The school years that are not over, the first one first."""
    years = SchoolYear.objects.filter(last_day__gte=timezone.localdate()).order_by("first_day")
    return [(name, name) for name in years.values_list("name", flat=True)]


class StudentImportForm(ImportForm):
    """The file, the school year that it is about, and what may go."""

    file = forms.FileField(
        label=_("List of students"),
        help_text=_(
            "A CSV file with the columns email, school and grade. Nothing else in it is read, and "
            "the file is not kept."
        ),
    )
    school_year = forms.ChoiceField(
        label=_("School year"),
        choices=school_years,
        help_text=_("Each student is on the list until the last day of this school year."),
    )
    replace = forms.BooleanField(
        label=_("Remove students who are not in the file"),
        help_text=_("Clear this only to add a few students to the list."),
        required=False,
        initial=True,
    )
    shorter = forms.BooleanField(
        label=_("The list is meant to get this much shorter"),
        help_text=_("Needed only where more than half of the list would be removed."),
        required=False,
    )


class StudentImportView(ImportIntoListView):
    page_title = _("Import high-school students")
    permission_required: ClassVar = "students.change_highschoolstudent"
    form_class: ClassVar = StudentImportForm
    what_label = _("Student")
    text_label = _("On the list as")
    index_label = _("High-school students")

    @override
    def get_importer(self, options: Mapping[str, Any]) -> StudentImporter:
        # Before the form says which year, only the target is asked, which is the same for all.
        year = (
            get_object_or_404(SchoolYear, name=options["school_year"]) if options else SchoolYear()
        )
        return StudentImporter(
            year,
            replace=bool(options.get("replace")),
            shorter=bool(options.get("shorter")),
        )

    @override
    def success_message(self, plan: Plan) -> str:
        return gettext("The list of students is up to date: %(totals)s.") % {"totals": totals(plan)}
