"""Examines a file in a process of its own, which may crash, hang or be cheated without harm."""

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

# Nothing to read in, and nothing to find: kinds that are known without looking.
PLAIN: Final = frozenset({"csv", "txt"})
RECORDINGS: Final = frozenset({"mp4", "webm", "mp3", "m4a"})
READABLE: Final = frozenset({"pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "vtt"})

logger = logging.getLogger("district.documents")


def examine_isolated(file: IO[bytes], extension: str, *, seconds: int = QUICK) -> Examination:
    """What `file` tells, from its position to its end; `extension` has no dot.

    Never raises for what is in the file: whatever happens to its reader is an answer, too.
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
    return _ask(data, extension, kind, seconds)


def _ask(data: bytes, extension: str, kind: str, seconds: int) -> Examination:
    # The answer goes into a file, whose size the reader's own bounds hold down.
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
                timeout=seconds + 5,  # starting and a busy machine take their part
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Examination(kind=kind, state=State.TOO_MUCH)
        answer.seek(0)
        said = answer.read()
    if ended.returncode == 0:
        try:
            return Examination.from_json(json.loads(said))
        except ValueError:
            logger.warning("a reader of %s files gave no sense", extension)
            return Examination(kind=kind, state=State.FAILED)
    if ended.returncode in {OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL}:
        return Examination(kind=kind, state=State.TOO_MUCH)
    logger.warning("a reader of %s files ended with %s", extension, ended.returncode)
    return Examination(kind=kind, state=State.FAILED)
