"""Uploads in a bucket of an S3 server: the same promises as on a disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.urls import reverse
from environs import ValidationError
from pytest_django.fixtures import Settings

from district_cms.media import bucket
from district_cms.media.models import DistrictDocument
from district_cms.settings.env import uploads_bucket
from tests.factories import files
from tests.factories.editor import make_picture
from tests.fakes.bucket import BUCKET, bucket_server


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    with bucket_server() as environment:
        yield environment


@pytest.fixture(autouse=True)
def in_bucket(
    server: dict[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    settings.MEDIA_ROOT = settings.PRIVATE_MEDIA_ROOT = tmp_path / "nothing is written here"
    settings.UPLOADS_BUCKET = BUCKET
    settings.STORAGES = settings.STORAGES | uploads_bucket(BUCKET)


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


def test_two_machines_that_write_one_name_at_once_keep_both_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = default_storage.save("documents/menu.pdf", ContentFile(b"monday"))
    looks = iter([False])  # as when the other wrote after we looked
    exists = bucket.UploadsBucket.exists
    monkeypatch.setattr(
        bucket.UploadsBucket, "exists", lambda self, name: next(looks, None) or exists(self, name)
    )
    second = default_storage.save("documents/menu.pdf", ContentFile(b"tuesday"))
    assert first != second
    assert (stored(first), stored(second)) == (b"monday", b"tuesday")


def test_a_large_file_is_streamed_from_the_place_that_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bucket, "READ_WHOLE", 10)
    name = default_storage.save("a.bin", ContentFile(bytes(range(256)) * 16))
    with default_storage.open(name) as file:
        assert file.size == 4096
        file.seek(250)
        assert file.read(10) == bytes([250, 251, 252, 253, 254, 255, 0, 1, 2, 3])
        file.seek(-2, 2)
        assert file.read() == b"\xfe\xff"
        file.seek(0)
        assert len(file.read()) == 4096


def test_errors_are_those_of_a_disk_and_show_no_key(settings: Settings) -> None:
    with pytest.raises(FileNotFoundError):
        default_storage.open("nothing.pdf")
    options = settings.STORAGES["default"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}
    with pytest.raises(OSError, match="the store of uploads: EndpointConnectionError") as raised:
        bucket.UploadsBucket(**options).save("a.txt", ContentFile(b"a"))
    assert "of-a-test" not in f"{raised.value} {raised.value.__cause__}"


def test_a_key_without_its_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPLOADS_SECRET_KEY", "")
    with pytest.raises(ValidationError, match="UPLOADS_SECRET_KEY"):
        uploads_bucket(BUCKET)


@pytest.mark.django_db
def test_a_picture_and_its_copies_are_served_from_the_bucket(client: Client) -> None:
    picture = make_picture()
    for file in (picture.file, picture.get_rendition("width-100").file):
        assert file.url.startswith("/media/")
        answer = client.get(file.url)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == stored(file.name)
        assert answer.headers["Content-Type"].startswith("image/")
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.django_db
@pytest.mark.parametrize("in_one_piece", [True, False])
def test_documents_are_checked_streamed_and_ranged(
    client: Client, in_one_piece: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket, "READ_WHOLE", 2**30 if in_one_piece else 1)
    data = files.mp4()
    video = DistrictDocument.objects.create(
        title="Plants", file=ContentFile(data, name="plants.mp4"), listed_as_public=True
    )
    whole = client.get(video.url)
    assert whole.status_code == 200
    assert b"".join(whole.streaming_content) == data
    part = client.get(video.url, headers={"Range": "bytes=4-9"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == data[4:10]
    assert client.get(f"/media/{video.file.name}").status_code == 404
    DistrictDocument.objects.filter(pk=video.pk).update(listed_as_public=False)
    assert client.get(video.url).status_code == 404
    default_storage.delete(video.file.name)
    DistrictDocument.objects.filter(pk=video.pk).update(listed_as_public=True)
    assert client.get(video.url).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["images/no.png", "../private/a.pdf", "x/../../private/a.pdf"])
def test_nothing_beside_the_pictures_is_served(client: Client, path: str) -> None:
    storages["private"].save("a.pdf", ContentFile(b"evidence"))
    assert client.get(reverse("media", args=[path])).status_code == 404


def test_a_document_is_examined_from_the_bucket(db: Any) -> None:
    document = DistrictDocument.objects.create(
        title="Menu", file=ContentFile(files.pdf(), name="menu.pdf")
    )
    document.refresh_from_db()
    assert document.examination.found.state == "read"


def test_private_files_are_listed_and_have_no_address() -> None:
    private = storages["private"]
    for name in ("records/b.zip", "records/a.zip"):
        private.save(name, ContentFile(b"123"))
    assert [(each.name, each.size) for each in private.entries("records")] == [
        ("a.zip", 3), ("b.zip", 3),
    ]  # fmt: skip
    assert [each.name for each in private.entries("records", after="a.zip")] == ["b.zip"]
    with pytest.raises(ValueError, match="no address"):
        private.url("records/a.zip")
    answer = private.connection.meta.client.get_bucket_acl(Bucket=BUCKET)
    assert {grant["Grantee"]["Type"] for grant in answer["Grants"]} == {"CanonicalUser"}
    with pytest.raises(ClientError):
        private.bucket.Object("media/records/a.zip").load()
