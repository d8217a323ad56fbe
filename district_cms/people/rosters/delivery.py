"""The files of one delivery, a zip or a folder, read line by line within fixed limits."""

import codecs
import csv
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Final

from district_cms.imports.reading import WHOLE_FILE, Collector

MOST_FILES: Final = 100
MOST_BYTES: Final = 400_000_000  # of one file, as it is read and not as a zip declares it
LONGEST_LINE: Final = 64_000  # bytes
LONGEST_ROW: Final = 200  # lines that one quoted row may span
# What reading a damaged, encrypted or exotic zip can raise.
BROKEN: Final = (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError)


class RefusedDelivery(ValueError):
    """The delivery cannot be opened; `fault` says why, `value` names the file."""

    def __init__(self, fault: str, value: str = "") -> None:
        super().__init__(fault)
        self.fault, self.value = fault, value


class Delivery:
    """A zip or a folder. Opens files by name, at its top or in the one folder of which the zip was
    made, and writes nothing to the disk."""

    def __init__(self, source: Path | IO[bytes]) -> None:
        self._zip: zipfile.ZipFile | None = None
        self._top = ""
        if isinstance(source, Path) and source.is_dir():
            self._folder = source
            names = [each.name for each in source.iterdir() if _is_plain_file(each)]
        else:
            try:
                self._zip = zipfile.ZipFile(source)
            except BROKEN as error:
                raise RefusedDelivery("no-delivery", Path(str(source.name)).name) from error
            names = [info.filename for info in self._zip.infolist()]
            try:
                _check_members(self._zip.infolist())
            except RefusedDelivery:
                self._zip.close()
                raise
            manifests = [name for name in names if PurePosixPath(name).name == "manifest.csv"]
            if len(manifests) == 1:
                self._top = manifests[0].removesuffix("manifest.csv")
        self.names = frozenset(
            name.removeprefix(self._top) for name in names if name.startswith(self._top)
        )

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        if self._zip is not None:
            return self._zip.open(self._top + name)
        return (self._folder / name).open("rb")

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()


@contextmanager
def opened(source: Path | IO[bytes]) -> Iterator[Delivery]:
    """A delivery, closed at the end. Raises `RefusedDelivery`."""
    delivery = Delivery(source)
    try:
        yield delivery
    finally:
        delivery.close()


def read_rows(
    delivery: Delivery, name: str, collector: Collector
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with the line that each begins in; the first is the header. What stops
    the reading goes to `collector`."""
    try:
        with delivery.open(name) as stream:
            reader = csv.reader(_lines(stream, collector), strict=True)
            while True:
                number = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    collector.error(number, "", "", "unreadable-line")
                    return
                if reader.line_num - number >= LONGEST_ROW:
                    collector.error(number, "", cells[0], "unreadable-line")
                    return
                if cells:
                    yield number, [cell.strip() for cell in cells]
    except BROKEN:
        collector.error(WHOLE_FILE, "", name, "broken-file")


def _lines(stream: IO[bytes], collector: Collector) -> Iterator[str]:
    read = number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        read += len(line)
        if len(line) > LONGEST_LINE or read > MOST_BYTES:
            collector.error(number, "", "", "too-long")
            return
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            collector.error(number, "", repr(line[error.start : error.end]), "not-utf8")
            return
        if "\0" in text:
            collector.error(number, "", "", "not-text")
            return
        yield text


def _is_plain_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_FILES:
        raise RefusedDelivery("too-many-files", str(len(members)))
    seen: set[str] = set()
    for info in members:
        path = PurePosixPath(info.filename)
        linked = stat.S_ISLNK(info.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or "\\" in info.filename or linked:
            raise RefusedDelivery("odd-path", info.filename)
        if info.filename in seen:
            raise RefusedDelivery("file-twice", info.filename)
        seen.add(info.filename)
