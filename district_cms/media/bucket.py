"""Stores uploads in an S3-compatible bucket, so that several machines share them.

The bucket stays private: the website streams what it serves, with the same checks and the same
addresses as from a disk. Imported only with `UPLOADS_BUCKET`.
"""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, override

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage

from .storage import StoredFile, shortened

IN_MEMORY: Final = 1024 * 1024
"""Bytes of a file that a process holds in memory; the rest goes through a temporary file."""
READ_WHOLE: Final = 16 * 1024 * 1024
"""Bytes. Pictures are read back and forth, so they are fetched whole; what is larger is streamed
from the place that is asked for."""
PIECE: Final = 1024 * 1024
_KINDS: Final[dict[str, type[OSError]]] = {
    **dict.fromkeys(("404", "NoSuchKey"), FileNotFoundError),
    **dict.fromkeys(("PreconditionFailed", "ConditionalRequestConflict"), FileExistsError),
}


@contextmanager
def _as_os_error() -> Iterator[None]:
    """Raises the store's errors as those of a disk, which callers handle. No message has a key."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        raise _KINDS.get(code, OSError)(f"the store of uploads answered {code}") from error
    except BotoCoreError as error:
        raise OSError(f"the store of uploads: {type(error).__name__}") from error


class _Whole(S3File):
    """A file that is fetched when it is first read."""

    @override
    def _get_file(self) -> Any:
        with _as_os_error():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)


class _Streamed(io.RawIOBase):
    """A large file, fetched from the current position on."""

    def __init__(self, key: Any, size: int) -> None:
        self._key, self._size, self._position = key, size, 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    seekable = readable

    @override
    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if start + offset != self._position:
            self._drop()
        self._position = start + offset
        return self._position

    @override
    def readinto(self, buffer: Any) -> int:
        if self._position >= self._size:
            return 0
        with _as_os_error():
            if self._body is None:
                self._body = self._key.get(Range=f"bytes={self._position}-")["Body"]
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._position += len(data)
        return len(data)

    @override
    def close(self) -> None:
        self._drop()
        super().close()

    def _drop(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


class UploadsBucket(S3Storage):
    """Uploads below `location` in the bucket; those below "private" have no public address."""

    @override
    def get_default_settings(self) -> dict[str, Any]:
        # Path addresses, because the names of a server of one's own have no certificate for each
        # bucket; checksums only where S3 wants them, because other servers do not know the newest.
        config = Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        return super().get_default_settings() | {
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
            "client_config": config,
            "transfer_config": TransferConfig(use_threads=False),
        }

    @override
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return super().get_available_name(shortened(name), max_length)

    @override
    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        """Returns the website's own address: it streams the file. Raises ValueError for a private
        one."""
        if self.location == "private":
            raise ValueError("A private file has no address.")
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"

    def entries(self, folder: str, *, after: str = "") -> Iterator[StoredFile]:
        """Yields the files of a folder by name, those that come after the name `after`."""
        prefix = f"{self._normalize_name(folder)}/"
        with _as_os_error():
            for each in self.bucket.objects.filter(Prefix=prefix, Marker=prefix + after):
                yield StoredFile(each.key.removeprefix(prefix), each.size, each.last_modified)

    @override
    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_os_error():
            file = _Whole(self._normalize_name(name), mode, self)
            if file.size <= READ_WHOLE:
                return file
        return File(io.BufferedReader(_Streamed(file.obj, file.size), PIECE), name)

    @override
    def _save(self, name: str, content: Any) -> str:
        """Writes a whole file, unless another machine has just written one of this name: then
        under another."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as whole:
            for chunk in content.chunks():
                whole.write(chunk if isinstance(chunk, bytes) else chunk.encode())
            while True:
                whole.seek(0)
                key = self._normalize_name(name)
                more = self._get_write_parameters(key, content)
                try:
                    with _as_os_error():
                        self.connection.meta.client.put_object(
                            Bucket=self.bucket_name, Key=key, Body=whole, IfNoneMatch="*", **more
                        )
                    return name
                except FileExistsError:
                    name = self.get_available_name(name)

    @override
    def exists(self, name: str) -> bool:
        with _as_os_error():
            return bool(super().exists(name))

    @override
    def delete(self, name: str) -> None:
        with _as_os_error():
            super().delete(name)

    @override
    def size(self, name: str) -> int:
        with _as_os_error():
            return int(super().size(name))
