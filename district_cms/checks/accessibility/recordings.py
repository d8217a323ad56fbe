"""Videos and sound as blocks hold them: captions that play, and words for what has no sound.

Whether there are captions, a transcript, a description at all is asked in `media`; here is what
goes with a file or a statement of ours.
"""

import datetime as dt
from typing import Final

from ..documents import Examination, State
from ..findings import Fault
from .media import check_video, check_video_description
from .rules import Rule
from .words import clip, squeeze

RULES: Final = (
    Rule("video-captions-statement", "1.2.2", "error", "block"),
    Rule("captions-broken", "1.2.2", "error", "block"),
    Rule("video-only-text", "1.2.1", "error", "block"),
    Rule("video-only-text-elsewhere", "1.2.1", "warning", "block"),
    Rule("animated-gif", "2.2.2 advice", "warning", "block"),
)

PEOPLE: Final = "people"
"""Somebody has written or corrected the captions of an embedded video."""
SILENT: Final = "silent"
"""Nothing is said or heard in an embedded video."""

LinedFault = tuple[Fault, str]
"""A fault, and the child of the block that it concerns."""


def check_uploaded_video(
    name: str, *, has_captions: bool, silent: bool, transcript: str
) -> list[LinedFault]:
    """Return the faults of a video that lies on this site."""
    name = clip(name)
    if silent:
        # 1.2.1: what is only seen is told in words; captions would have nothing to say.
        missing = not squeeze(transcript)
        return [(Fault("video-only-text", name), "transcript")] if missing else []
    faults = check_video(captions=has_captions) or check_video_description(False)
    return [(Fault(fault.rule, name), _CHILD_OF_VIDEO[fault.rule]) for fault in faults]


_CHILD_OF_VIDEO: Final = {"video-captions": "captions", "video-description": "file"}


def check_embedded_video(
    name: str, captions: str, checked_by: str, checked_on: dt.date | None
) -> list[LinedFault]:
    """Return the faults of what is stated of a video on another site.

    The statement is whole when it says that people have checked the captions, who, and when.
    """
    name = clip(name)
    if captions == SILENT:
        return [(Fault("video-only-text-elsewhere", name), "captions")]
    missing = (
        "captions"
        if captions != PEOPLE
        else "checked_by"
        if not squeeze(checked_by)
        else "checked_on"
        if checked_on is None
        else ""
    )
    if missing:
        return [(Fault("video-captions-statement", name), missing)]
    return [(Fault(fault.rule, name), "captions") for fault in check_video_description(False)]


def check_captions(name: str, examination: Examination | None) -> list[Fault]:
    """Return the faults of a caption file, of which `examination` says whether it plays."""
    if examination is None:
        return [Fault("doc-not-examined", clip(name))]
    if examination.state != State.READ or examination.kind != "captions":
        return [Fault("captions-broken", clip(name), params=(("line", "1"),))]
    if examination.problems:
        line = str(examination.problems[0].line)
        return [Fault("captions-broken", clip(name), params=(("line", line),))]
    return []


def check_movement(moves: bool, name: str) -> list[Fault]:
    """Return the advice about a picture that moves in its file: readers see its first moment.

    Movement that lasts over five seconds would have to be stoppable (2.2.2), so none is shown.
    """
    return [Fault("animated-gif", clip(name))] if moves else []
