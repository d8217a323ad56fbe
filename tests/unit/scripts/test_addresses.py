"""No file of the project contains a package registry's host or a path in someone's own folder."""

from pathlib import Path

import pytest

from scripts import addresses

HERE = Path("docs/page.md")


def kinds(line: str) -> list[str]:
    return [found.kind for found in addresses.in_text(HERE, line)]


@pytest.mark.parametrize("parts", addresses.REGISTRIES, ids="-".join)
def test_a_registrys_host_is_found(parts: tuple[str, ...]) -> None:
    host = ".".join(parts)
    assert kinds(f"index-url = https://{host}/simple") == ["the host of a package registry"]
    assert kinds(f"https://files.{host}/x.whl") == ["the host of a package registry"]


@pytest.mark.parametrize("folder", addresses.OWN_FOLDERS)
def test_a_path_of_one_machine_is_found(folder: str) -> None:
    path = "/".join(("", folder, "sam", "district"))
    assert kinds(f"cd {path}") == ["a path of one machine"]
    assert kinds(f'PATH="{path}"') == ["a path of one machine"]


@pytest.mark.parametrize(
    "line",
    [
        "/usr/lib/postgresql and /tmp/x belong to every machine",
        "a class page: /juniper-creek/ms-rivera/2026-27/math-3/",
        "examples of student/work/in/progress and ./home/x",
        "https://www.larkspur.example/work/",
        "pip install uv",
    ],
)
def test_common_paths_and_addresses_are_allowed(line: str) -> None:
    assert kinds(line) == []


def test_a_match_reports_the_place_and_does_not_repeat_the_text() -> None:
    host = ".".join(addresses.REGISTRIES[0])
    (found,) = addresses.in_text(HERE, f"one\ntwo {host}\n")
    assert str(found) == "docs/page.md:2: the host of a package registry"


def test_binary_files_are_skipped(tmp_path: Path) -> None:
    host = ".".join(addresses.REGISTRIES[0])
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\0" + host.encode())
    assert addresses.in_files(tmp_path, [Path("picture.png")]) == []
