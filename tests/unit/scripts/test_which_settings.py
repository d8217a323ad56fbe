"""Which settings a program starts with. Runs real programs, in a copy of only what they read."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
POSTGRES = "postgres://district:very-secret@db.internal:5432/district"
SAY = "from django.conf import settings; print(settings.DEBUG)"
ON_SERVER = f"SECRET_KEY={'k' * 50}\nDATABASE_URL={POSTGRES}\n"


@pytest.fixture
def server(tmp_path: Path) -> Path:
    """A checkout, with links to its code, and without `.env`."""
    shutil.copy(ROOT / "manage.py", tmp_path)
    package = tmp_path / "district_cms"
    package.mkdir()
    for path in (ROOT / "district_cms").iterdir():
        if path.name not in {"settings", "__pycache__"}:
            (package / path.name).symlink_to(path)
    # The settings look for `.env` in their parent folders: these files must exist.
    shutil.copytree(ROOT / "district_cms" / "settings", package / "settings")
    for name in (
        "classroom",
        "notifications",
        "procedures",
        "signatures",
        "templates",
        "locale",
        "static",
    ):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def run(server: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    names = {"PATH", "HOME", "LANG", "SYSTEMROOT"}
    plain = {name: value for name, value in os.environ.items() if name in names}
    return subprocess.run(
        [sys.executable, *(arguments or ("manage.py", "shell", "--no-imports", "-c", SAY))],
        cwd=server,
        env={**plain, "VAR_DIR": str(server / "var"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# `make demo` and the browser tests run commands with these settings.
@pytest.mark.slow
def test_on_a_developers_machine_commands_use_the_development_settings(server: Path) -> None:
    done = run(server)
    assert done.stdout.strip() == "True", done.stderr
    assert done.stderr.startswith("district_cms.settings.dev, DEBUG on, sqlite3 ")


def test_with_a_servers_env_file_commands_use_the_production_settings(
    server: Path,
) -> None:
    (server / ".env").write_text(ON_SERVER)
    done = run(server)
    assert done.stdout.strip() == "False", done.stderr
    said = done.stderr.splitlines()[0]
    assert said == (
        "district_cms.settings.production, DEBUG off, postgresql district on db.internal, "
        "mail through django"
    )
    assert "very-secret" not in done.stdout + done.stderr


@pytest.mark.slow
def test_values_of_the_env_file_are_used(server: Path) -> None:
    (server / ".env").write_text("DJANGO_SETTINGS_MODULE=district_cms.settings.demo\n")
    assert run(server).stderr.startswith("district_cms.settings.demo, DEBUG off")


@pytest.mark.slow
def test_the_environment_overrides_the_env_file(server: Path) -> None:
    (server / ".env").write_text(ON_SERVER)
    done = run(server, DJANGO_SETTINGS_MODULE="district_cms.settings.demo")
    assert done.stderr.startswith("district_cms.settings.demo, DEBUG off, postgresql ")


@pytest.mark.slow
def test_the_web_program_reports_its_settings_too(server: Path) -> None:
    (server / ".env").write_text(ON_SERVER)
    done = run(server, "-c", "import district_cms.wsgi")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("district_cms.settings.production, DEBUG off, postgresql ")


def test_production_refuses_sqlite_unless_told(server: Path) -> None:
    told = "ALLOW_SQLITE_IN_PRODUCTION"
    (server / ".env").write_text(f"{ON_SERVER}DATABASE_URL=sqlite:////tmp/no.sqlite3\n")
    refused = run(server)
    assert refused.returncode != 0
    assert "production needs PostgreSQL" in refused.stderr
    assert told in refused.stderr
    assert run(server, **{told: "true"}).returncode == 0


@pytest.mark.parametrize(("line", "name"), [
    ("MAIL_PER_MINUTE=many\n", "MAIL_PER_MINUTE"),
    ("SECURE_HSTS_SECONDS=an hour\n", "SECURE_HSTS_SECONDS"),
])  # fmt: skip
def test_an_invalid_value_is_reported_in_words_without_a_traceback(
    server: Path, line: str, name: str
) -> None:
    (server / ".env").write_text(ON_SERVER + line)
    refused = run(server, "manage.py", "check")
    assert refused.returncode == 1
    assert refused.stderr.startswith("The settings cannot be used. ")
    assert name in refused.stderr
    assert "Traceback" not in refused.stderr


def test_production_without_any_database_is_refused(server: Path) -> None:
    (server / ".env").write_text(f"SECRET_KEY={'k' * 50}\n")
    refused = run(server)
    assert refused.returncode != 0
    assert "There is no DATABASE_URL" in refused.stderr
