"""Restricted pages do not show anywhere else."""

import pytest
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from classroom.models import UpdatePage
from classroom.presentation.pages import teacher_context
from tests.factories.district import District
from tests.factories.pages import make_classroom, make_update, update_content

pytestmark = pytest.mark.django_db

CLASS_ADDRESS = "/juniper-creek/ms-rivera/2026-27/math-3/"
WORDS = "We measure the pond behind the school"


@pytest.fixture
def update(district: District) -> UpdatePage:
    lesson = [("prose", f"<p>{WORDS}.</p>")]
    content = update_content(district.curriculum, title="The pond", lesson=lesson)
    return make_update(district.classroom, **content)


@pytest.mark.parametrize("address", [CLASS_ADDRESS, f"{CLASS_ADDRESS}feed/"])
@pytest.mark.parametrize("kind", ["password", "login"])
def test_a_private_update_is_hidden_on_its_public_class_page(
    kind: str, address: str, update: UpdatePage, client: Client
) -> None:
    assert "The pond" in client.get(address).text
    PageViewRestriction.objects.create(page=update, restriction_type=kind, password="sesame")
    page = client.get(address).text
    assert WORDS not in page
    assert "The pond" not in page


def test_no_public_page_names_a_private_class(district: District, client: Client) -> None:
    teacher, school = district.teacher_page, district.school
    make_classroom(teacher, title="Pottery")
    door = PageViewRestriction.objects.create(
        page=district.classroom, restriction_type="password", password="sesame"
    )
    for page in (teacher, school):
        text = client.get(page.url).text
        assert "Pottery" in text
        assert "Math 3" not in text
    # People with access to the teacher's page find the class there.
    door.delete()
    PageViewRestriction.objects.create(page=teacher, restriction_type="password", password="sesame")
    assert "Ms. Rivera" not in client.get(school.url).text
    classes = teacher_context(teacher, RequestFactory().get("/"))["classes"]
    assert [card["title"] for card in classes] == ["Math 3", "Pottery"]
