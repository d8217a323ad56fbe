"""Stores uploads on this machine's disk: only complete files, and none that it has no room for.

With `UPLOADS_BUCKET`, `bucket` takes its place.
"""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

FREE_DISK_NEEDED: Final = 300 * 1024 * 1024
"""Bytes. With less free space, uploads are refused, so that the database can still write."""
INCOMING: Final = "incoming"
"""The folder of files that are still being written. Nothing in it is served."""
LONGEST_NAME: Final = 200
"""Bytes. File systems allow 255, and Django may add a few letters to make a name unique."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a folder. `size` is in bytes, `at` (aware) when it was written."""

    name: str
    size: int
    at: dt.datetime


class _Written(File):
    """A file that is complete and only needs to be moved to its place."""

    def temporary_file_path(self) -> str:
        return str(self.name)


class WholeFileStorage(FileSystemStorage):
    """Writes a file to a temporary name, and moves it to its place when it is complete."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Shortens the name: file systems limit names by bytes, the database by characters."""
        return super().get_available_name(shortened(name), max_length)

    def entries(self, folder: str, *, after: str = "") -> Iterator[StoredFile]:
        """Yields the files of a folder by name, those that come after the name `after`."""
        place = Path(self.path(folder))
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.is_file() and path.name > after:
                written = path.stat()
                at = dt.datetime.fromtimestamp(written.st_mtime, dt.UTC)
                yield StoredFile(path.name, written.st_size, at)

    def _save(self, name: str, content: Any) -> str:
        folder = Path(self.location) / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        number, path = tempfile.mkstemp(dir=folder)
        try:
            with os.fdopen(number, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            # Django's own method, which the type stubs lack.
            return str(super()._save(name, _Written(None, name=path)))  # type: ignore[misc]
        except BaseException:
            with suppress(FileNotFoundError):
                Path(path).unlink()
            raise


def shortened(name: str) -> str:
    """Returns the name with as much of its stem as fits."""
    path = PurePosixPath(name)
    if len(path.name.encode()) <= LONGEST_NAME:
        return name
    end = path.suffix.encode()[:50]
    stem = path.stem.encode()[: LONGEST_NAME - len(end)]
    return str(path.with_name(stem.decode(errors="ignore") + end.decode(errors="ignore")))


def check_room(size: int, name: str) -> None:
    """Raises `ValidationError` if less than `FREE_DISK_NEEDED` would stay free after the file. A
    bucket has no end."""
    if settings.UPLOADS_BUCKET:
        return
    place = Path(settings.MEDIA_ROOT).absolute()
    there = next(each for each in (place, *place.parents) if each.exists())
    if shutil.disk_usage(there).free - size < FREE_DISK_NEEDED:
        raise ValidationError(
            _(
                "“%(name)s” (%(size)s) was not uploaded: our server’s disk is nearly full. Nothing "
                "was changed. The district administrators have to make room first; try again then."
            ),
            code="disk_full",
            params={"name": name, "size": filesizeformat(size)},
        )


@contextmanager
def no_orphan(file: Any) -> Iterator[None]:
    """Deletes the new file if its row cannot be written."""
    new = bool(file) and not file._committed
    try:
        yield
    except BaseException:
        if new and file._committed:
            file.storage.delete(file.name)
        raise


@deconstructible
class PrivateStorage(WholeFileStorage):
    """Stores files without a public address: a view that checks permissions serves them."""

    @property
    def base_location(self) -> str:
        return str(settings.PRIVATE_MEDIA_ROOT)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())

    @property
    def file_permissions_mode(self) -> int:
        return 0o600

    def url(self, name: str | None) -> str:
        """Raises `ValueError`: there is no public address."""
        raise ValueError("A private file has no address.")


def private_storage() -> Any:
    """Returns the storage of files without a public address: on the disk, or in the bucket."""
    return storages["private"]
