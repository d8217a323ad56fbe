"""Creates `.venv` from the lock file; returns quickly if it is current.

Uses only the standard library, Python 3.9 or newer: this program must run before anything is
installed. It runs as a file (`python3 scripts/bootstrap.py`) and imports nothing of ours. It
installs uv into `.uv/` if the machine has none that is new enough, finds a Python 3.12 or newer on
the machine, creates `.venv` with it and installs exactly what `requirements/dev.lock` (with
`--production`: `base.lock`) lists, with every file checked against its hash. It never downloads a
Python, and its output names no server."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

WANTED_PYTHON = (3, 12)
UV_NEW_ENOUGH = (0, 9)  # reads our lock files and has every option used here
STAMP = ".district-cms.json"
UNFINISHED = "unfinished"
NO_PYTHON = (
    "This project needs Python 3.12 or newer, and none was found on this machine: "
    "install one and run the same command again."
)
NO_INSTALLER = (
    "{python} can make no virtual environment and has no pip: install your system's package "
    "for it (on Debian and Ubuntu: python3-venv) or put uv on the PATH, and run the same "
    "command again."
)


class CannotBootstrap(Exception):
    """The problem, as a sentence for the person at the terminal."""


def without_addresses(text: str) -> str:
    """Removes web addresses and host names from an error message.

    Installers' errors contain the package server of the machine, which does not belong in a log."""
    text = re.sub(r"\b[a-z][a-z0-9+.-]*://[^\s'\"`<>)]+", "(address)", text)
    text = re.sub(r"(host(?:name)?\s*=\s*)['\"][^'\"]+['\"]", r"\1(address)", text)
    return re.sub(r"\b(?:[a-z0-9-]+\.)+(?:com|dev|io|internal|local|net|org)\b", "(address)", text)


