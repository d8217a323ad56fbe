"""Uploaded files are examined, and the gate reports the results at the link."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.models import ReferenceIndex

from district_cms.checks.documents import State
from district_cms.media import examinations, tasks
from district_cms.media.models import DistrictDocument, DocumentExamination
from district_cms.media.models.files import examination_of
from district_cms.people.models import User
from district_cms.publishing.content.files_on_page import document_findings
from district_cms.publishing.content.fragments import fragments
from district_cms.schools.models import StandardPage
from tests.factories import files
from tests.factories.district import District
from tests.factories.editor import update_form
from tests.factories.pages import make_draft, update_content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(client: Client) -> Client:
    account = User.objects.create_superuser("office@larkspur.example", "a-long-pass-phrase")
    client.force_login(account)
    return client


def upload(data: bytes, name: str = "supplies.pdf", title: str = "Supply list") -> DistrictDocument:
    made: DistrictDocument = DistrictDocument.objects.create(
        title=title, file=ContentFile(data, name=name)
    )
    return made


def found(*content: tuple[str, Any]) -> list[tuple[str, tuple[str | int, ...]]]:
    page = StandardPage(title="Supplies", slug="supplies", body=list(content))
    return [(one.rule, one.path) for one in page.publish_findings() if one.rule.startswith("doc-")]


def link(document: DistrictDocument) -> tuple[str, Any]:
    return ("document", {"document": document, "text": "What to bring to class"})


def scan() -> DistrictDocument:
    return upload(files.pdf(pages=(files.PICTURE,), tagged=False))


@pytest.mark.parametrize("address, is_ours", [
    ("/documents/{}/supplies.pdf", True),
    ("../documents/{}/supplies.pdf?lang=es#page=2", True),
    ("\\%64ocuments/{}/supplies.pdf", True),
    ("https://testserver/documents/{}/supplies.pdf", True),
    ("//LOCALHOST:8000/x/../documents/{}/supplies.pdf", True),
    ("https://elsewhere.example/documents/{}/supplies.pdf", False),
    ("/about/documents/{}/supplies.pdf", False),
])  # fmt: skip
def test_a_link_to_the_address_of_a_document_is_checked_as_a_document(
    address: str, is_ours: bool
) -> None:
    document = scan()
    link = f'<p><a href="{address.format(document.pk)}">What to bring (PDF)</a></p>'
    assert found(("prose", link)) == ([("doc-image-only", (0,))] if is_ours else [])


def test_a_link_field_to_a_document_is_checked_and_counts_as_its_use(
    district: District, client: Client
) -> None:
    document = scan()
    link = {"url": f"http://localhost{document.url}", "text": "What to bring (PDF)"}
    content = update_content(district.curriculum, curriculum=[("link", link)])
    draft = make_draft(district.classroom, **content)
    assert "doc-image-only" in {one.rule for one in draft.publish_findings() if one.blocks}
    assert [use.object_id for use in ReferenceIndex.get_references_to(document)] == [str(draft.pk)]


@pytest.mark.parametrize("field", ["prose", "link"])
def test_nobody_links_the_address_of_a_document_that_they_may_not_choose(
    field: str, district: District
) -> None:
    document = upload(files.pdf())
    address = f"http://testserver{document.url}"
    content = update_content(district.curriculum)
    if field == "prose":
        content["lesson"] = [("prose", f'<p><a href="{address}">What to bring (PDF)</a></p>')]
    else:
        content["curriculum"] = [("link", {"url": address, "text": "What to bring (PDF)"})]
    draft = make_draft(district.classroom, **update_content(district.curriculum))
    client = Client()
    client.force_login(district.teacher)
    page = client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), update_form(content))
    assert "You cannot use this document here." in page.text


# ------------------------------------------------------------------------------ when it happens


def test_a_large_file_waits_for_the_queue(
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(examinations, "LARGEST_AT_ONCE", 100)
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(examinations, "async_task", lambda *task: asked.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        document = upload(files.pdf())
    assert asked == [(examinations.TASK, document.pk)]
    assert examination_of(document) is None
    assert found(link(document)) == [("doc-not-examined", (0, "document"))]

    assert tasks.examine(document.pk) == f"document {document.pk}: read"
    assert found(link(document)) == []
    assert tasks.examine(document.pk) == f"document {document.pk}: nothing to do"


def test_the_queued_task_exists() -> None:
    assert f"{tasks.examine.__module__}.{tasks.examine.__qualname__}" == examinations.TASK


def test_the_sweep_examines_missed_files_and_those_of_older_engines() -> None:
    upload(files.pdf())
    past, old = upload(files.docx(), "a.docx"), upload(files.vtt(), "a.vtt")
    DocumentExamination.objects.filter(document=past).delete()
    DocumentExamination.objects.filter(document=old).update(engine="2020-01-01")
    assert tasks.sweep() == "2 documents"
    queued = [task.task["args"] for task in OrmQ.objects.all() if task.func() == examinations.TASK]
    assert sorted(queued) == [(past.pk,), (old.pk,)]


def test_a_file_missing_from_storage_does_not_pass() -> None:
    document = upload(files.pdf())
    document.file.storage.delete(document.file.name)
    assert examinations.examine_document(document=document).found.state == State.FAILED
    assert found(link(document)) == [("doc-unreadable", (0, "document"))]


def test_an_unreadable_examination_counts_as_failed() -> None:
    document = upload(files.pdf())
    DocumentExamination.objects.update(results={"tagged": "yes"})
    assert found(link(document)) == [("doc-unreadable", (0, "document"))]


# ------------------------------------------------------------------------------ what the gate says


@pytest.mark.parametrize("name, data, rules", [
    ("a.pdf", files.pdf(), []),
    ("a.pdf", files.pdf(tagged=False), ["doc-untagged"]),
    ("a.pdf", files.pdf(pages=(files.PICTURE,), tagged=False, title=""), ["doc-image-only"]),
    ("a.pdf", b"%PDF-1.7 and nothing more", ["doc-unreadable"]),
    ("a.pdf", files.pdf(title=""), ["doc-title"]),
    ("a.docx", files.docx(pictures=("",)), ["doc-alt-missing"]),
    ("a.docx", files.docx(language=""), ["doc-language"]),
    ("a.xlsx", files.xlsx(sheets=("Sheet1", "Sheet2")), ["doc-sheet-names"]),
    ("a.txt", b"Pencils, paper", []),
    ("a.mp4", files.mp4(), ["doc-recording"]),
])  # fmt: skip
def test_a_linked_file_is_found_with_its_faults_in_a_block_and_in_a_text(
    name: str, data: bytes, rules: list[str]
) -> None:
    document = upload(data, name)
    assert found(link(document)) == [(rule, (0, "document")) for rule in rules]
    source = f'<p>See the <a id="{document.pk}" linktype="document">supply list (PDF)</a>.</p>'
    assert found(("prose", source)) == [(rule, (0,)) for rule in rules]


def test_a_file_that_is_gone_is_asked_about() -> None:
    source = '<p>See the <a linktype="document" id="98765">supply list (PDF)</a>.</p>'
    assert found(("prose", source)) == [("doc-gone", (0,))]


def test_a_link_that_names_no_document_passes() -> None:
    page = StandardPage(title="S", body=[("prose", '<a linktype="document" id="x">a</a>')])
    assert list(document_findings(fragments(page))) == []


def test_a_new_file_raises_a_new_question() -> None:
    document = upload(files.pdf(title=""))
    page = StandardPage(title="Supplies", body=[link(document)])
    [before] = document_findings(fragments(page))
    document.file = ContentFile(files.pdf(title="", figures=("A leaf",)), name="supplies.pdf")
    document.save()
    [after] = document_findings(fragments(page))
    assert (before.rule, after.rule) == ("doc-title", "doc-title")
    assert before.fingerprint != after.fingerprint
