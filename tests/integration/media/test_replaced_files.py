"""Replacing a file that live pages show: examined first, and confirmed or refused."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from classroom.models import UpdatePage
from district_cms.media.in_use import InUse
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.people.roles import Role
from district_cms.publishing.content.files_on_page import FILE_REPLACED
from district_cms.publishing.models import AccessibilitySettings
from tests.factories.district import District
from tests.factories.files import pdf
from tests.factories.media import RED, drawing, gif, png
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account

pytestmark = pytest.mark.django_db

SHOWN = {"description": "Number lines on a wall", "source": "staff", "people": "none"}


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def picture(district: District) -> DistrictImage:
    made: DistrictImage = DistrictImage.objects.create(
        title="Number lines on a wall", file=ContentFile(png(secrets=False), name="wall.png")
    )
    return made


@pytest.fixture
def document(district: District) -> DistrictDocument:
    made: DistrictDocument = DistrictDocument.objects.create(
        title="Supply list", file=ContentFile(pdf(), name="supplies.pdf")
    )
    return made


@pytest.fixture
def office(district: District) -> Client:
    client = Client()
    client.force_login(make_account(Role.COMMUNICATIONS))
    return client


def with_picture(district: District, picture: DistrictImage, **fields: Any) -> dict[str, Any]:
    lesson = [
        ("prose", "<p>We place halves on a number line.</p>"),
        ("picture", {"image": picture, **SHOWN}),
    ]
    return update_content(district.curriculum, lesson=lesson, **fields)


def with_document(district: District, document: DistrictDocument) -> dict[str, Any]:
    lesson = [
        ("prose", "<p>We place halves on a number line.</p>"),
        ("document", {"document": document, "text": "What to bring"}),
    ]
    return update_content(district.curriculum, lesson=lesson)


def other_png() -> bytes:
    return png(image=drawing(color=RED), secrets=False)


def send(client: Client, item: Any, file: bytes, name: str, **more: Any) -> Any:
    app = "wagtailimages" if isinstance(item, DistrictImage) else "wagtaildocs"
    values = {"title": item.title, "collection": item.collection_id, "tags": "", **more}
    values |= {"description": ""} if app == "wagtailimages" else {}
    address = reverse(f"{app}:edit", args=[item.pk])
    return client.post(address, {**values, "file": SimpleUploadedFile(name, file)})


def asked_by(response: Any) -> list[tuple[str, str]]:
    """Returns the form's questions about live pages: value and label of each checkbox."""
    return [(str(v), str(said)) for v, said in response.context["form"]["still_true"].field.choices]


def rules_of(page: UpdatePage) -> list[str]:
    return [found.rule for found in UpdatePage.objects.get(pk=page.pk).publish_findings()]


def has_old_file(item: Any) -> bool:
    """True if the item still has its old file, and the file is in the storage."""
    now = type(item).objects.get(pk=item.pk)
    return bool(now.file.name == item.file.name and now.file.storage.exists(item.file.name))


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_after_a_refusal_the_screen_shows_the_old_file_and_raises_no_alarm(
    kind: str, request: pytest.FixtureRequest, district: District, office: Client
) -> None:
    item = request.getfixturevalue(kind)
    contents = {"picture": with_picture, "document": with_document}
    make_update(district.classroom, **contents[kind](district, item))
    new = {"picture": (other_png(), "other.png"), "document": (b"%PDF-1.7 nothing", "other.pdf")}

    response = send(office, item, *new[kind])

    said = response.content.decode()
    assert "could not be found" not in said
    assert "other." not in said
    assert item.file_hash == response.context["form"].instance.file_hash


def test_questions_about_a_new_picture_are_confirmed_in_the_second_round(
    district: District, picture: DistrictImage, office: Client
) -> None:
    page = make_update(district.classroom, **with_picture(district, picture))
    ticked = [f"page:{page.pk}"]

    first = send(office, picture, gif(), "moves.gif", still_true=ticked)

    words = " ".join(first.context["form"].errors["still_true"])
    assert "There is a new question, last in the list" in words
    assert page.title not in words  # it was selected
    [new] = [value for value, said in asked_by(first) if "New question" in said]

    # If another question is left unconfirmed, the new one stays confirmed.
    second = send(office, picture, gif(), "moves.gif", still_true=[new])
    assert new in dict(asked_by(second))
    assert "new question" not in " ".join(second.context["form"].errors["still_true"]).lower()

    third = send(office, picture, gif(), "moves.gif", still_true=[*ticked, new])
    assert third.status_code == 302


