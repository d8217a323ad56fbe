"""Looks through the project's files for what must not stand in them.

The host of a package registry pins a project to one mirror, and a path of someone's machine
works for nobody else. The patterns are put together from parts, so that this file passes its own
check.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

REGISTRIES = (
    ("pypi", "org"),
    ("pypi", "python", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("deb", "debian", "org"),
    ("security", "debian", "org"),
    ("archive", "ubuntu", "com"),
    ("crates", "io"),
    ("rubygems", "org"),
    ("proxy", "golang", "org"),
    ("docker", "io"),
    ("ghcr", "io"),
)
# First folders of a person's or a workplace's own files; /usr, /tmp and their like are everyone's.
OWN_FOLDERS = ("home", "root", "work", "workspace", "Users")

KINDS = (
    (
        "the host of a package registry",
        re.compile("|".join(rf"\b{re.escape('.'.join(parts))}\b" for parts in REGISTRIES)),
    ),
    (
        "a path of one machine",
        # Not after a letter or a dot: `student/work/` is part of a longer, relative path.
        re.compile(rf"(?<![\w.}}>*~-])/(?:{'|'.join(OWN_FOLDERS)})/[\w.]|\b[A-Z]:\\Users\\"),
    ),
)


@dataclass(frozen=True, slots=True)
class Match:
    """Where it stands and what it is; not the words themselves, which need no second place."""

    path: Path
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}"


def in_text(path: Path, text: str) -> Iterator[Match]:
    """Every line of the text that names a registry's host or a path of one machine."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in KINDS:
            if pattern.search(line):
                yield Match(path, number, kind)


def project_files(root: Path) -> list[Path]:
    """What git keeps, and what it would keep if it were added: relative paths.

    Raises OSError or subprocess.CalledProcessError where there is no git or no repository.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = (name for name in listed.decode().split("\0") if name)
    return sorted({Path(name) for name in names if (root / name).is_file()})


def in_files(root: Path, paths: Sequence[Path]) -> list[Match]:
    """The same for files; what is no UTF-8 text is a picture or a font and is passed over."""
    found: list[Match] = []
    for path in paths:
        raw = (root / path).read_bytes()
        if b"\0" in raw[:8192]:
            continue
        found += in_text(path, raw.decode(errors="replace"))
    return found
