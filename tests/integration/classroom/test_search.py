"""The public search: live pages only, by teacher, class and topic."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom.models import ClassroomTeacher
from district_cms.people.roles import Role
from district_cms.schools.search import views
from district_cms.web.limits import Limit
from tests.factories.district import District
from tests.factories.pages import (
    make_classroom,
    make_draft,
    make_standard_page,
    make_update,
    update_content,
)
from tests.factories.people import make_staff

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


def search(client: Client, query: str, **more: Any) -> Any:
    response = client.get("/search/", {"q": query, **more})
    assert response.status_code == 200
    return response.context


def titles(client: Client, query: str) -> list[str]:
    return sorted(hit["title"] for hit in search(client, query)["results_page"])


@pytest.mark.parametrize("query", ["rivera", "Rivera", "Ms. Rivera", "RIVERA"])
def test_a_teacher_is_found_by_name_with_the_classes(
    query: str, district: District, client: Client
) -> None:
    assert titles(client, query)[-1] == "Ms. Rivera"
    assert "Math 3" in titles(client, "rivera")


def test_a_class_is_found_by_its_title(district: District, client: Client) -> None:
    make_classroom(district.teacher_page, title="Pottery")
    assert titles(client, "pottery") == ["Pottery"]
    assert "Math 3" in titles(client, "math")


def test_a_class_is_found_by_whoever_teaches_it_with_others(
    district: District, client: Client
) -> None:
    staff = make_staff((Role.TEACHER, district.school), family_name="Abernathy")
    row = ClassroomTeacher.objects.create(classroom=district.classroom, staff=staff)
    assert titles(client, "Abernathy") == ["Math 3"]
    row.delete()
    assert titles(client, "Abernathy") == []


def test_an_update_is_found_by_what_stands_in_it(district: District, client: Client) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    (hit,) = search(client, "quarters")["results_page"]
    assert hit["url"] == update.url
    assert hit["where"] == ["Math 3", "Ms. Rivera", "Juniper Creek Elementary"]
    assert titles(client, "practice") == [update.title]


def test_drafts_are_not_found(district: District, client: Client) -> None:
    make_draft(district.classroom, **update_content(district.curriculum))
    assert titles(client, "quarters") == []


def test_what_is_written_in_a_draft_of_a_live_page_is_not_found(
    district: District, client: Client
) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    draft = update.get_latest_revision().as_object()
    draft.title = "Volcanoes"
    draft.save_revision()
    assert titles(client, "volcanoes") == []
    assert titles(client, "quarters") == ["Fractions on a number line"]


def test_what_was_taken_down_is_not_found(district: District, client: Client) -> None:
    update = make_update(district.classroom, **update_content(district.curriculum))
    update.unpublish()
    assert titles(client, "quarters") == []


def test_pages_behind_a_restriction_are_not_found(district: District, client: Client) -> None:
    page = make_standard_page(district.home, title="Otters")
    assert titles(client, "otters") == ["Otters"]
    page.view_restrictions.create(restriction_type="login")
    assert titles(client, "otters") == []


@pytest.mark.parametrize("query", [
    *("", "   ", "'", '"', '"open', "x OR", "NEAR(", "NOT", "*", "-", "%", "title:x", "\x00"),
    *("\x1f", "x" * 300, "&|!:", "(((", "\\", "x:*", "<->"),
])  # fmt: skip
def test_whatever_is_typed_is_answered(query: str, district: District, client: Client) -> None:
    assert search(client, query)["total"] == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40))
def test_any_text_at_all_is_answered(query: str, district: District, client: Client) -> None:
    search(client, query)


def test_words_are_found_between_quotation_marks(district: District, client: Client) -> None:
    assert "Math 3" in titles(client, '"Math 3"')


def test_a_page_of_results_that_does_not_exist_is_the_last_one(
    district: District, client: Client
) -> None:
    for number in range(12):
        make_standard_page(district.home, title=f"Otters {number}")
    first = search(client, "otters")
    assert (first["total"], len(first["results_page"].object_list)) == (12, 10)
    assert len(search(client, "otters", page="2")["results_page"].object_list) == 2
    assert search(client, "otters", page="99")["results_page"].number == 2
    assert search(client, "otters", page="two")["results_page"].number == 1


def test_the_search_is_only_read(district: District, client: Client) -> None:
    assert client.post("/search/", {"q": "math"}).status_code == 405


def test_whoever_asks_without_end_is_not_guessed_for_and_still_finds_what_is_known(
    district: District, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "GUESSES", Limit("search.guesses", 1, 60))

    def hits(query: str) -> int:
        total: int = client.get("/search/", {"q": query}).context["total"]
        return total

    assert [hits("rivero"), hits("rivera"), hits("rivero"), hits("rivera")] == [2, 2, 0, 2]
    assert client.get("/search/suggestions/", {"q": "rivero"}).json() == {"suggestions": []}
