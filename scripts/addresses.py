"""Searches the project's files for addresses that must not be in them.

The host of a package registry pins a project to one mirror, and a path of someone's machine works
for nobody else. The patterns are assembled from parts, so that this file passes its own check."""

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
# Top-level folders of a person's or a workplace's files; /usr, /tmp and the like are on every
# machine.
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
    """Where a match is and what it is; not the text, which should not be repeated."""

    path: Path
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.kind}"


def in_text(path: Path, text: str) -> Iterator[Match]:
    """Yields each line of the text that contains a registry's host or a path of one machine."""
    for number, line in enumerate(text.splitlines(), start=1):
        for kind, pattern in KINDS:
            if pattern.search(line):
                yield Match(path, number, kind)


def project_files(root: Path) -> list[Path]:
    """Returns the files that git tracks or would add, as relative paths.

    Raises OSError or subprocess.CalledProcessError without git or a repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    ).stdout
    names = (name for name in listed.decode().split("\0") if name)
    return sorted({Path(name) for name in names if (root / name).is_file()})


def in_files(root: Path, paths: Sequence[Path]) -> list[Match]:
    """Returns the matches in files. Skips binary files such as pictures and fonts."""
    matches: list[Match] = []
    for path in paths:
        raw = (root / path).read_bytes()
        if b"\0" in raw[:8192]:
            continue
        matches += in_text(path, raw.decode(errors="replace"))
    return matches
