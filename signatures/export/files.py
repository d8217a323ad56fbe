"""Writes one HTML and one text file for each employee, and lists of them with checksums."""

import csv
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Final

from django.utils import timezone

from district_cms.audit_log.services import record
from district_cms.people.models import Staff
from district_cms.web.tables import harmless
from district_cms.web.text_folding import folded

from ..issuing.services import issue_exported
from ..options import PreparedSignature, options_of, prepare
from ..policy import SignatureIncomplete, SignatureTooLong
from ..render import Signature
from .scripts import exchange_online, google_workspace

STEP: Final = 500
"""How often progress is reported."""
SIGNATURES: Final = "signatures"
"""The subfolder of the files, so that the lists are not among thousands of them."""
_LETTERS: Final = re.compile(r"[^a-z0-9]+")

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the lists. Checksums are SHA-256 of the files, hexadecimal."""

    email: str
    name: str
    htm: str
    htm_sha256: str
    txt: str
    txt_sha256: str
    characters: int


@dataclass(slots=True)
class Exported:
    """The files that were written, and the people without one, with the reasons."""

    rows: list[Row] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


class NotEmpty(ValueError):
    """The folder is not empty: files of people who left would remain among the new ones."""


def export_signatures(
    folder: Path, *, now: dt.datetime, actor: object, progress: Progress | None = None
) -> Exported:
    """Writes everyone's current signature into `folder`, which is created, and records that they
    were issued. `now` is aware. Raises `NotEmpty`."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(str(folder))
    result = Exported()
    with _private_files():
        (folder / SIGNATURES).mkdir(parents=True)
        # Before writing: the log must also show an interrupted export, whose files may remain.
        record(action="signature.export_begun", actor=actor, at=now)
        issued = list(_write_all(folder, result, now, progress))
        _write_lists(folder, result)
    issue_exported(rendered=issued, now=now, actor=actor)
    return result


@contextmanager
def _private_files() -> Iterator[None]:
    """Inside the context, new files are private: they hold names, addresses and phones."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _write_all(
    folder: Path, result: Exported, now: dt.datetime, progress: Progress | None
) -> Iterator[tuple[PreparedSignature, Signature]]:
    staff = Staff.objects.active().order_by("pk")
    total = staff.count()
    people = options_of(staff.iterator(), timezone.localdate(now))
    for number, options in enumerate(people, start=1):
        prepared = prepare(options)
        try:
            signature = prepared.render()
        except (SignatureIncomplete, SignatureTooLong) as error:
            result.left_out.append((options.staff.full_name, str(error)))
        else:
            result.rows.append(_write(folder, prepared, signature))
            yield prepared, signature
        if progress and (number % STEP == 0 or number == total):
            progress(number, total)


def _write(folder: Path, prepared: PreparedSignature, signature: Signature) -> Row:
    staff = prepared.staff
    # ASCII letters and the record's key: a name can form neither a path nor an option.
    name = f"{_plain(staff.full_name)}-{staff.pk}"
    htm, txt = f"{SIGNATURES}/{name}.htm", f"{SIGNATURES}/{name}.txt"
    as_htm, as_txt = signature.html.encode("ascii"), signature.text.encode()
    (folder / htm).write_bytes(as_htm)
    (folder / txt).write_bytes(as_txt)
    return Row(
        email=prepared.parts.record.email,
        name=prepared.parts.record.name,
        htm=htm,
        htm_sha256=hashlib.sha256(as_htm).hexdigest(),
        txt=txt,
        txt_sha256=hashlib.sha256(as_txt).hexdigest(),
        characters=len(signature.html),
    )


def _plain(name: str) -> str:
    ascii_name = folded(name).encode("ascii", "ignore").decode()
    return _LETTERS.sub("-", ascii_name).strip("-")[:60] or "staff"


def _write_lists(folder: Path, result: Exported) -> None:
    names = [each.name for each in fields(Row)]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(
            [harmless(str(getattr(row, name))) for name in names] for row in result.rows
        )
    manifest = json.dumps([asdict(row) for row in result.rows], ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(manifest + "\n", encoding="utf-8")
    with_address = [row for row in result.rows if row.email]
    pairs = [(row.email, row.htm, row.txt) for row in with_address]
    (folder / "google_workspace.sh").write_text(google_workspace(pairs), encoding="utf-8")
    # Windows PowerShell needs the byte order mark to read other letters correctly.
    script = exchange_online(pairs).replace("\n", "\r\n")
    (folder / "exchange_online.ps1").write_bytes(script.encode("utf-8-sig"))
    left_out = "".join(f"{name}: {why}\n" for name, why in result.left_out)
    (folder / "left_out.txt").write_text(left_out, encoding="utf-8")
    (folder / "SHA256SUMS").write_text("".join(_sums(folder, result.rows)), encoding="utf-8")


def _sums(folder: Path, rows: Sequence[Row]) -> Iterator[str]:
    """Yields the lines in the format of `sha256sum --check`."""
    for row in rows:
        yield f"{row.htm_sha256}  {row.htm}\n"
        yield f"{row.txt_sha256}  {row.txt}\n"
    for path in sorted(folder.iterdir()):
        if path.is_file():
            yield f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