def test_a_confirmation_for_one_page_does_not_count_for_another(
    district: District, picture: DistrictImage, office: Client
) -> None:
    first = make_update(district.classroom, **with_picture(district, picture))
    make_update(district.classroom, **with_picture(district, picture, title="Eighths"))

    response = send(office, picture, other_png(), "o.png", still_true=[f"page:{first.pk}"])

    words = " ".join(response.context["form"].errors["still_true"])
    assert "“Eighths”" in words
    assert first.title not in words
    assert has_old_file(picture)


def test_a_page_that_would_be_blocked_refuses_the_new_picture(
    district: District, picture: DistrictImage, office: Client
) -> None:
    page = make_update(district.classroom, **with_picture(district, picture))
    choices = AccessibilitySettings.load()
    choices.raised_rules = ["animated-gif"]
    choices.save()

    response = send(office, picture, gif(), "moves.gif", still_true=[f"page:{page.pk}"])

    words = " ".join(response.context["form"].errors["file"])
    assert "live pages could not stay as they are" in words
    assert page.title in words
    assert has_old_file(picture)


def test_code_that_replaces_a_file_in_use_is_refused_with_the_pages(
    district: District, picture: DistrictImage
) -> None:
    page = make_update(district.classroom, **with_picture(district, picture))
    again = DistrictImage.objects.get(pk=picture.pk)
    again.file = ContentFile(other_png(), name="other.png")

    with pytest.raises(InUse, match=page.title):
        again.save()

    assert has_old_file(picture)


def test_the_finding_of_a_replaced_file_ends_with_the_next_publication(
    district: District, picture: DistrictImage, office: Client
) -> None:
    page = make_update(district.classroom, **with_picture(district, picture))
    send(office, picture, other_png(), "o.png", still_true=[f"page:{page.pk}"])
    assert FILE_REPLACED in rules_of(page)  # answered, and shown as answered

    UpdatePage.objects.get(pk=page.pk).save_revision().publish()

    assert FILE_REPLACED not in rules_of(page)


# ---------------------------------------------------------------- documents
def test_a_worse_document_is_refused_and_the_old_one_is_served(
    district: District, document: DistrictDocument, office: Client, client: Client
) -> None:
    page = make_update(district.classroom, **with_document(district, document))

    response = send(office, document, b"%PDF-1.7 nothing", "supplies.pdf")

    words = " ".join(response.context["form"].errors["file"])
    assert f"On “{page.title}”" in words
    assert "could not be read" in words
    assert has_old_file(document)
    assert b"".join(client.get(document.url).streaming_content).startswith(b"%PDF-1.3")
    assert rules_of(page) == []


def test_a_good_document_takes_its_place_and_is_examined_before_it_is_shown(
    district: District, document: DistrictDocument, office: Client
) -> None:
    page = make_update(district.classroom, **with_document(district, document))

    response = send(office, document, pdf(title="Winter supplies"), "supplies.pdf")

    assert response.status_code == 302
    now = DistrictDocument.objects.get(pk=document.pk)
    assert now.file_hash != document.file_hash
    assert now.examination.file_hash == now.file_hash
    assert rules_of(page) == []


def test_a_title_that_no_page_may_show_is_refused(
    district: District, document: DistrictDocument, office: Client
) -> None:
    make_update(district.classroom, **with_document(district, document))
    address = reverse("wagtaildocs:edit", args=[document.pk])
    values = {"title": "Supplies of student ID 204981", "collection": document.collection_id}

    response = office.post(address, {**values, "tags": ""})

    assert "student's number" in " ".join(response.context["form"].errors["title"])
    assert DistrictDocument.objects.get().title == "Supply list"


def test_bulk_updates_do_not_bypass_the_gate(
    district: District, document: DistrictDocument
) -> None:
    make_update(district.classroom, **with_document(district, document))
    with pytest.raises(InUse):
        DistrictDocument.objects.update(title="Supplies of student ID 204981")
