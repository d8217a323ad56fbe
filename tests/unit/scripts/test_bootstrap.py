"""The first command on a new machine: what it prints, and when it does nothing."""

import json
import sys
from pathlib import Path

import pytest

from scripts import bootstrap

LOCK = "django==6.1.3 --hash=sha256:00\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a complete environment, stamped as `make` leaves it."""
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    (requirements / "dev.lock").write_text(LOCK)
    (requirements / "base.lock").write_text("")
    programs = bootstrap.programs_of(tmp_path / ".venv")
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    stamp(tmp_path, bootstrap.fingerprint(tmp_path / ".venv", requirements / "dev.lock"))
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The environments that the program would create; none is created."""
    names: list[str] = []
    monkeypatch.setattr(bootstrap, "make", lambda _root, _venv, lock: names.append(lock.name))
    return names


def stamp(project: Path, content: dict[str, str]) -> None:
    (project / ".venv" / bootstrap.STAMP).write_text(json.dumps(content))


def a_uv_that_finds_no_python(folder: Path) -> Path:
    program = folder / "uv"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "uv 99.0.0" && exit 0\nexit 2\n')
    program.chmod(0o755)
    return program


def test_nothing_is_done_when_nothing_changed(project: Path, made: list[str]) -> None:
    assert bootstrap.main(["--root", str(project)]) == 0
    assert made == []


def test_a_changed_lock_file_is_installed_again(project: Path, made: list[str]) -> None:
    (project / "requirements" / "dev.lock").write_text(LOCK.replace("6.1.3", "6.1.4"))
    assert bootstrap.main(["--root", str(project)]) == 0
    assert made == ["dev.lock"]


def test_a_removed_interpreter_is_noticed(project: Path, made: list[str]) -> None:
    python = bootstrap.programs_of(project / ".venv") / "python"
    python.unlink()
    python.symlink_to(project / "gone")
    assert bootstrap.main(["--root", str(project)]) == 0
    assert made == ["dev.lock"]


def test_a_server_gets_the_smaller_lock_file(project: Path, made: list[str]) -> None:
    assert bootstrap.main(["--root", str(project), "--production"]) == 0
    assert made == ["base.lock"]


def test_a_complete_environment_is_not_remade(project: Path) -> None:
    assert not bootstrap.must_be_remade(project / ".venv")


def test_an_incomplete_environment_is_remade(project: Path) -> None:
    stamp(project, {"state": bootstrap.UNFINISHED})
    assert bootstrap.must_be_remade(project / ".venv")


def test_an_environment_copied_from_another_folder_is_remade(project: Path) -> None:
    stamp(project, {"place": "/elsewhere/.venv"})
    assert bootstrap.must_be_remade(project / ".venv")


def test_an_environment_of_an_older_python_is_remade(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "WANTED_PYTHON", (9, 99))
    assert bootstrap.must_be_remade(project / ".venv")


def test_without_a_suitable_python_one_clear_sentence_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.lock").write_text(LOCK)
    monkeypatch.setenv("PATH", str(a_uv_that_finds_no_python(tmp_path).parent), prepend=":")
    monkeypatch.setattr(bootstrap, "WANTED_PYTHON", (9, 99))

    assert bootstrap.main(["--root", str(tmp_path)]) == 1

    assert capsys.readouterr().err.strip() == bootstrap.NO_PYTHON
    assert bootstrap.NO_PYTHON.count("\n") == 0


def test_without_venv_and_pip_one_clear_sentence_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap, "has_module", lambda _name: False)
    with pytest.raises(bootstrap.CannotBootstrap, match="python3-venv"):
        bootstrap.find_uv(tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        "error: Failed to fetch: `https://packages.larkspur.example:8443/simple/django/`",
        "HTTPSConnectionPool(host='packages.larkspur.example', port=443): Max retries exceeded",
        "Could not resolve host packages.larkspur.net, see http://packages.larkspur.net",
    ],
)
def test_an_installers_error_is_shown_without_its_addresses(said: str) -> None:
    shown = bootstrap.without_addresses(said)
    assert "larkspur" not in shown
    assert shown[:5] == said[:5]
