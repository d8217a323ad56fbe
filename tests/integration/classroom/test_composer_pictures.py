"""Pictures in the short form: they come up with it, and what they need is asked beside them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from classroom.models import UpdatePage
from district_cms.media.models import DistrictImage
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.media import drawing, jpeg
from tests.factories.pages import make_classroom, make_teacher_page
from tests.factories.people import make_staff
from tests.integration.classroom.composing import address, compose, form_of, said, tree, typed
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db
KEYS = ("description", "decorative", "people", "release", "source", "caption", "remove")


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


def photo(number: int) -> SimpleUploadedFile:
    image = drawing((16, 12), (20 * number, 120, 60))
    return SimpleUploadedFile(f"IMG_{number}.jpg", jpeg(image=image), content_type="image/jpeg")


def number_of(image: DistrictImage) -> int:
    """Which photo it is, by its color."""
    with image.file.open() as file, Image.open(file) as opened:
        red, _green, _blue = opened.convert("RGB").getpixel((15, 11))
    return round(red / 20)


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def with_pictures(district: District, teacher: Client, **files: Any) -> Any:
    """The draft's form once these came up with everything else that it needs."""
    saved = compose(teacher, [district.classroom], typed(district, save="pictures", **files))
    assert saved.url.endswith("/compose/#pictures")
    return teacher.get(saved.url.partition("#")[0])


def stored() -> list[Any]:
    return [child.value for child in UpdatePage.objects.get().pictures]


def test_several_come_at_once_and_each_is_asked_about(district: District, teacher: Client) -> None:
    shown = with_pictures(district, teacher, library=[photo(1), photo(2)], camera=photo(3))
    assert "The pictures are here. Say what each one shows." in words(shown)
    rows = tree(shown).find_class("composer-row--picture")
    # The camera's first, then the library's in the order that they were chosen.
    assert [number_of(each["image"]) for each in stored()] == [3, 1, 2]
    assert len(rows) == 3
    for number, row in enumerate(rows):
        assert row.xpath(".//img[contains(@class, 'composer-row__picture')]")
        names = set(row.xpath(".//@name"))
        assert {f"pictures-{number}-{key}" for key in KEYS} <= names
        for question in ("What does it show?", "Can people be recognized?", "Releases are on file"):
            assert question in row.text_content()


def test_what_is_answered_about_a_picture_stays_with_it_and_one_left_out_is_gone(
    district: District, teacher: Client
) -> None:
    shown = with_pictures(district, teacher, library=[photo(1), photo(2)])
    first, second = stored()
    answers = {
        "pictures-0-remove": "on",
        "pictures-1-description": "Two children place a half on a number line.",
        "pictures-1-people": "students",
        "pictures-1-release": "on",
        "pictures-1-source": "staff",
        "pictures-1-caption": "Halves",
    }
    edit = shown.request["PATH_INFO"]
    assert teacher.post(edit, {**form_of(shown), **answers}).status_code == 302
    [kept] = stored()
    assert kept["image"] == second["image"]
    assert {key: kept[key] for key in KEYS if key != "remove"} == {
        "description": "Two children place a half on a number line.",
        "decorative": False,
        "people": "students",
        "release": True,
        "source": "staff",
        "caption": "Halves",
    }
    # Left out of the update, not thrown out of the library.
    assert DistrictImage.objects.filter(pk=first["image"].pk).exists()
    # The form has it again as it was answered, and nothing is asked of it anymore.
    again = teacher.get(edit)
    form = form_of(again)
    assert form["pictures-0-description"] == ["Two children place a half on a number line."]
    assert (form["pictures-0-people"], form["pictures-0-release"]) == (["students"], ["on"])
    done = teacher.post(edit, {**form, "submit": "principal"})
    assert done.status_code == 302, said(done)
    assert UpdatePage.objects.get().workflow_in_progress


def test_what_a_picture_lacks_is_said_at_that_picture(district: District, teacher: Client) -> None:
    shown = with_pictures(district, teacher, library=[photo(1), photo(2)])
    edit = shown.request["PATH_INFO"]
    answered = {
        "pictures-0-decorative": "on",
        "pictures-0-people": "none",
        "pictures-0-source": "staff",
        "pictures-1-people": "students",
        "pictures-1-source": "staff",
    }
    refused = teacher.post(edit, {**form_of(shown), **answered, "submit": "principal"})
    assert refused.status_code == 200
    first, second = tree(refused).find_class("composer-row--picture")
    assert not first.find_class("composer-said")
    asked = " ".join(each.text_content() for each in second.find_class("composer-said"))
    assert "This picture has no description." in asked
    assert "no release is on file here" in asked
    assert not UpdatePage.objects.get().workflow_in_progress


def test_the_thirteenth_is_said_to_be_left_and_nothing_is_handed_in(
    district: District, teacher: Client
) -> None:
    thirteen = [photo(number) for number in range(13)]
    values = typed(district, submit="principal", library=thirteen)
    answer = compose(teacher, [district.classroom], values)
    assert answer.url.endswith("/compose/#pictures")
    told = "At most 12 pictures come up at once. Choose the other ones again."
    assert told in words(teacher.get(answer.url.partition("#")[0]))
    assert len(stored()) == 12
    assert not UpdatePage.objects.get().workflow_in_progress


def test_a_form_without_pictures_asks_nothing_about_them(
    district: District, teacher: Client
) -> None:
    fresh = tree(teacher.get(address(district.classroom)))
    assert not fresh.find_class("composer-row--picture")
    # Nor does it find fault with anything before the first key.
    assert not fresh.find_class("composer-said")
    assert not fresh.find_class("composer-summary")


def test_a_picture_lies_with_the_school_of_the_class(
    district: District, client: Client, clock: Clock
) -> None:
    clock("2026-11-24 08:00")
    in_two = make_staff((Role.TEACHER, district.school), (Role.TEACHER, district.other_school))
    room = make_classroom(make_teacher_page(district.other_school, in_two))
    client.force_login(account_of(in_two))
    compose(client, [room], typed(district, save="pictures", library=photo(1)))
    assert DistrictImage.objects.get().collection == district.other_school.collection


def test_pictures_that_came_with_something_unreadable_are_asked_for_again(
    district: District, teacher: Client
) -> None:
    """The browser sends them as soon as they are chosen, and a form keeps no files."""
    sent = typed(district, save="pictures", library=photo(1), **{"events-0-start_time": "9"})
    shown = compose(teacher, [district.classroom], sent)
    assert "The pictures are not here. Fix what is marked, then choose them again." in words(shown)
    assert not DistrictImage.objects.exists()