def run(command: Sequence[str], doing: str) -> str:
    """Runs a command and returns its output.

    Raises CannotBootstrap with the last lines of its output, without addresses, if it fails."""
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    try:
        done = subprocess.run(
            list(command),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise CannotBootstrap(f"{doing} failed: {error.strerror}.") from error
    if done.returncode != 0:
        last_output = "\n".join(without_addresses(done.stdout).strip().splitlines()[-15:])
        raise CannotBootstrap(f"{doing} failed (exit code {done.returncode}):\n{last_output}")
    return done.stdout


def programs_of(environment: Path) -> Path:
    """Returns the folder with the programs of an environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin")


# ---------------------------------------------------------------- is there anything to do?


def fingerprint(environment: Path, lock: Path) -> dict[str, str]:
    """Returns what `.venv` was made from: the lock file's hash, the interpreter, and the location.

    The location matters because installed programs contain it in their first line."""
    interpreter = programs_of(environment) / "python"
    return {
        "lock": hashlib.sha256(lock.read_bytes()).hexdigest(),
        "interpreter": str(interpreter.resolve()),
        "place": str(environment.resolve()),
    }


def read_stamp(environment: Path) -> dict[str, str]:
    try:
        read = json.loads((environment / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def is_current(environment: Path, lock: Path) -> bool:
    """Returns True if nothing changed since the last complete installation. Starts no program."""
    interpreter = programs_of(environment) / "python"
    return os.access(interpreter, os.X_OK) and read_stamp(environment) == fingerprint(
        environment, lock
    )


def must_be_remade(environment: Path) -> bool:
    """Returns True for an environment that is broken, incomplete, or copied from elsewhere."""
    if not environment.exists():
        return environment.is_symlink()  # a dangling link must be removed
    stamp = read_stamp(environment)
    if stamp.get("state") == UNFINISHED:
        return True
    if stamp and stamp.get("place") != str(environment.resolve()):
        return True
    interpreter = programs_of(environment) / "python"
    if not (environment / "pyvenv.cfg").is_file() or not os.access(interpreter, os.X_OK):
        return True
    wanted = f"import sys; sys.exit(sys.version_info[:2] < {WANTED_PYTHON})"
    try:
        done = subprocess.run([str(interpreter), "-c", wanted], capture_output=True, check=False)
    except OSError:
        return True
    return done.returncode != 0


# ---------------------------------------------------------------- uv


def uv_version(program: str | Path) -> tuple[int, ...]:
    """Returns the version that uv reports, (0,) if it cannot be run."""
    try:
        output = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return (0,)
    version = re.match(r"uv (\d+)\.(\d+)\.(\d+)", output)
    return tuple(int(part) for part in version.groups()) if version else (0,)


def find_uv(root: Path) -> Path:
    """Returns a uv that is new enough: the machine's, the one installed before, or a new one."""
    on_path = shutil.which("uv")
    if on_path and uv_version(on_path) >= UV_NEW_ENOUGH:
        return Path(on_path)
    place = root / ".uv" / "env"
    ours = programs_of(place) / "uv"
    if uv_version(ours) >= UV_NEW_ENOUGH:
        return ours
    say("Bringing the installer (uv) into .uv/ …")
    if place.exists():
        shutil.rmtree(place)
    install = ["install", "--quiet", "--no-input", "--disable-pip-version-check"]
    install += ["--require-hashes", "--requirement", str(root / "requirements" / "tools.lock")]
    doing = "Bringing uv"
    if has_module("ensurepip") and has_module("venv"):
        run([sys.executable, "-m", "venv", str(place)], "Making a place for uv")
        run([str(programs_of(place) / "python"), "-m", "pip", *install], doing)
    elif has_module("pip"):  # Debian packages venv separately; pip can install without it
        run([sys.executable, "-m", "pip", *install, "--target", str(place)], doing)
    else:
        raise CannotBootstrap(NO_INSTALLER.format(python=sys.executable))
    if uv_version(ours) < UV_NEW_ENOUGH:
        raise CannotBootstrap("The installer (uv) was brought but does not run on this machine.")
    return ours


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


# ---------------------------------------------------------------- the environment


def find_python(uv: Path) -> str:
    """Returns a Python 3.12 or newer: the current one if possible, else what uv finds.

    Raises CannotBootstrap if the machine has none."""
    if sys.version_info[:2] >= WANTED_PYTHON:
        return sys.executable
    wanted = ">={}.{}".format(*WANTED_PYTHON)
    try:
        result = run([str(uv), "python", "find", "--system", "--no-python-downloads", wanted], "")
    except CannotBootstrap as error:
        raise CannotBootstrap(NO_PYTHON) from error
    return result.strip().splitlines()[-1]


def remove(environment: Path) -> None:
    if environment.is_symlink() or environment.is_file():
        environment.unlink()
    elif environment.exists():
        shutil.rmtree(environment)


def make(root: Path, environment: Path, lock: Path) -> None:
    """Makes or fixes the environment, and writes the stamp only when it is complete."""
    uv = find_uv(root)
    if must_be_remade(environment):
        remove(environment)
    if not environment.exists():
        python = find_python(uv)
        say("Making .venv …")
        run(
            [str(uv), "venv", "--no-python-downloads", "--python", python, str(environment)],
            "Making .venv",
        )
    say(f"Installing what requirements/{lock.name} names …")
    stamp = environment / STAMP
    stamp.write_text(json.dumps({"state": UNFINISHED}), encoding="utf-8")
    interpreter = programs_of(environment) / "python"
    sync = [str(uv), "pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    run([*sync, "--python", str(interpreter), str(lock)], "Installing")
    stamp.write_text(json.dumps(fingerprint(environment, lock)), encoding="utf-8")
    say("The environment is ready.")


@contextlib.contextmanager
def one_at_a_time(root: Path) -> Iterator[None]:
    """A lock for two terminals that start together: the second waits and finds everything done."""
    if os.name == "nt":
        yield
        return
    import fcntl  # noqa: PLC0415  # Windows has none

    place = root / ".uv"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        yield


def say(sentence: str) -> None:
    # To standard error, because other programs read the output of `--print-uv`.
    print(sentence, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 if `.venv` matches the lock file, 1 with a sentence if not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--production", action="store_true", help="only what a server needs")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--print-uv", action="store_true", help="only print where uv is")
    options = parser.parse_args(arguments)
    root: Path = options.root
    environment = root / ".venv"
    lock = root / "requirements" / ("base.lock" if options.production else "dev.lock")
    try:
        if options.print_uv:
            with one_at_a_time(root):
                print(find_uv(root))
        elif not is_current(environment, lock):
            with one_at_a_time(root):
                if not is_current(environment, lock):
                    make(root, environment, lock)
    except CannotBootstrap as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.filename or 'The environment'} could not be written: {error.strerror}.")
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # the stamp says "unfinished", so the next start begins again
        sys.exit(130)
