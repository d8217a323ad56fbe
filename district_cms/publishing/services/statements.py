"""Keeping which file a page spoke of."""

from collections.abc import Sequence
from typing import Any

from district_cms.checks.findings import Finding

from ..content.fragments import fragments
from ..content.statements import FILE_REPLACED, stated
from ..models import StatedFile, subject_of


def keep_statements(*, subject: Any, hashes: dict[str, str] | None = None) -> None:
    """Remember the file of everything that the page describes for the first time.

    `hashes` gives other ones than those of today, by the file's name. One insert, none for a page
    without pictures and recordings; what is known stays.
    """
    now = {block.file: block.item.file_hash for block in stated(fragments(subject))}
    _add(subject, now | {file: h for file, h in (hashes or {}).items() if file in now})


def renew_statements(
    *, subject: Any, findings: Sequence[Finding], confirmed: frozenset[str]
) -> None:
    """The page passed the gate: remember its files, and those of today where someone has confirmed
    that what is said still holds. `confirmed` are fingerprints."""
    asked = {f.fingerprint for f in findings if f.rule == FILE_REPLACED}
    if asked and asked <= confirmed:
        StatedFile.objects.filter(subject=subject_of(subject)).delete()
    keep_statements(subject=subject)


def _add(subject: Any, hashes: dict[str, str]) -> None:
    if hashes:
        name = subject_of(subject)
        StatedFile.objects.bulk_create(
            [StatedFile(subject=name, file=file, file_hash=h) for file, h in hashes.items()],
            ignore_conflicts=True,
        )
