"""Examines a file in a subprocess, so that a file that makes it crash or hang does no harm."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

from .results import Examination, State

ROOT: Final = Path(__file__).resolve().parents[3]
LARGEST: Final = 50_000_000  # bytes; uploads that are read as a whole are smaller
QUICK: Final = 10  # seconds, while someone waits
PATIENT: Final = 60  # seconds, in the queue
OUT_OF_MEMORY: Final = 3

# Kinds that need no examination.
PLAIN: Final = frozenset({"csv", "txt"})
RECORDINGS: Final = frozenset({"mp4", "webm", "mp3", "m4a"})
READABLE: Final = frozenset({"pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "vtt"})

logger = logging.getLogger("district.documents")


def examine_isolated(file: IO[bytes], extension: str, *, seconds: int = QUICK) -> Examination:
    """Returns the examination of `file`, from its position to its end; `extension` has no dot.

    Never raises for what is in the file: if the subprocess fails, the examination's state says so.
    """
    extension = extension.lower()
    if extension in PLAIN:
        return Examination(kind="plain")
    if extension in RECORDINGS:
        return Examination(kind="recording")
    if extension not in READABLE:
        return Examination(state=State.UNKNOWN)
    kind = "captions" if extension == "vtt" else extension
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        return Examination(kind=kind, state=State.TOO_MUCH)
    return _run(data, extension, kind, seconds)


def _run(data: bytes, extension: str, kind: str, seconds: int) -> Examination:
    # The subprocess writes into a file, whose size its own limits bound.
    with tempfile.TemporaryFile() as answer:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", f"{__package__}", extension, str(seconds)],
                input=data,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                # None of the site's secrets, and nothing that changes how Python starts.
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                timeout=seconds + 5,  # allows for start-up on a busy machine
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Examination(kind=kind, state=State.TOO_MUCH)
        answer.seek(0)
        output = answer.read()
    if ended.returncode == 0:
        try:
            return Examination.from_json(json.loads(output))
        except ValueError:
            logger.warning("the examination of a %s file returned no valid JSON", extension)
            return Examination(kind=kind, state=State.FAILED)
    if ended.returncode in {OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL}:
        return Examination(kind=kind, state=State.TOO_MUCH)
    logger.warning("the examination of a %s file exited with %s", extension, ended.returncode)
    return Examination(kind=kind, state=State.FAILED)
