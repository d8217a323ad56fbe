"""A document opens for everyone only while a live page that everyone may open shows it."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from classroom.models import ClassroomTeacher
from district_cms.audit_log.models import AuditEntry
from district_cms.media.models import DistrictDocument
from district_cms.people.models import User
from district_cms.people.roles import Role
from tests.factories.district import District, account_of
from tests.factories.files import pdf
from tests.factories.pages import make_draft, make_teacher_page, make_update, update_content
from tests.factories.people import fresh, make_account, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(district: District) -> DistrictDocument:
    """As a teacher uploads it in the window for choosing."""
    client = signed_in(district.teacher)
    sent = {
        "document-chooser-upload-title": "IEP list",
        "document-chooser-upload-file": SimpleUploadedFile("IEP-list.csv", b"names"),
        "document-chooser-upload-collection": district.school.collection_id,
        "document-chooser-upload-tags": "",
    }
    client.post(reverse("wagtaildocs_chooser:create"), sent)
    return DistrictDocument.objects.get()


def signed_in(account: User | None) -> Client:
    client = Client()
    if account is not None:
        client.force_login(fresh(account))
    return client


def shown(district: District, document: DistrictDocument) -> dict[str, Any]:
    lesson = [("document", {"document": document, "text": "What to bring (CSV)"})]
    return update_content(district.curriculum, lesson=lesson)


def get(client: Client, document: DistrictDocument, **headers: str) -> Any:
    response = client.get(document.url, headers=headers)
    b"".join(response)  # read to its end, a file is closed
    return response


def answer(account: User | None, document: DistrictDocument) -> tuple[int, str]:
    """The status, and what caches are told."""
    response = get(signed_in(account), document)
    return response.status_code, response["Cache-Control"]


OPEN, OWN, GONE = (200, "public, no-cache"), (200, "private, no-cache"), (404, "private")


def test_before_a_page_shows_it_only_who_works_with_a_document_opens_it(
    district: District, document: DistrictDocument
) -> None:
    other = make_staff((Role.TEACHER, district.school))
    make_teacher_page(district.school, other)
    make_draft(district.classroom, **shown(district, document))
    people = (None, account_of(other), make_account(Role.COUNSELOR), district.other_principal)
    assert {answer(who, document) for who in people} == {GONE}
    people = (district.teacher, district.principal, make_account(Role.COMMUNICATIONS))
    assert {answer(who, document) for who in people} == {OWN}


def test_a_second_teacher_of_the_class_opens_what_a_later_draft_shows(
    district: District, document: DistrictDocument
) -> None:
    second, other = (make_staff((Role.TEACHER, district.school)) for _number in range(2))
    ClassroomTeacher.objects.create(classroom=district.classroom, staff=second)
    page = make_draft(district.classroom, **update_content(district.curriculum))
    assert answer(account_of(second), document) == GONE
    page.lesson = shown(district, document)["lesson"]
    page.save_revision()
    assert answer(account_of(second), document) == OWN
    assert answer(account_of(other), document) == GONE


def test_everyone_opens_a_document_as_long_as_a_live_page_shows_it(
    district: District,
    document: DistrictDocument,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page = make_update(district.classroom, **shown(district, document))
    assert answer(None, document) == OPEN
    with django_assert_max_num_queries(8):
        known = get(client, document)["ETag"]
    page.unpublish()
    assert get(client, document, if_none_match=known).status_code == 404
    assert answer(None, document) == GONE


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_document_of_a_protected_page_opens_for_who_may_open_the_page(
    kind: str, district: District, document: DistrictDocument
) -> None:
    page = make_update(district.classroom, **shown(district, document))
    door = PageViewRestriction.objects.create(
        page=district.teacher_page, restriction_type=kind, password="sesame"
    )
    group = Group.objects.create(name="Coaches")
    door.groups.add(group)
    counselor = make_account(Role.COUNSELOR)
    assert answer(None, document) == GONE
    assert answer(counselor, document) == (OWN if kind == "login" else GONE)
    counselor.groups.add(group)
    client = signed_in(counselor)
    address = f"/_util/authenticate_with_password/{door.pk}/{page.pk}/"
    client.post(address, {"password": "sesame", "return_url": page.url})
    response = get(client, document)
    assert (response.status_code, response["Cache-Control"]) == OWN
    assert answer(district.teacher, document) == OWN


def test_the_office_lists_a_document_as_public_and_its_file_passes_the_checks_first(
    district: District, document: DistrictDocument
) -> None:
    address = reverse("wagtaildocs:edit", args=[document.pk])
    form = {"title": "Supplies", "collection": document.collection_id, "tags": ""}
    signed_in(district.teacher).post(address, {**form, "listed_as_public": "on"})
    assert answer(None, document) == GONE
    office = signed_in(make_account(Role.COMMUNICATIONS))
    document.file = ContentFile(pdf(tagged=False), name="list.pdf")
    document.save()
    refused = office.post(address, {**form, "listed_as_public": "on"})
    assert "PDF without tags" in refused.text
    assert answer(None, document) == GONE
    file = SimpleUploadedFile("list.pdf", pdf())
    assert office.post(address, {**form, "listed_as_public": "on", "file": file}).status_code == 302
    document.refresh_from_db()
    assert answer(None, document) == OPEN
    assert AuditEntry.objects.get(action="media.document_listed").data["name"] == "Supplies"
    signed_in(district.teacher).post(address, {**form, "title": "Something else"})
    document.refresh_from_db()
    assert document.title == "Supplies"
