"""On a full disk, uploads are refused with a sentence, and leave nothing behind.

Uses a real file system of 128 kilobytes if this machine can mount one; elsewhere, writing fails in
the same way after as many bytes.
"""

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django.fixtures import Settings
from wagtail.models import Collection

from district_cms.media import storage
from district_cms.media.models import DistrictDocument, DistrictImage, DistrictRendition
from district_cms.media.storage import INCOMING, WholeFileStorage
from district_cms.people.models import User
from tests.factories import files, media

pytestmark = pytest.mark.django_db

ROOM = 128 * 1024
NOISE = media.jpeg(image=Image.effect_noise((900, 900), 90).convert("RGB"), secrets=False)
SMALL = media.jpeg(secrets=False)
WORDS = "Our server has no room left. Nothing was saved or changed."


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on a disk with room for 128 kilobytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    size = f"size={ROOM}"
    if (
        mount
        and not subprocess.run(  # our own folder
            [mount, "-t", "tmpfs", "-o", size, "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
    ):
        yield folder
        subprocess.run(["umount", str(folder)], check=True)
        return
    monkeypatch.setattr(storage.os, "fdopen", _Full(folder).open)
    yield folder


class _Full:
    """Opens files that may take 128 kilobytes together."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.real = folder, os.fdopen

    def open(self, number: int, mode: str) -> Any:
        file = self.real(number, mode, buffering=0)
        write = file.write

        def some(data: bytes) -> int:
            there = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
            if there + len(data) > ROOM:
                write(data[: max(0, ROOM - there)])
                raise OSError(errno.ENOSPC, "No space left on device")
            return int(write(data))

        return _Writing(file, some)


class _Writing:
    def __init__(self, file: Any, write: Any) -> None:
        self.file, self.write = file, write

    def __enter__(self) -> "_Writing":
        return self

    def __exit__(self, *raised: object) -> None:
        self.file.close()


@pytest.fixture(autouse=True)
def on_it(disk: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = disk
    # The form accepts it, as when two people upload at once.
    monkeypatch.setattr(storage, "FREE_DISK_NEEDED", -(2**30))


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office@larkspur.example", "a-long-phrase"))
    client.raise_request_exception = False
    return client


def kept(disk: Path) -> list[str]:
    return [path.name for path in disk.rglob("*") if path.is_file()]


def together(client: Client, kind: str, data: bytes, name: str) -> Any:
    """Uploads as the editor's screen does, one file for each request."""
    return client.post(
        reverse(f"{kind}:add_multiple"),
        {
            "title": "A file",
            "collection": Collection.get_first_root_node().pk,
            "files[]": SimpleUploadedFile(name, data),
        },
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


@pytest.mark.parametrize("kind, name, data", [
    ("wagtailimages", "noise.jpg", NOISE),
    ("wagtaildocs", "list.pdf", files.pdf() + b"%" * ROOM),
])  # fmt: skip
def test_an_upload_is_refused_beside_the_file_and_leaves_nothing(
    kind: str, name: str, data: bytes, office: Client, disk: Path
) -> None:
    assert len(data) > ROOM
    answer = together(office, kind, data, name)
    assert answer.status_code == 200
    assert answer.json()["success"] is False
    assert answer.json()["error_message"].startswith(WORDS)
    assert kept(disk) == []
    transaction.set_rollback(False)  # the test's own transaction; nothing was written in it
    assert not DistrictImage.objects.exists()
    assert not DistrictDocument.objects.exists()
    # A file that fits is accepted.
    assert together(office, "wagtailimages", SMALL, "small.jpg").json()["success"]


@pytest.mark.parametrize("kind, name, data", [
    ("wagtailimages", "noise.jpg", NOISE), ("wagtaildocs", "list.pdf", files.pdf()),
])  # fmt: skip
def test_before_the_disk_is_full_the_form_says_so(
    kind: str, name: str, data: bytes, office: Client, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "FREE_DISK_NEEDED", 2**50)
    said = together(office, kind, data, name).json()["error_message"]
    assert said.startswith(f"“{name}”")
    assert "\n" not in said
    assert "was not uploaded: our server’s disk is nearly full. Nothing was changed." in said
    assert kept(disk) == []


def test_a_page_is_shown_without_a_picture_that_cannot_be_resized(
    office: Client, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = DistrictImage.objects.create(
        title="Garden", description="Beans", file=ContentFile(SMALL, name="garden.jpg")
    )
    before = kept(disk)
    filled = disk / "other"
    filled.write_bytes(b"")
    with filled.open("ab", buffering=0) as other:
        for size in (4096, 1):
            try:
                while other.tell() < ROOM and other.write(b"x" * size):
                    pass
            except OSError:
                continue
    page = Template("{% load wagtailimages_tags %}{% image image width-40 %}").render(
        Context({"image": image})
    )
    assert 'alt="Beans"' in page
    assert not DistrictRendition.objects.exists()
    filled.unlink()
    assert kept(disk) == before
    page = Template("{% load wagtailimages_tags %}{% image image width-40 %}").render(
        Context({"image": DistrictImage.objects.get()})
    )
    assert DistrictRendition.objects.count() == 1
    assert "not-found" not in page


@pytest.mark.parametrize("make", [
    lambda: DistrictImage(title="A", file=ContentFile(SMALL, name="a.jpg")),
    lambda: DistrictDocument(title="A", file=ContentFile(b"Pencils", name="a.txt")),
], ids=["picture", "document"])  # fmt: skip
def test_a_file_is_deleted_if_its_row_cannot_be_written(make: Any, disk: Path) -> None:
    def full(execute: Any, statement: str, *rest: Any) -> Any:
        if statement.startswith("INSERT INTO") and "media_district" in statement:
            raise OperationalError("database or disk is full")
        return execute(statement, *rest)

    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        make().save()
    assert kept(disk) == []


def test_an_incomplete_file_is_not_served(client: Client, disk: Path) -> None:
    (disk / INCOMING).mkdir()
    (disk / INCOMING / "half").write_bytes(b"half")
    assert client.get(f"/media/{INCOMING}/half").status_code == 404


def test_an_interrupted_write_leaves_nothing(disk: Path) -> None:
    class Ends(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"the first half"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        WholeFileStorage(location=disk).save("a.txt", Ends(b""))
    assert kept(disk) == []


def test_two_files_of_one_name_are_two_files(disk: Path) -> None:
    keeper = WholeFileStorage(location=disk)
    names = [keeper.save("a.txt", ContentFile(b"Pencils")) for _time in range(2)]
    assert len(set(names)) == 2
    assert all((disk / name).read_bytes() == b"Pencils" for name in names)
    assert (disk / names[0]).stat().st_mode & 0o777 == 0o644
