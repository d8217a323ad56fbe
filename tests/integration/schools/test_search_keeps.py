"""What is taken down, restricted or moved leaves the search at once, and what it suggests."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from classroom.models import ClassroomPage
from district_cms.schools.models import Findable, SameWords, SearchedWord
from district_cms.schools.search import keeping
from district_cms.schools.search.finding import find
from district_cms.schools.search.rows import Narrowed
from district_cms.schools.search.sources import listings
from district_cms.schools.search.spelling import corrected
from tests.factories.activities import make_activity, make_post
from tests.factories.district import District
from tests.factories.pages import make_classroom
from tests.factories.people import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
TODAY = dt.date(2026, 11, 10)
DAY = dt.timedelta(days=1)


def found(query: str) -> set[str]:
    ids = find(query, Narrowed(), TODAY).page_ids
    return set(Page.objects.filter(pk__in=ids).values_list("title", flat=True))


def suggested(client: Client, query: str) -> list[str]:
    answer: list[str] = client.get("/search/suggestions/", {"q": query}).json()["suggestions"]
    return answer


def test_a_page_that_is_taken_down_leaves_the_table_and_the_suggestions(
    district: District, client: Client
) -> None:
    label = "Math 3, Ms. Rivera, Juniper Creek Elementary"
    assert suggested(client, "math")[0] == label
    ClassroomPage.objects.get(pk=district.classroom.pk).unpublish()
    assert not Findable.objects.filter(page=district.classroom).exists()
    assert label not in suggested(client, "math")
    assert "Math 3" not in found("math 3")


def test_what_is_not_public_is_not_shown_even_where_the_table_is_wrong(
    district: District, client: Client
) -> None:
    """A page that was changed in the database itself tells nobody."""
    Page.objects.filter(pk=district.classroom.pk).update(live=False)
    assert Findable.objects.filter(page=district.classroom).exists()
    assert not [text for text in suggested(client, "math 3") if text.startswith("Math 3")]
    assert "Math 3" not in found("math 3")
    keeping.rebuild()
    assert not Findable.objects.filter(page=district.classroom).exists()


def test_a_restriction_takes_the_page_and_all_below_it_out_and_its_end_brings_them_back(
    district: District,
) -> None:
    restriction = district.teacher_page.view_restrictions.create(restriction_type="login")
    assert found("rivera") == set()
    restriction.delete()
    assert found("rivera") == {"Ms. Rivera", "Math 3"}


def test_a_draft_changes_nothing_and_a_new_name_is_found_with_the_classes(
    district: District,
) -> None:
    page = district.teacher_page
    page.title = "Mrs. Quill"
    with CaptureQueriesContext(connection) as queries:
        revision = page.save_revision()
    assert not [query for query in queries if "schools_findable" in query["sql"]]
    assert found("quill") == set()
    revision.publish()
    assert found("quill") == {"Mrs. Quill", "Math 3"}


def test_a_class_is_found_by_whoever_teaches_it_today_and_by_nobody_else(
    district: District, client: Client
) -> None:
    """Nobody learns from the search who will come, nor who was there."""
    days = {
        "Zobelfuchs": (TODAY + 40 * DAY, None),
        "Quillfeather": (None, TODAY - 40 * DAY),
        "Wexelblatt": (TODAY, TODAY),
    }
    for family, (first, last) in days.items():
        staff = make_staff(given_name="Ada", family_name=family)
        district.classroom.teaching.create(staff=staff, starts_on=first, until=last)
    assert {name: found(name) for name in days} == {
        "Zobelfuchs": set(),
        "Quillfeather": set(),
        "Wexelblatt": {"Math 3"},
    }
    assert suggested(client, "zobelfuch") == []


def test_who_is_called_otherwise_is_not_found_by_the_name_of_before(district: District) -> None:
    assert "Math 3" in found("elena rivera")
    staff = district.teacher_staff
    staff.given_name, staff.family_name = "Elias", "Ortega"
    staff.save()
    page = district.teacher_page
    page.title = "Mr. Ortega"
    page.save_revision().publish()
    keeping.rebuild()
    assert found("elias ortega") == {"Mr. Ortega", "Math 3"}
    assert found("elena rivera") == set()


def test_a_page_above_that_is_down_names_nothing(district: District, client: Client) -> None:
    district.teacher_page.unpublish()
    assert suggested(client, "math 3")[0] == "Math 3, Juniper Creek Elementary"
    assert found("ms") == {"Larkspur Middle"}  # by what a middle school is called for short


def test_a_teacher_is_not_found_by_a_class_behind_a_password(district: District) -> None:
    assert "Ms. Rivera" in found("mathematics")
    district.classroom.view_restrictions.create(restriction_type="password", password="x")
    keeping.rebuild()
    assert found("mathematics").isdisjoint({"Ms. Rivera", "Math 3"})


def test_a_draft_writes_nothing_of_the_search(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[list[int]] = []
    monkeypatch.setattr(keeping, "refresh", lambda *, page_ids: written.append(page_ids))
    for page in (district.school, district.teacher_page, district.classroom):
        page.save_revision()
    assert written == []


def test_of_many_words_that_nobody_knows_three_are_read_otherwise(db: None) -> None:
    for word in ("abcdef", "ghijkl", "mnopqr", "stuvwx"):
        SearchedWord.objects.create(word=word)
    assert corrected("abcdeg ghijkm mnopqs stuvwy", {}) == "abcdef ghijkl mnopqr stuvwy"


def test_a_word_is_not_read_as_the_end_of_it(db: None) -> None:
    same = {("phone",): (("telephone",),), ("telephone",): (("phone",),)}
    assert corrected("xylophone", same) == ""
    assert corrected("telefone", same) == "telephone"


def test_a_place_for_families_only_is_found_by_nobody(district: District) -> None:
    event = {
        "title": "Regatta",
        "date": dt.date(2026, 11, 13),
        "place": "Zanzibar Lodge",
        "off_campus": True,
        "audience": "families",
    }
    make_post(make_activity(district.school), title="A trip", events=[("event", event)])
    assert found("regatta") == {"A trip"}
    assert found("zanzibar") == set()


def test_a_page_that_is_deleted_takes_its_rows_along(district: District) -> None:
    page = make_classroom(district.teacher_page, title="Pottery")
    page.view_restrictions.create(restriction_type="login")
    page.delete()
    assert found("pottery") == set()


def test_a_class_that_is_over_comes_last(district: District) -> None:
    over = make_classroom(district.teacher_page, title="Math", ends_on=dt.date(2026, 10, 1))
    ids = find("math", Narrowed(), TODAY).page_ids
    assert ids.index(over.pk) > ids.index(district.classroom.pk)


def test_a_rebuild_writes_what_the_doors_wrote_and_forgets_words_of_nothing(
    district: District,
) -> None:
    for name in listings():
        keeping.refresh_listing(name=name)
    before = list(Findable.objects.order_by("pk").values())
    SearchedWord.objects.create(word="zzyzx")
    assert keeping.rebuild() == len([row for row in before if row["key"].startswith("page:")])
    assert list(Findable.objects.order_by("pk").values()) == before
    assert not SearchedWord.objects.filter(word="zzyzx").exists()


@pytest.mark.parametrize("words", ["math", "math, MATH", " , ", "math, Máth"])
def test_one_word_alone_means_the_same_as_nothing(words: str) -> None:
    with pytest.raises(ValidationError):
        SameWords(words=words).full_clean()


def test_for_a_whole_district_the_table_is_written_once_at_the_end(district: District) -> None:
    with keeping.rebuilt_at_the_end():
        room = make_classroom(district.teacher_page, title="Beekeeping 3")
        assert not Findable.objects.filter(page=room).exists()
    assert Findable.objects.filter(page=room).exists()


def test_a_district_that_failed_half_way_leaves_the_table_to_later_changes(
    district: District,
) -> None:
    with pytest.raises(ZeroDivisionError), keeping.rebuilt_at_the_end():
        raise ZeroDivisionError
    room = make_classroom(district.teacher_page, title="Beekeeping 3")
    assert Findable.objects.filter(page=room).exists()


@pytest.mark.parametrize("typed, meant", [("maht", "math"), ("mahtematics", "mathematics")])
def test_two_letters_the_wrong_way_around_are_the_nearest_slip(typed: str, meant: str) -> None:
    """ "mate" and "matematicas", Spanish for the same, are as alike and stand first."""
    words = ("math", "mate", "mathematics", "matematicas")
    same: Any = {(word,): frozenset() for word in words}
    assert corrected(typed, same) == meant
