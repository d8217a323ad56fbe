"""Videos and sound: uploaded, chosen, checked by the gate, shown, and served in ranges."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Collection, CollectionViewRestriction

from district_cms.media import forms
from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.people.models import User
from district_cms.schools.blocks import AudioBlock, EmbedLinkBlock, VideoBlock
from district_cms.schools.blocks.emptiness import says_something
from district_cms.schools.models import StandardPage
from tests.factories import files, media

pytestmark = pytest.mark.django_db

URL = "https://www.youtube.com/watch?v=plants"
DAY = dt.date(2026, 11, 24)
STATED = {"captions": "people", "checked_by": "E. Rivera", "checked_on": DAY}
SHOWN = {"source": "staff", "people": "none"}


@pytest.fixture(autouse=True)
def storage(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(data: bytes, name: str, title: str = "How plants grow") -> DistrictDocument:
    made: DistrictDocument = DistrictDocument.objects.create(
        title=title, file=ContentFile(data, name=name), listed_as_public=True
    )
    return made


@pytest.fixture
def video() -> DistrictDocument:
    return upload(files.mp4(), "plants.mp4")


@pytest.fixture
def captions() -> DistrictDocument:
    return upload(files.vtt(), "plants.vtt", "Captions: how plants grow")


def found(kind: str, **value: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    page = StandardPage(title="Plants", slug="plants", body=[(kind, value)])
    return [(one.rule, one.path) for one in page.publish_findings()]


# ------------------------------------------------------------------------------ the gate


def test_a_video_without_captions_blocks(video: DistrictDocument) -> None:
    assert found("video", file=video, **SHOWN) == [("video-captions", (0, "captions"))]


def test_a_silent_video_needs_a_text_of_what_it_shows(video: DistrictDocument) -> None:
    assert found("video", file=video, silent=True, transcript="<p></p>", **SHOWN) == [
        ("video-only-text", (0, "transcript"))
    ]
    assert found("video", file=video, silent=True, transcript="<p>A seed opens.</p>", **SHOWN) == []


@pytest.mark.parametrize("transcript, rules", [
    ("", ["audio-transcript"]), ("<p> </p>", ["audio-transcript"]), ("<p>Hello.</p>", []),
])  # fmt: skip
def test_sound_needs_a_transcript(transcript: str, rules: list[str]) -> None:
    song = upload(files.mp3(), "song.mp3")
    assert found("audio", file=song, transcript=transcript) == [
        (rule, (0, "transcript")) for rule in rules
    ]


@pytest.mark.parametrize("statement, place", [
    ({}, "captions"),
    ({**STATED, "checked_by": ""}, "checked_by"),
    ({**STATED, "checked_on": None}, "checked_on"),
])  # fmt: skip
def test_an_embedded_video_blocks_until_its_captions_are_checked(
    statement: dict[str, Any], place: str
) -> None:
    assert found("embed", title="How plants grow", url=URL, **statement) == [
        ("video-captions-statement", (0, place))
    ]
    assert found("embed", title="How plants grow", url=URL, **STATED) == [
        ("video-description", (0, "captions"))
    ]


def test_private_facts_in_a_transcript_are_found(video: DistrictDocument) -> None:
    transcript = "<p>Student ID 123456 waters the seed.</p>"
    assert ("student-number", (0, "transcript")) in found(
        "video", file=video, silent=True, transcript=transcript, **SHOWN
    )


def test_an_animated_picture_is_shown_still_and_asked_about() -> None:
    picture = DistrictImage.objects.create(
        title="Seed", file=ContentFile(media.gif(secrets=False), name="seed.gif")
    )
    assert picture.moves
    shown = {"image": picture, "description": "A seed opens", **SHOWN}
    assert found("picture", **shown) == [("animated-gif", (0, "image"))]
    rendition = picture.get_rendition("width-40")
    with rendition.file.open() as file, Image.open(file) as drawn:
        assert getattr(drawn, "n_frames", 1) == 1


# ------------------------------------------------------------------------------ the blocks


@pytest.mark.parametrize("block, field, name", [
    (VideoBlock(), "file", "song.mp3"),
    (VideoBlock(), "captions", "plants.mp4"),
    (AudioBlock(), "file", "plants.mp4"),
    (AudioBlock(), "file", "supplies.txt"),
])  # fmt: skip
def test_a_file_of_another_kind_is_refused(block: Any, field: str, name: str) -> None:
    document = upload(files.mp4(), name)
    good = {"file": upload(files.mp4(), "good.mp4"), "captions": None}
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({}) | good | {field: document})
    assert name.split(".")[0] in str(refused.value.block_errors[field])


@pytest.mark.parametrize("block, chosen", [
    (VideoBlock(), {"silent": True, "captions_language": "es", "people": "none"}),
    (AudioBlock(), {}),
    (EmbedLinkBlock(), {"captions": "people"}),
])  # fmt: skip
def test_an_empty_block_has_no_finding(block: Any, chosen: dict[str, Any]) -> None:
    assert not says_something(block.get_default())
    assert not says_something(block.to_python(chosen))
    assert says_something(block.to_python({**chosen, "title": "How plants grow"}))


def test_an_embed_of_an_unknown_site_is_refused() -> None:
    block = EmbedLinkBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"url": "https://video.example/plants"}))


# ------------------------------------------------------------------------------ uploading


@pytest.mark.parametrize("name, data, accepted", [
    ("plants.mp4", files.mp4(), True),
    ("plants.webm", files.webm(), True),
    ("song.mp3", files.mp3(), True),
    ("song.m4a", files.m4a(), True),
    ("plants.vtt", files.vtt(), True),
    ("plants.mp4", b"<html><script>go()</script></html>", False),
    ("plants.mp4", files.m4a(), False),
    ("plants.webm", files.mp4(), False),
    ("song.mp3", files.pdf(), False),
    ("supplies.pdf", bytes(2_000), False),
])  # fmt: skip
def test_an_upload_is_what_its_name_says_and_small_enough_to_read(
    name: str, data: bytes, accepted: bool, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST_DOCUMENT", 1_500)
    client.force_login(User.objects.create_superuser("office@larkspur.example", "a-long-phrase"))
    form = {"title": "Plants", "file": SimpleUploadedFile(name, data), "tags": ""}
    client.post(reverse("wagtaildocs:add"), form)
    assert DistrictDocument.objects.exists() is accepted


# ------------------------------------------------------------------------------ playing


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("asked, status, part, of", [
    ("bytes=0-9", 206, slice(0, 10), "bytes 0-9"),
    ("bytes=100-", 206, slice(100, None), "bytes 100-{last}"),
    ("bytes=-20", 206, slice(-20, None), "bytes {tail}-{last}"),
    ("bytes=0-99999999", 206, slice(0, None), "bytes 0-{last}"),
    ("bytes=0-0", 206, slice(0, 1), "bytes 0-0"),
    ("bytes=9-3", 200, slice(0, None), None),
    ("bytes=0-3,8-9", 200, slice(0, None), None),
    ("lines=0-3", 200, slice(0, None), None),
    ("bytes=-", 200, slice(0, None), None),
])  # fmt: skip
def test_a_player_gets_the_requested_range(
    asked: str, status: int, part: slice, of: str | None, client: Client, video: DistrictDocument
) -> None:
    data = files.mp4()
    response = client.get(video.url, headers={"Range": asked})
    assert (response.status_code, body(response)) == (status, data[part])
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == str(len(data[part]))
    expected = of and f"{of.format(last=len(data) - 1, tail=len(data) - 20)}/{len(data)}"
    assert response.headers.get("Content-Range") == expected


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0"])
def test_a_range_beyond_the_end_of_the_file_is_refused(
    asked: str, client: Client, video: DistrictDocument
) -> None:
    response = client.get(video.url, headers={"Range": asked})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{len(files.mp4())}"


def test_a_range_is_never_of_a_newer_file_than_the_player_has(
    client: Client, video: DistrictDocument
) -> None:
    whole = client.get(video.url)
    body(whole)
    known = whole.headers["ETag"]
    for tag, status in ((known, 206), ('"another"', 200)):
        headers = {"Range": "bytes=0-3", "If-Range": tag}
        response = client.get(video.url, headers=headers)
        assert response.status_code == status
        body(response)


@pytest.mark.parametrize("name, kind", [
    ("a.mp4", "video/mp4"),
    ("a.webm", "video/webm"),
    ("a.mp3", "audio/mpeg"),
    ("a.m4a", "audio/mp4"),
    ("a.vtt", "text/vtt; charset=utf-8"),
])  # fmt: skip
def test_a_recording_has_its_content_type_and_never_runs_as_a_page(
    name: str, kind: str, client: Client
) -> None:
    response = client.get(upload(files.vtt(), name).url)
    assert body(response) == files.vtt()
    assert response.headers["Content-Type"] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_private_recording_stays_private(client: Client) -> None:
    hidden = Collection.get_first_root_node().add_child(name="For staff")
    CollectionViewRestriction.objects.create(
        collection=hidden, restriction_type=CollectionViewRestriction.LOGIN
    )
    video = upload(files.mp4(), "staff.mp4")
    video.collection = hidden
    video.save()
    assert client.get(video.url, headers={"Range": "bytes=0-9"}).status_code == 302
