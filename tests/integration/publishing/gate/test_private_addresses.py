"""What the name of a file or the address of a link tells of a student stops the page as well."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django.fixtures import Settings

from district_cms.media.models import DistrictDocument
from district_cms.publishing.content.checks import content_findings
from district_cms.schools.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


EMBED = {"title": "Video: volcanoes", "captions": "people"}


def found(*body: tuple[str, object]) -> set[tuple[str, tuple[str | int, ...]]]:
    """Return the privacy findings of a page of these blocks, and where they stand."""
    page = StandardPage(title="Supplies", body=list(body))
    return {
        (finding.rule, finding.path)
        for finding in content_findings(page)
        if finding.clause == "ferpa"
    }


def document(name: str, title: str = "Letter") -> DistrictDocument:
    return DistrictDocument.objects.create(title=title, file=ContentFile(b"%PDF-1.7", name=name))


def test_the_name_of_a_file_that_a_text_links() -> None:
    private = document("maria-lopez-suspension.pdf")
    plain = document("supply-list.pdf")
    link = '<p><a linktype="document" id="{}">Open the letter</a></p>'
    rules = {rule for rule, _path in found(("prose", link.format(private.pk)))}
    assert rules & {"discipline-beside-name", "discipline-maybe-beside-name"}
    assert found(("prose", link.format(plain.pk))) == set()


def test_the_name_of_a_file_of_a_document_block() -> None:
    rules = {
        rule for rule, _path in found(("document", {"document": document("ana_ruiz_iep.pdf")}))
    }
    assert rules & {"support-beside-name", "support-maybe-beside-name"}


def test_the_address_of_a_link() -> None:
    private = {**EMBED, "url": "https://video.example/maria-lopez-iep.mp4"}
    plain = {**EMBED, "url": "https://video.example/watch?v=volcano"}
    assert {path for _rule, path in found(("embed", private))} == {(0, "url")}
    assert found(("embed", plain)) == set()


def test_the_subject_of_a_mail_link() -> None:
    link = '<p><a href="mailto:a@b.example?subject=Maria%20Lopez%20IEP">Write</a></p>'
    assert {path for _rule, path in found(("prose", link))} == {(0,)}
