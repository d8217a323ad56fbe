"""New teachers get their page, their classes and their assignments, wherever a class is made."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text

from classroom.models import ClassroomPage, ClassroomTeacher, TeacherPage
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import Staff, StaffRole, User
from district_cms.people.roles import Role
from tests.factories.district import District
from tests.factories.people import make_account, make_staff

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

Part = ClassroomTeacher.Part


def teachers(*classes: ClassroomPage) -> list[tuple[str, str]]:
    rows = ClassroomTeacher.objects.filter(classroom__in=classes).order_by("pk")
    return [(row.staff.full_name, row.part) for row in rows.select_related("staff")]


def test_a_class_made_in_the_page_editor_is_its_teachers(
    client: Client, district: District
) -> None:
    client.force_login(district.principal)
    add = ["classroom", "classroompage", district.teacher_page.pk]
    fields: dict[str, Any] = {
        "title": "Science 3",
        "introduction": rich_text(""),
        "good_to_know": rich_text(""),
        "subject": "science",
        "grade_levels": ["03"],
        "school_year": str(district.year.pk),
        "language": "en",
        "action-publish": "x",
    }
    sent = nested_form_data(fields)
    answer = client.post(reverse("wagtailadmin_pages:add", args=add), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert teachers(ClassroomPage.objects.get(title="Science 3")) == [("Elena Rivera", Part.LEAD)]


def test_copied_classes_are_the_teachers_under_whom_they_stand(
    client: Client, district: District
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    values = {"new_title": "Mr. Moss", "new_slug": "mr-moss", "copy_subpages": "on"}
    values["new_parent_page"] = str(district.other_school.pk)
    client.post(reverse("wagtailadmin_pages:copy", args=[district.teacher_page.pk]), values)
    (copy,) = ClassroomPage.objects.descendant_of(district.other_school)
    assert teachers(copy) == [("Elena Rivera", Part.LEAD)]
    assert teachers(district.classroom) == [("Elena Rivera", Part.LEAD)], "no second row"


def test_a_class_below_someone_who_has_left_stays_without_a_teacher(
    client: Client, district: District
) -> None:
    client.force_login(make_account(Role.ADMINISTRATOR))
    district.teacher_staff.active = False
    district.teacher_staff.save()
    values = {"new_title": "Math 3b", "new_slug": "math-3b"}
    values["new_parent_page"] = str(district.teacher_page.pk)
    client.post(reverse("wagtailadmin_pages:copy", args=[district.classroom.pk]), values)
    assert teachers(ClassroomPage.objects.get(title="Math 3b")) == []


SCREEN = "/admin/classes/new-teacher/"
NEW = {"given_name": "Ada", "family_name": "Finch", "email": "ada.finch@larkspur.example"}
CLASSES = {
    "class_1": "Algebra 1",
    "section_1": "Period 1",
    "class_2": "Algebra 1",
    "section_2": "Period 3",
    "class_3": "Biology",
}


def submit(client: Client, values: dict[str, str]) -> Any:
    """Sends the form as opened, with these fields filled in. Each, and the button, is one
    interaction."""
    assert len(values) + 1 <= 12
    form = client.get(SCREEN).context["form"]
    opened = {name: form[name].value() for name in form.fields}
    sent = {name: str(getattr(value, "pk", value) or "") for name, value in opened.items()}
    return client.post(SCREEN, {**sent, **values})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    found: dict[str, list[str]] = answer.context["form"].errors
    return found


@pytest.fixture
def administrator(client: Client, district: District) -> User:
    account = make_account(Role.ADMINISTRATOR)
    client.force_login(account)
    return account


def test_a_new_teacher_with_three_classes_takes_at_most_twelve_interactions(
    client: Client, district: District, administrator: User
) -> None:
    answer = submit(client, {**NEW, **CLASSES, "school": str(district.school.pk)})
    staff = Staff.objects.get(family_name="Finch")
    page = TeacherPage.objects.live().get(staff=staff)
    assert answer.headers["Location"] == reverse("wagtailadmin_explore", args=[page.pk])
    assert page.get_parent().pk == district.school.pk
    classes = list(ClassroomPage.objects.live().child_of(page).order_by("path"))
    assert [(each.title, each.section, each.subject) for each in classes] == [
        *(("Algebra 1", "Period 1", "math"), ("Algebra 1", "Period 3", "math")),
        ("Biology", "", "science"),
    ]
    assert {each.school_year for each in classes} == {district.year}
    assert {each.starts_on for each in classes} == {timezone.localdate()}
    assert teachers(*classes) == [("Ada Finch", Part.LEAD)] * 3
    assert staff.user is not None
    assert staff.user.invitation.state == "waiting"
    assert [(row.role, row.school) for row in staff.roles.all()] == [("teacher", district.school)]
    entry = AuditEntry.objects.get(action="classes.teacher_added")
    assert entry.actor == str(administrator)
    assert entry.data["teacher"] == "Ada Finch (ada.finch@larkspur.example)"
    again = submit(client, {**NEW, **CLASSES, "school": str(district.school.pk)})
    assert list(errors(again)) == ["email"]


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"class_2": "Grade for Maria Lopez: B-"}, "class_2", "Maria"),
        ({"section_3": "IEP meeting for Maria Lopez"}, "section_3", "IEP"),
        ({"family_name": "Finch, IEP for Maria Lopez"}, "family_name", "IEP"),
        ({"email": "ada@example.net"}, "email", "is not a district address"),
        ({"school": ""}, "school", "required"),
        ({"class_2": "Biology"}, "class_3", "two classes of this name"),
        ({"class_3": "", "section_3": "Period 5"}, "class_3", "Write the name of the class"),
    ],
)
def test_what_fails_is_said_at_its_field_and_nothing_is_saved(
    client: Client,
    district: District,
    administrator: User,
    values: dict[str, str],
    field: str,
    words: str,
) -> None:
    if "class_2" in values:
        values = {**values, "section_2": ""}
    before = (User.objects.count(), Page.objects.count(), AuditEntry.objects.count())
    answer = submit(client, {**NEW, **CLASSES, "school": str(district.school.pk), **values})
    found = errors(answer)
    assert list(found) == [field]
    assert words in " ".join(found[field])
    assert (User.objects.count(), Page.objects.count(), AuditEntry.objects.count()) == before


def test_a_principal_gives_classes_to_a_teacher_of_the_own_school_only(
    client: Client, district: District
) -> None:
    own = make_staff((Role.TEACHER, district.school), given_name="Own")
    make_staff((Role.TEACHER, district.other_school), given_name="Other")
    client.force_login(district.principal)
    form = client.get(SCREEN).context["form"]
    (_nobody, (key, label)) = form.fields["role"].choices
    assert label == f"{own.full_name} (Juniper Creek Elementary)", "who has a class is not offered"
    assert "email" not in form.fields
    submit(client, {"role": key, "class_1": "Grade 3"})
    (made,) = ClassroomPage.objects.live().filter(title="Grade 3")
    assert made.get_parent().get_parent().pk == district.school.pk
    assert teachers(made) == [(own.full_name, Part.LEAD)]
    again = submit(client, {"role": key, "class_1": "Grade 3"})
    assert list(errors(again)) == ["role"]
    others = StaffRole.objects.get(role=Role.TEACHER, school=district.other_school)
    assert list(errors(submit(client, {"role": str(others.pk), "class_1": "X"}))) == ["role"]
    assert SCREEN in client.get(reverse("staff:index")).text


def test_a_teacher_does_not_open_it(client: Client, district: District) -> None:
    client.force_login(district.teacher)
    assert client.post(SCREEN, {**NEW, **CLASSES}).status_code == 302
    assert not Staff.objects.filter(family_name="Finch").exists()


def test_a_class_about_which_the_checks_ask_stays_a_draft_and_is_listed(
    client: Client, district: District, administrator: User
) -> None:
    title = "Especial de matemáticas para todos los estudiantes"
    values = {**NEW, "class_1": title, "class_2": "Art", "school": str(district.school.pk)}
    shown = client.get(submit(client, values).headers["Location"]).text
    assert f"Not live yet, because the checks ask something: {title}." in shown
    assert not ClassroomPage.objects.get(title=title).live
    assert ClassroomPage.objects.get(title="Art").live
    assert len(teachers(*ClassroomPage.objects.filter(title__in=[title, "Art"]))) == 2
