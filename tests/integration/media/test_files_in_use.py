"""A file of a live page cannot be deleted or hidden, neither by code nor by any screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings
from wagtail.models import Collection, CollectionViewRestriction

from district_cms.media.in_use import InUse
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.media import png
from tests.factories.pages import make_update, update_content
from tests.factories.people import make_account, make_superuser

pytestmark = pytest.mark.django_db

AJAX = {"X-Requested-With": "XMLHttpRequest"}
Files = tuple[DistrictImage, DistrictDocument]


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def files(district: District) -> Files:
    picture = DistrictImage.objects.create(
        title="Number lines", file=ContentFile(png(secrets=False), name="wall.png")
    )
    document = DistrictDocument.objects.create(
        title="Supply list", file=ContentFile(b"pens", name="supplies.txt")
    )
    return picture, document


@pytest.fixture
def office(district: District) -> Client:
    client = Client()
    client.force_login(make_account(Role.ADMINISTRATOR))
    return client


@pytest.fixture
def private(db: None) -> Collection:
    made: Collection = Collection.get_first_root_node().add_child(name="Staff only")
    CollectionViewRestriction.objects.create(collection=made, restriction_type="login")
    return made


def content_with(district: District, files: Files) -> dict[str, Any]:
    picture, document = files
    shown = {"image": picture, "description": "Number lines on a wall", "source": "staff"}
    lesson = [
        ("prose", "<p>We place halves on a number line.</p>"),
        ("picture", {**shown, "people": "none"}),
        ("document", {"document": document, "text": ""}),
    ]
    return update_content(district.curriculum, lesson=lesson)


def left() -> int:
    return DistrictImage.objects.count() + DistrictDocument.objects.count()


def bulk(app: str, model: str, action: str, pk: int) -> str:
    address = reverse("wagtail_bulk_action", args=[app, model, action])
    return f"{address}?id={pk}"


def addresses_that_delete(files: Files) -> list[str]:
    picture, document = files
    return [
        reverse("wagtailimages:delete", args=[picture.pk]),
        reverse("wagtailimages:delete_multiple", args=[picture.pk]),
        bulk("media", "districtimage", "delete", picture.pk),
        reverse("wagtaildocs:delete", args=[document.pk]),
        reverse("wagtaildocs:delete_multiple", args=[document.pk]),
        bulk("media", "districtdocument", "delete", document.pk),
    ]


@pytest.mark.parametrize("number", range(6))
def test_no_screen_deletes_a_file_of_a_live_page_and_each_names_the_page(
    number: int, district: District, files: Files, office: Client
) -> None:
    page = make_update(district.classroom, **content_with(district, files))

    response = office.post(addresses_that_delete(files)[number], follow=True)

    assert left() == 2
    assert f"“{page.title}” ({district.classroom.title}, " in response.content.decode()


def test_the_refusal_describes_every_page_unambiguously(
    district: District, files: Files, office: Client
) -> None:
    content = content_with(district, files)
    for day in range(7):
        make_update(district.classroom, **{**content, "title": f"Week {day}"})

    response = office.post(addresses_that_delete(files)[0], follow=True)

    said = response.content.decode()
    assert all(
        f"“Week {day}” (Math 3, Ms. Rivera, Juniper Creek Elementary)" in said for day in range(7)
    )
    assert "more" not in next(str(m) for m in response.context["messages"] if "Week 1" in str(m))


def screens_that_ask(files: Files) -> list[str]:
    return [one for one in addresses_that_delete(files) if "multiple" not in one]


@pytest.mark.parametrize("number", range(4))
def test_the_delete_screen_lists_live_pages_first(
    number: int, district: District, files: Files, office: Client
) -> None:
    page = make_update(district.classroom, **content_with(district, files))

    said = office.get(screens_that_ask(files)[number]).content.decode()

    assert f"“{page.title}” ({district.classroom.title}, " in said
    assert page.url in said
    assert "Are you sure" not in said
    assert "Yes, delete" not in said


def test_deleting_several_files_spares_those_in_use(
    district: District, files: Files, office: Client
) -> None:
    make_update(district.classroom, **content_with(district, files))
    spare = DistrictImage.objects.create(
        title="Spare", file=ContentFile(png(secrets=False), name="spare.png")
    )
    address = f"{bulk('media', 'districtimage', 'delete', files[0].pk)}&id={spare.pk}"

    said = office.get(address).content.decode()
    assert "“Number lines” cannot be deleted" in said
    assert "Are you sure you want to delete this image?" in said

    office.post(address)
    assert list(DistrictImage.objects.all()) == [files[0]]


@pytest.fixture
def teacher(district: District, files: Files) -> Client:
    account = account_of(district.teacher_staff)
    for model in (DistrictImage, DistrictDocument):
        model.objects.update(uploaded_by_user=account)
    client = Client()
    client.force_login(account)
    return client


@pytest.mark.parametrize("number", range(4))
def test_uploaders_read_which_live_pages_use_their_file(
    number: int, district: District, files: Files, teacher: Client
) -> None:
    page = make_update(district.classroom, **content_with(district, files))

    said = teacher.get(screens_that_ask(files)[number], follow=True).content.decode()

    assert f"“{page.title}” ({district.classroom.title}, " in said
    assert "permission" not in said
    assert "Yes, delete" not in said


@pytest.mark.parametrize(
    "delete",
    [
        lambda files: files[0].delete(),
        lambda files: files[1].delete(),
        lambda files: DistrictImage.objects.all().delete(),
        lambda files: DistrictDocument.objects.filter(pk=files[1].pk).delete(),
    ],
    ids=["picture", "document", "pictures", "documents"],
)
def test_code_cannot_delete_a_file_of_a_live_page(
    delete: Callable[[Files], Any], district: District, files: Files
) -> None:
    page = make_update(district.classroom, **content_with(district, files))
    with pytest.raises(InUse, match=page.title):
        delete(files)
    assert left() == 2


def test_files_of_an_unpublished_page_can_be_deleted(district: District, files: Files) -> None:
    make_update(district.classroom, **content_with(district, files)).unpublish()
    files[0].delete()
    files[1].delete()
    assert left() == 0


# ---------------------------------------------------------------- private collections
def hide_by_the_form(office: Client, files: Files, private: Collection) -> Any:
    address = reverse("wagtaildocs:edit", args=[files[1].pk])
    return office.post(address, {"title": "Supply list", "collection": private.pk, "tags": ""})


def hide_with_others(office: Client, files: Files, private: Collection) -> Any:
    address = bulk("media", "districtdocument", "add_to_collection", files[1].pk)
    return office.post(address, {"collection": private.pk})


def hide_by_code(office: Client, files: Files, private: Collection) -> Any:
    document = DistrictDocument.objects.get(pk=files[1].pk)
    document.collection = private
    with pytest.raises(InUse):
        document.save()


def hide_many_by_code(office: Client, files: Files, private: Collection) -> Any:
    with pytest.raises(InUse):
        DistrictDocument.objects.update(collection_id=private.pk)


def close_the_collection(office: Client, files: Files, private: Collection) -> Any:
    # Who may change a collection at all, by today's roles.
    office.force_login(make_superuser())
    address = reverse("wagtailadmin_collections:set_privacy", args=[files[1].collection_id])
    return office.post(address, {"restriction_type": "login"}, headers=AJAX)


HIDING = [
    hide_by_the_form,
    hide_with_others,
    hide_by_code,
    hide_many_by_code,
    close_the_collection,
]


@pytest.mark.parametrize("hide", HIDING, ids=lambda hide: hide.__name__)
def test_a_document_of_a_public_page_cannot_become_private(
    hide: Any, district: District, files: Files, office: Client, private: Collection
) -> None:
    page = make_update(district.classroom, **content_with(district, files))

    hide(office, files, private)

    document = DistrictDocument.objects.get(pk=files[1].pk)
    assert not document.collection.get_view_restrictions().exists()
    said = office.get(reverse("wagtailadmin_home")).content.decode()
    assert hide in {hide_by_code, hide_many_by_code, hide_by_the_form} or page.title in said
    assert b"".join(Client().get(document.url).streaming_content) == b"pens"


def test_a_document_that_no_page_links_may_become_private(
    district: District, files: Files, office: Client, private: Collection
) -> None:
    hide_with_others(office, files, private)
    assert DistrictDocument.objects.get(pk=files[1].pk).collection == private
