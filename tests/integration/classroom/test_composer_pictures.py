"""Files in the short form: they are uploaded with it, and questions about pictures appear beside
them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from classroom.models import UpdatePage
from district_cms.media.models import DistrictImage
from tests.factories.district import District
from tests.factories.media import drawing, jpeg
from tests.integration.classroom.composing import compose, form_of, tree, typed
from tests.integration.conftest import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(district: District, client: Client, clock: Clock) -> Client:
    clock("2026-11-24 08:00")
    client.force_login(district.teacher)
    return client


def photo(number: int) -> SimpleUploadedFile:
    image = drawing((16, 12), (20 * number, 120, 60))
    return SimpleUploadedFile(f"IMG_{number}.jpg", jpeg(image=image), content_type="image/jpeg")


def words(response: Any) -> str:
    return " ".join(tree(response).text_content().split())


def with_pictures(district: District, teacher: Client, **files: Any) -> Any:
    """Returns the draft's form after uploading these pictures, with everything else that it
    needs."""
    saved = compose(teacher, [district.classroom], typed(district, save="pictures", **files))
    assert saved.url.endswith("/compose/#pictures")
    return teacher.get(saved.url.partition("#")[0])


def stored() -> list[Any]:
    return [child.value for child in UpdatePage.objects.get().pictures]


def test_missing_details_are_reported_at_their_picture(district: District, teacher: Client) -> None:
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


def test_the_thirteenth_picture_is_refused_and_nothing_is_submitted(
    district: District, teacher: Client
) -> None:
    thirteen = [photo(number) for number in range(13)]
    values = typed(district, submit="principal", library=thirteen)
    answer = compose(teacher, [district.classroom], values)
    assert answer.url.endswith("/compose/#pictures")
    told = "You can add at most 12 files at once. Choose the other ones again."
    assert told in words(teacher.get(answer.url.partition("#")[0]))
    assert len(stored()) == 12
    assert not UpdatePage.objects.get().workflow_in_progress


def test_pictures_submitted_with_an_invalid_field_must_be_chosen_again(
    district: District, teacher: Client
) -> None:
    """The browser submits them as soon as they are chosen, and a form cannot retain files."""
    sent = typed(district, save="pictures", library=photo(1), **{"events-0-start_time": "9"})
    shown = compose(teacher, [district.classroom], sent)
    assert "The files are not here. Fix what is marked, then choose them again." in words(shown)
    assert not DistrictImage.objects.exists()


def test_an_attached_file_is_at_the_end_of_the_text(district: District, teacher: Client) -> None:
    files = [
        SimpleUploadedFile("Spelling_list week 3.txt", b"One, two", content_type="text/plain"),
        SimpleUploadedFile("virus.exe", b"MZ", content_type="application/x-dosexec"),
    ]
    saved = compose(teacher, [district.classroom], typed(district, save="x", documents=files))
    assert saved.url.endswith("/compose/#part-lesson")
    shown = teacher.get(saved.url.partition("#")[0])
    assert "virus.exe: " in words(shown)
    draft = UpdatePage.objects.get()
    assert [child.block_type for child in draft.lesson] == ["prose", "document"]
    document = draft.lesson[1].value["document"]
    assert (document.title, document.uploaded_by_user) == (
        "Spelling list week 3",
        district.teacher,
    )
    assert document.collection == district.school.collection
    assert form_of(shown)["lesson"][0].endswith("Document: Spelling list week 3")
    # Saving again leaves it where it is.
    teacher.post(saved.url.partition("#")[0], {**form_of(shown), "title": "Spelling"})
    assert UpdatePage.objects.get().lesson[1].value["document"] == document
