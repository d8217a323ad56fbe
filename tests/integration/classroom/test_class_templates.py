"""Class page templates: drafts, approval, what class pages show of them, and newer versions."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from classroom.models import ClassroomPage, ClassTemplate
from classroom.starting.selectors import offered_at, standing_of
from classroom.starting.services import (
    DraftBlocked,
    NotOffered,
    TemplateRefused,
    approve_template,
    give_newest,
    take_version,
)
from district_cms.audit_log.models import AuditEntry
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.schools.richtext import SHORT_FEATURES
from tests.factories.class_templates import make_class_template, make_version, next_version
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_school_year, make_teacher_page
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

PRIVATE = "<p>Ask the teacher of student ID 204981.</p>"


@pytest.fixture
def office(district: District) -> User:
    return make_account(Role.COMMUNICATIONS)


def page_of(classroom: ClassroomPage) -> str:
    return Client().get(classroom.url).content.decode()


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def class_form(**more: Any) -> dict[str, Any]:
    """Returns what a browser submits for a class page."""
    rich = {
        name: rich_text(more.pop(name, ""), features=SHORT_FEATURES)
        for name in ("introduction", "good_to_know")
    }
    year = make_school_year()
    values = {"title": "Science 3", "subject": "science", "grade_levels": "03"}
    values |= {"school_year": str(year.pk), "comments": inline_formset([]), **rich, **more}
    return dict(nested_form_data(values))


def template_form(**more: Any) -> dict[str, Any]:
    """Returns what a browser submits for a template."""
    names = ("introduction", "good_to_know")
    rich = {name: rich_text(more.pop(name, ""), features=SHORT_FEATURES) for name in names}
    return dict(nested_form_data({"name": "Studio class", "for_all": "on", **rich, **more}))


# ---------------------------------------------------------------- drafts and versions
def test_the_form_refuses_what_the_checks_find_and_logs_what_it_saves(office: User) -> None:
    client = Client()
    client.force_login(office)
    adding = reverse("class_templates:add")
    locked = {"good_to_know_locked": "on"}
    refused = client.post(adding, template_form(good_to_know=PRIVATE)).content.decode()
    assert "student" in refused
    nothing = client.post(adding, template_form(**locked)).content.decode()
    assert "Write the text that teachers cannot change" in nothing
    assert not ClassTemplate.objects.exists()
    client.post(adding, template_form(good_to_know="<p>Bring an apron.</p>", **locked))
    made = ClassTemplate.objects.get()
    assert (made.locks("good_to_know"), made.is_changed) == (True, True)
    said = AuditEntry.objects.get(action="class_template.added").data
    assert {"name", "good_to_know", "good_to_know_locked"} <= set(said["fields"])
    screen = reverse("class_templates:inspect", args=[made.pk])
    seen = client.get(screen).context["fingerprint"]
    shown = client.post(screen, {"seen": seen}, follow=True).content.decode()
    assert "Studio class, version 1 is approved. No class page has changed yet." in shown


@pytest.mark.parametrize("field", ["good_to_know", "guidance_lesson"])
def test_a_template_with_a_fault_is_not_approved(office: User, field: str) -> None:
    template = make_class_template()
    ClassTemplate.objects.filter(pk=template.pk).update(**{field: PRIVATE})
    with pytest.raises(DraftBlocked) as refusal:
        approve_template(template=template, user=office)
    assert [found.field for found in refusal.value.findings] == [field]
    assert not template.versions.exists()


def test_the_same_draft_is_not_approved_twice_and_a_version_keeps_its_text(office: User) -> None:
    first = make_version(office)
    with pytest.raises(TemplateRefused, match="Nothing has changed"):
        approve_template(template=first.template, user=office)
    second = next_version(first.template, office, introduction="<p>Hello.</p>")
    first.refresh_from_db()
    assert (first.introduction, second.number) == ("<p>Welcome to our class.</p>", 2)
    with pytest.raises(IntegrityError):
        first.template.versions.create(number=2, for_all=True, approved_at=first.approved_at)


def test_a_template_whose_schools_were_deleted_is_offered_to_nobody(
    district: District, office: User
) -> None:
    version = make_version(office, district.other_school)
    assert not offered_at(district.classroom.path).exists()
    assert list(offered_at(district.other_school.path)) == [version]
    version.template.schools.clear()
    with pytest.raises(TemplateRefused, match="which schools"):
        approve_template(template=version.template, user=office)


def test_the_office_gives_the_newest_to_all_classes_of_years_that_are_not_over(
    district: District, office: User, november: dt.datetime
) -> None:
    first = make_version(office)
    past = make_school_year(dt.date(2025, 8, 25), dt.date(2026, 6, 5))
    old = make_classroom(district.teacher_page, school_year=past, started_from=first)
    elsewhere = make_classroom(make_teacher_page(district.other_school), started_from=first)
    take_version(classroom=district.classroom, version=first, user=office)
    newest = next_version(first.template, office, guidance_lesson="Two sentences are enough.")
    client = Client()
    client.force_login(office)
    screen = reverse("class_templates:inspect", args=[first.template.pk])
    shown = client.get(screen).content.decode()
    assert "Version 1: 2 classes have it" in shown
    assert "2 classes have an older version and may take the newest" in shown
    assert (
        "2 classes have the newest version now"
        in client.post(screen, {"give": "1"}, follow=True).content.decode()
    )
    for classroom, version in ((district.classroom, newest), (elsewhere, newest), (old, first)):
        assert ClassroomPage.objects.get(pk=classroom.pk).started_from == version
    assert give_newest(template=first.template, user=office) == 0
    said = AuditEntry.objects.get(action="class_template.given").data
    assert len(said["classes"]) == 2


def test_a_newest_version_for_other_schools_is_not_given(district: District, office: User) -> None:
    first = make_version(office)
    take_version(classroom=district.classroom, version=first, user=office)
    first.template.schools.set([district.other_school])
    next_version(first.template, office, for_all=False)
    assert standing_of(ClassroomPage.objects.get()).newer is None
    assert give_newest(template=first.template, user=office) == 0


# ---------------------------------------------------------------- permissions
@pytest.mark.parametrize(("who", "may"), [
    ("teacher", True), ("principal", True), ("other_principal", False),
])  # fmt: skip
def test_everyone_who_may_edit_the_class_may_take_a_version(
    district: District, office: User, who: str, may: bool
) -> None:
    version = make_version(office)
    client = Client()
    client.force_login(getattr(district, who))
    screen = reverse("classroom_template", args=[district.classroom.pk])
    answer = client.get(screen)
    assert (answer.status_code == 200 and "Elementary class" in answer.content.decode()) is may
    client.post(screen, {"version": version.pk})
    taken = ClassroomPage.objects.get().started_from
    assert taken == (version if may else None)
    assert AuditEntry.objects.filter(action="class_template.taken").count() == int(may)


def test_a_template_of_another_school_is_not_taken(district: District, office: User) -> None:
    version = make_version(office, district.other_school)
    with pytest.raises(NotOffered):
        take_version(classroom=district.classroom, version=version, user=district.teacher)
    client = Client()
    client.force_login(district.teacher)
    screen = reverse("classroom_template", args=[district.classroom.pk])
    assert client.post(screen, {"version": version.pk}).status_code == 200
    assert ClassroomPage.objects.get().started_from is None


def test_a_class_that_continues_another_gets_the_newest_version_of_its_template(
    district: District, office: User
) -> None:
    first = make_version(office)
    take_version(classroom=district.classroom, version=first, user=office)
    newest = next_version(first.template, office, guidance_lesson="Two sentences.")
    client = Client()
    client.force_login(district.principal)
    args = ["classroom", "classroompage", district.teacher_page.pk]
    sent = class_form(continues=str(district.classroom.pk))
    client.post(reverse("wagtailadmin_pages:add", args=args), sent)
    assert ClassroomPage.objects.get(title="Science 3").started_from == newest


def test_submitted_values_cannot_change_a_locked_part(district: District, office: User) -> None:
    take_version(classroom=district.classroom, version=make_version(office), user=office)
    client = Client()
    client.force_login(district.teacher)
    form = client.get(edit(district.classroom)).content.decode()
    assert "Homework help is on Mondays." in form
    assert 'name="good_to_know"' not in form
    sent = class_form(good_to_know="<p>Mine.</p>", introduction="<p>Ours.</p>")
    client.post(edit(district.classroom), sent)
    draft = ClassroomPage.objects.get().get_latest_revision_as_object()
    assert "Ours." in draft.introduction
    assert "Mine." not in draft.good_to_know


def test_a_draft_that_changed_after_it_was_read_is_not_approved(office: User) -> None:
    template = make_class_template()
    client = Client()
    client.force_login(office)
    screen = reverse("class_templates:inspect", args=[template.pk])
    seen = client.get(screen).context["fingerprint"]
    ClassTemplate.objects.filter(pk=template.pk).update(guidance_lesson="Two sentences.")
    shown = client.post(screen, {"seen": seen}, follow=True)
    assert "Someone changed the draft after you opened it" in shown.content.decode()
    assert not template.versions.exists()
    client.post(screen, {"seen": shown.context["fingerprint"]})
    assert template.versions.count() == 1


def test_choosing_another_template_does_not_bypass_locked_text(
    district: District, office: User
) -> None:
    held = make_version(office, good_to_know="<p>Bring an apron.</p>", good_to_know_locked=True)
    other = make_version(office, name="Free words")
    take_version(classroom=district.classroom, version=held, user=district.teacher)
    classroom = ClassroomPage.objects.get(pk=district.classroom.pk)
    with pytest.raises(NotOffered):
        take_version(classroom=classroom, version=other, user=district.teacher)
    client = Client()
    client.force_login(district.teacher)
    screen = reverse("classroom_template", args=[classroom.pk])
    assert "ask the office" in client.get(screen).content.decode()
    assert client.post(screen, {"version": other.pk}).status_code == 200
    assert ClassroomPage.objects.get(pk=classroom.pk).started_from == held
    take_version(classroom=classroom, version=other, user=office)
    assert ClassroomPage.objects.get(pk=classroom.pk).started_from == other
