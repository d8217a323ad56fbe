"""Videos and sound as blocks hold them: captions that play, and words for what has no sound.

Whether there are captions, a transcript, a description at all is asked in `media`; here is what
goes with a file or a statement of ours.
"""

import datetime as dt
from typing import Final

from ...documents import Examination, State
from ...findings import Fault
from ...rules import Rule
from ...translation import mark as _
from ..words import clip, squeeze
from .playing import check_video, check_video_description

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "video-captions-statement",
        "1.2.2",
        "error",
        _("No one has said who checked the captions of “%(excerpt)s”, and when."),
        _("People who cannot hear it, or cannot turn the sound on, would miss what is said."),
        _(
            "Watch it with captions on, then enter your name and the day in the block. Captions "
            "that only a machine has written are not enough: in that case, choose another video."
        ),
    ),
    Rule(
        "captions-broken",
        "1.2.2",
        "error",
        _("The captions in “%(excerpt)s” do not work as they are: look at line %(line)s."),
        _("A player skips what it cannot read, without a warning."),
        _(
            "Fix the line, or save the captions again as WebVTT (.vtt) in the program that "
            "made them. The page of the file, under “Documents”, lists every place."
        ),
    ),
    Rule(
        "video-only-text",
        "1.2.1",
        "error",
        _("“%(excerpt)s” is silent, and nothing says in words what it shows."),
        _("Families who cannot see it would miss all of it."),
        _("Write under “Transcript” what can be seen, in the order in which it happens."),
    ),
    Rule(
        "video-only-text-elsewhere",
        "1.2.1",
        "warning",
        _("“%(excerpt)s” is silent, and only this page can say in words what it shows."),
        _("Families who cannot see it would miss all of it."),
        _("Write what can be seen next to it, or confirm that the page says so already."),
    ),
    Rule(
        "animated-gif",
        "2.2.2 advice",
        "warning",
        _("“%(excerpt)s” is animated; the page shows only its first frame."),
        _("Movement is distracting, and people could not stop it."),
        _("Confirm that this frame says enough, or use the block “Video”."),
        needs="block for recordings",
        fix_without=_("Confirm that this frame says enough, or choose another picture."),
    ),
)

PEOPLE: Final = "people"
"""Someone has written or corrected the captions of an embedded video."""
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
