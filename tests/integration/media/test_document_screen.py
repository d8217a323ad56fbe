"""The screen of a document shows its examination in sentences."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django.fixtures import Settings

from district_cms.checks.documents import captions
from district_cms.media.models import DistrictDocument, DocumentExamination
from district_cms.media.templatetags.media_files import CAPTION_PROBLEMS, report_on
from district_cms.people.models import User
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(data: bytes, name: str) -> DistrictDocument:
    made: DistrictDocument = DistrictDocument.objects.create(
        title="Supply list", file=ContentFile(data, name=name)
    )
    return made


@pytest.mark.parametrize("name, data, said", [
    ("a.pdf", files.pdf(), "Nothing was found that keeps a screen reader"),
    ("a.pdf", files.pdf(tagged=False), "Must fix: “Supply list” is a PDF without tags."),
    ("a.pdf", files.pdf(title=""), "Please check: “Supply list” has no title inside the file."),
    ("a.txt", b"Pencils", "Plain text, which every screen reader reads aloud."),
    ("a.mp4", files.mp4(), "it needs captions or a transcript next to it."),
    ("a.vtt", files.vtt(), "Players will show all captions: 2."),
    ("a.vtt", b"WEBVTT\n\n00:05.000 --> 00:01.000\nHi\n", "Line 3: The caption ends before it"),
])  # fmt: skip
def test_the_screen_shows_the_examination(
    name: str, data: bytes, said: str, client: Client
) -> None:
    client.force_login(User.objects.create_superuser("office@larkspur.example", "a-long-phrase"))
    page = client.get(reverse("wagtaildocs:edit", args=[upload(data, name).pk]))
    [section] = html.fromstring(page.content).xpath("//section[@class='examination']")
    assert said in " ".join(section.text_content().split())


# As many letters as the database accepts, of one, two, three and four bytes.
@pytest.mark.parametrize("letter", ["a", "é", "س", "漢", "𠮷"])
def test_a_long_name_in_any_script_is_shortened(letter: str, client: Client) -> None:
    client.force_login(User.objects.create_superuser("office@larkspur.example", "a-long-phrase"))
    name = letter * 200 + ".pdf"
    sent = SimpleUploadedFile(name, files.pdf())
    answer = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "Supply list", "files[]": sent},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert answer.status_code == 200
    stored = upload(files.pdf(), letter * 80 + ".pdf").file
    assert stored.name.endswith(".pdf")
    assert stored.storage.exists(stored.name)
    assert upload(files.pdf(), letter * 80 + ".pdf").file.name != stored.name


def test_the_screen_says_that_a_file_is_not_examined_yet() -> None:
    document = upload(files.pdf(), "a.pdf")
    DocumentExamination.objects.all().delete()
    document.refresh_from_db()
    assert "has not been checked yet" in report_on(DistrictDocument.objects.get()).summary


@pytest.mark.parametrize("text", [
    "Hello", "1\n00:00:01,000 --> 00:00:02,000\nA\n", "WEBVTT\n\n", "WEBVTT\n\nHello\n",
    "WEBVTT\n\n00:05.000 --> 00:02.000\nA\n\n00:01.000 --> 00:02.000\n\n",
])  # fmt: skip
def test_every_problem_of_captions_has_a_sentence(text: str) -> None:
    problems = captions.examine_captions(text.encode()).problems
    assert problems
    assert {problem.code for problem in problems} <= CAPTION_PROBLEMS.keys()
