"""The fields that name the students of a picture by key: only while the list is on."""

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import UpdatePage
from tests.factories.district import District
from tests.factories.editor import make_picture
from tests.factories.pages import make_draft, update_content
from tests.factories.students import hold_students, make_student

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(district: District) -> UpdatePage:
    value = {"image": make_picture(), "description": "A kite.", "people": "students"}
    content = update_content(district.curriculum, pictures=[("picture", value)])
    return make_draft(district.classroom, owner=district.teacher, **content)


@pytest.mark.parametrize("on", [True, False])
def test_the_editor_and_the_short_form_show_them_while_the_list_is_on(
    district: District, update: UpdatePage, client: Client, on: bool
) -> None:
    hold_students(check_opt_outs=on)
    make_student(district.school)
    client.force_login(district.teacher)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[update.pk])).content.decode()
    # Wagtail's editor always has them; a style sheet hides them.
    assert "Student keys" in editor
    assert ("css/admin/no_students.css" in editor) is not on
    assert ("Record a release" in editor) is on
    form = client.get(reverse("classroom_compose_draft", args=[update.pk])).content.decode()
    assert ("Student keys" in form) is on
    assert ("18 or older and signed" in form) is on
    status = client.get(reverse("students_release")).status_code
    assert status == (200 if on else 302)
