"""The screen "New teacher and classes": a teacher, the page and the classes in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from district_cms.audit_log.services import record
from district_cms.people.invitations.services import has_provider, invite
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.models.user import validate_district_address
from district_cms.people.roles import Role
from district_cms.people.services import create_staff_member
from district_cms.publishing.refusals import errors_by_field
from district_cms.schools.frame import school_path_in
from district_cms.schools.models import SchoolPage, SchoolYear
from district_cms.web.accounts import SignedInRequest

from ..addresses import class_name
from ..models import ClassroomPage, ClassroomTeacher, TeacherPage
from ..rosters.pages import page_of_teacher, publish_or_leave_draft
from ..rosters.sections import subject_named
from .handover import assign_for_own_leave, assign_lead
from .next_year import begins_on

ADD_PEOPLE: Final = ("people.add_user", "people.add_staff")
MOST_CLASSES: Final = 6


def schools_for(user: User) -> list[SchoolPage]:
    """Returns the live schools where the account may add and publish teacher pages."""
    schools = SchoolPage.objects.live().order_by("title")
    may = ((school, school.permissions_for_user(user)) for school in schools)
    return [school for school, its in may if its.can_add_subpage() and its.can_publish_subpage()]


def teachers_without_class(schools: Sequence[SchoolPage]) -> list[StaffRole]:
    """Returns the roles of teachers at these schools who have no class there in a school year that
    is not over."""
    today = timezone.localdate()
    taught = ClassroomTeacher.objects.filter(
        staff=OuterRef("staff"), classroom__school_year__last_day__gte=today
    ).annotate(its_school=school_path_in("classroom__path"))
    roles = StaffRole.objects.current(today).filter(
        role=Role.TEACHER, school__in=schools, staff__active=True
    )
    roles = roles.exclude(Exists(taught.filter(its_school=OuterRef("school__path"))))
    return list(
        roles.select_related("staff", "school").order_by(
            "staff__family_name", "staff__given_name", "pk"
        )
    )


@dataclass(frozen=True, slots=True)
class NewPages:
    """What was made; `drafts` are pages about which the checks ask something first."""

    page: TeacherPage
    classes: list[ClassroomPage]
    drafts: list[Any]


@transaction.atomic
def make_classes(
    *,
    teacher: Staff | Mapping[str, Any],
    school: SchoolPage,
    year: SchoolYear,
    classes: Sequence[ClassroomPage],
    actor: User,
) -> NewPages:
    """Makes the page of a teacher, who has a staff record or gets one, and these classes below it,
    each assigned to the teacher. Classes that are there already are not made again."""
    # One request at a time for a school, as for its roster.
    SchoolPage.objects.select_for_update(of=("self",)).values_list("pk").get(pk=school.pk)
    is_new = not isinstance(teacher, Staff)
    if isinstance(teacher, Staff):
        staff = teacher
    else:
        roles = [(Role.TEACHER, school)]
        staff = create_staff_member(**teacher, roles=roles, schools=[school])
        if staff.user is not None and not has_provider():
            invite(accounts=[staff.user], actor=actor)
    page = page_of_teacher(staff, school, actor)
    there = set(
        ClassroomPage.objects.child_of(page)
        .filter(school_year=year)
        .values_list("title", "section")
    )
    made = NewPages(page, [], [] if page.live else [page])
    for classroom in classes:
        if (classroom.title, classroom.section) in there:
            continue
        classroom.starts_on = begins_on(year, timezone.localdate())
        if not publish_or_leave_draft(classroom, parent=page, actor=actor):
            made.drafts.append(classroom)
        assign_lead(classroom, staff)
        made.classes.append(classroom)
    assign_for_own_leave(staff)
    record(
        action="classes.teacher_added",
        actor=actor,
        teacher=f"{staff.full_name} ({staff.email})" if is_new else staff.full_name,
        new_account=is_new,
        school=school.title,
        school_year=year.name,
        classes=[class_name(each) for each in made.classes],
    )
    return made


class NewTeacherForm(forms.Form):
    """Someone who has a staff record, or someone new; then the classes."""

    role = forms.ChoiceField(label=gettext_lazy("Teacher"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        required=False,
        validators=[validate_district_address],
        help_text=gettext_lazy("An invitation to choose a password goes there."),
    )
    school: "forms.ModelChoiceField[SchoolPage]" = forms.ModelChoiceField(
        SchoolPage.objects.none(), label=gettext_lazy("School"), required=False
    )
    year: "forms.ModelChoiceField[SchoolYear]" = forms.ModelChoiceField(
        SchoolYear.objects.none(), label=gettext_lazy("School year"), empty_label=None
    )

    def __init__(self, *args: Any, user: User, schools: list[SchoolPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        today = timezone.localdate()
        self.roles = {str(role.pk): role for role in teachers_without_class(schools)}
        nobody = _("Someone new") if user.has_perms(ADD_PEOPLE) else _("Choose the teacher")
        fields["role"].choices = [("", nobody)] + [
            (pk, f"{role.staff.full_name} ({role.school})") for pk, role in self.roles.items()
        ]
        fields["role"].help_text = _("Teachers who have no class yet this school year.")
        fields["year"].queryset = SchoolYear.objects.filter(last_day__gte=today).order_by(
            "first_day"
        )
        fields["year"].initial = SchoolYear.objects.current(today)
        if user.has_perms(ADD_PEOPLE):
            if has_provider():  # nobody needs a password
                fields["email"].help_text = ""
            for name in ("given_name", "family_name", "title"):
                column: Any = Staff._meta.get_field(name)
                fields[name] = column.formfield(required=False)
            fields["title"].initial = _("Teacher")
            fields["school"].queryset = SchoolPage.objects.filter(pk__in=schools).order_by("title")
            fields["school"].initial = schools[0] if len(schools) == 1 else None
        else:
            del fields["email"], fields["school"]
            fields["role"].required = True
        for number in range(1, MOST_CLASSES + 1):
            fields[f"class_{number}"] = forms.CharField(
                label=_("Class %(number)d") % {"number": number},
                max_length=255,
                required=number == 1,
            )
            fields[f"section_{number}"] = forms.CharField(
                label=_("Section of class %(number)d") % {"number": number},
                max_length=60,
                required=False,
            )
        fields["class_1"].help_text = _("As families know it, for example “Math 3”.")
        fields["section_1"].help_text = _("For example “Period 2”.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.classes: list[ClassroomPage] = []
        role = self.roles.get(cleaned.get("role", ""))
        if role is not None:
            self._check_one_teacher(role)
            self._check(TeacherPage(title=role.staff.full_name, staff=role.staff), {"": "role"})
            cleaned["teacher"], cleaned["school"] = role.staff, role.school
        elif "email" in self.fields:
            self._check_someone_new()
        names = set()
        for number in range(1, MOST_CLASSES + 1):
            at_title, at_section = f"class_{number}", f"section_{number}"
            title, section = cleaned.get(at_title, ""), cleaned.get(at_section, "")
            if not title:
                if section and at_title not in self.errors:
                    self.add_error(at_title, _("Write the name of the class."))
                continue
            if (title.casefold(), section.casefold()) in names:
                self.add_error(at_title, _("There are two classes of this name and section."))
            names.add((title.casefold(), section.casefold()))
            classroom = ClassroomPage(
                title=title,
                section=section,
                subject=subject_named(title),
                school_year=cleaned.get("year"),
            )
            self._check(classroom, {"": at_title, "section": at_section})
            self.classes.append(classroom)
        return cleaned

    def _check_one_teacher(self, role: StaffRole) -> None:
        cleaned = self.cleaned_data
        if any(cleaned.get(name) for name in ("given_name", "family_name", "email")):
            self.add_error("role", _("Choose a teacher here or write a new name, not both."))

    def _check_someone_new(self) -> None:
        cleaned = self.cleaned_data
        for name in OF_SOMEONE_NEW:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        address = cleaned.get("email", "")
        if User.objects.filter(email__iexact=address).exists():
            self.add_error("email", _("There is already an account with this address."))
        elif address and Staff.objects.filter(email__iexact=address).exists():
            self.add_error("email", _("There is already a staff record with this address."))
        if self.errors:
            return
        person = {name: cleaned[name] for name in ("given_name", "family_name", "email", "title")}
        staff = Staff(**person)
        try:
            staff.full_clean()
        except forms.ValidationError as error:
            self.add_error(None, error)
        else:
            self._check(TeacherPage(title=staff.full_name, staff=staff), {"": "family_name"})
            cleaned["teacher"] = person

    def _check(self, page: Any, fields: Mapping[str, str]) -> None:
        """Says at its field what keeps the page from going live."""
        for name, sentences in errors_by_field(page.blocking_findings()).items():
            self.add_error(fields.get(name, fields[""]), sentences)

    @property
    def for_someone_new(self) -> list[Any]:
        return [self[name] for name in OF_SOMEONE_NEW if name in self.fields]

    @property
    def for_classes(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(("class_", "section_"))]


OF_SOMEONE_NEW: Final = ("given_name", "family_name", "email", "title", "school")


class NewTeacherView(WagtailAdminTemplateMixin, FormView):
    template_name = "classroom/admin/new_teacher.html"
    form_class = NewTeacherForm
    page_title = gettext_lazy("New teacher and classes")
    header_icon = "user"
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.schools = schools_for(self.request.user)
        if not self.schools:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("staff:index"), "label": _("Staff")},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "schools": self.schools}

    def form_valid(self, form: NewTeacherForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            made = make_classes(
                teacher=data["teacher"],
                school=data["school"],
                year=data["year"],
                classes=form.classes,
                actor=self.request.user,
            )
        except IntegrityError:  # the button was pressed twice
            form.add_error("email", _("There is already an account with this address."))
            return self.form_invalid(form)
        text = ngettext(
            "%(name)s has %(number)d new class.",
            "%(name)s has %(number)d new classes.",
            len(made.classes),
        )
        facts = {"name": made.page.title, "number": len(made.classes)}
        messages.success(self.request, text % facts)
        if made.drafts:
            names = ", ".join(page.title for page in made.drafts)
            text = _("Not live yet, because the checks ask something: %(names)s. Open and publish.")
            messages.warning(self.request, text % {"names": names})
        return redirect("wagtailadmin_explore", made.page.pk)


def urls() -> list[Any]:
    return [path("classes/new-teacher/", NewTeacherView.as_view(), name="classroom_new_teacher")]
