"""Captions (WebVTT, https://www.w3.org/TR/webvtt1/, section 4): will a player show them all?

Written here because the libraries accept captions that players leave out: they are made to play a
file, not to check it.
"""

import re
from collections.abc import Iterator
from typing import Final

from .results import MOST_LISTED, Examination, Problem, State

LONGEST: Final = 2_000_000  # bytes; the captions of a whole school day take a tenth of that

_TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMINGS: Final = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+\S.*)?")
_MARKUP: Final = re.compile(r"<[^>]*>|&(?:nbsp|lrm|rlm);")
_SIGNATURE: Final = re.compile(r"WEBVTT(?:[ \t].*)?")
_SUBRIP: Final = re.compile(r"\d+\s*\n\d{2}:\d{2}:\d{2},\d{3} --> ")

Block = list[tuple[int, str]]
"""Lines with their numbers, from 1."""


def examine_captions(data: bytes) -> Examination:
    """Returns the captions that a player would show, and the problems of those it would leave
    out."""
    if len(data) > LONGEST:
        return Examination(kind="captions", state=State.TOO_MUCH)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Examination(kind="captions", cues=0, problems=(Problem("not-text", 1),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not _SIGNATURE.fullmatch(lines[0]):
        code = "subrip" if _SUBRIP.match(text.lstrip()) else "no-header"
        return Examination(kind="captions", cues=0, problems=(Problem(code, 1),))
    return _read(lines)


def _read(lines: list[str]) -> Examination:
    cues, end, previous = 0, 0.0, 0.0
    problems: list[Problem] = []
    for block in _blocks(lines):
        if _is_no_cue(block, first_cue_is_past=cues > 0):
            continue
        cue = _times(block)
        if cue is None:
            problems.append(Problem("timing", block[0][0]))
            continue
        line, starts, ends = cue
        cues += 1
        end = max(end, ends)
        if ends <= starts:
            problems.append(Problem("backwards", line))
        if starts < previous:
            problems.append(Problem("order", line))
        previous = max(previous, starts)
        payload = [text for number, text in block if number > line]
        if any("-->" in text for text in payload):
            problems.append(Problem("timing", line))
        if not _MARKUP.sub("", "".join(payload)).strip():
            problems.append(Problem("empty", line))
    if not cues and not problems:
        problems.append(Problem("no-cues", 1))
    return Examination(
        kind="captions", cues=cues, seconds=end, problems=tuple(problems[:MOST_LISTED])
    )


def _blocks(lines: list[str]) -> Iterator[Block]:
    """Yields the blocks between empty lines, without the header of the file."""
    block: Block = []
    in_head = True
    for number, line in enumerate(lines, start=1):
        if line.strip():
            block.append((number, line))
            continue
        if block and not in_head:
            yield block
        block, in_head = [], False
    if block and not in_head:
        yield block


def _is_no_cue(block: Block, *, first_cue_is_past: bool) -> bool:
    first = block[0][1]
    if first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
        return True
    return not first_cue_is_past and first.rstrip() in {"STYLE", "REGION"}


def _times(block: Block) -> tuple[int, float, float] | None:
    """Returns line number, start and end (seconds) of a cue, whose name may come first; None if the
    timing is invalid."""
    for number, line in block[:2]:
        match = _TIMINGS.fullmatch(line.strip())
        if match:
            parts = match.groups()
            return number, _seconds(parts[:4]), _seconds(parts[4:8])
        if "-->" in line:
            return None
    return None


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    # Days of captions are a typing error; the limit keeps the number valid.
    return min(hours, 10_000) * 3600 + minutes * 60 + seconds + thousandths / 1000
