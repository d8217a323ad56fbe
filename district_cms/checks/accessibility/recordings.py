"""Videos and sound: autoplay, captions, transcripts (WCAG 1.2, 1.4.2, 2.2.2)."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

from ..documents import Examination, State
from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _
from ..word_sets import word_set
from .dom import Document, Element, markup
from .names import Names
from .words import bare_words, clip, squeeze

_FRAGMENT: Final = re.compile(r"(?:npt:)?(?P<start>[\d:.]*)(?:,(?P<end>[\d:.]+))?", re.ASCII)
_YES: Final = ("1", "true", "yes")


def duration(address: str) -> float | None:
    """Returns the seconds that the address plays ("film.mp4#t=8,10"), or None if it plays all."""
    _address, _hash, fragment = address.partition("#")
    for part in fragment.split("&"):
        if part.startswith("t="):
            times = _FRAGMENT.fullmatch(part[2:])
            if times is not None and times["end"]:
                start, end = _seconds(times["start"] or "0"), _seconds(times["end"])
                if start is not None and end is not None and end >= start:
                    return end - start
    return None


def _seconds(clock: str) -> float | None:
    total = 0.0
    try:
        for part in clock.split(":")[:3]:
            total = total * 60 + float(part)
    except ValueError:
        return None
    return total


def asks_to_start(url: str) -> bool:
    """True if an embed's address turns autoplay on."""
    if "auto" not in url.lower():
        return False
    try:
        query = parse_qs(urlsplit(squeeze(url)).query.lower(), max_num_fields=50)
    except ValueError:
        return False
    values = (*query.get("autoplay", ()), *query.get("auto_play", ()), *query.get("autostart", ()))
    return any(value in _YES for value in values)


_NOBODY_HEARS: Final = _("Sound that starts on its own drowns out the voice of a screen reader.")
_MOVES: Final = _("Movement next to text keeps some people from reading it.")
_NOT_HEARD: Final = _("People who cannot hear it would miss what is said.")


# 1.4.2 allows autoplay of sound that ends within three seconds.
_SHORT_SOUND: Final = 3.0
# 2.2.2 allows movement that stops within five seconds.
_SHORT_MOVEMENT: Final = 5.0
_STOPPING: Final = word_set(
    "mute off pause play sound stop unmute volume callar detener parar pausa pausar silenciar"
)
_CAPTIONS: Final = word_set("captions subtitles")
_TRANSCRIPT: Final = word_set(
    "caption captions captioned lyrics script subtitles transcript transcripts transcription words "
    "letra subtitulos transcripcion texto"
)
# Words in the name of a file without sound.
_SOUNDLESS: Final = word_set("muted nosound noaudio silent soundless silencioso mudo")
# A text of this length beside a recording may well be its transcript.
_SPOKEN_WORDS: Final = 60
_MOST_BLOCKS: Final = 8
# Nobody answers more questions of one kind.
_MOST_ASKED: Final = 50


def check_video(captions: bool, checked_by: str = "", no_speech: bool = False) -> list[Fault]:
    """Returns the faults of the statements about one video.

    `captions` is True if the video has a caption file; `checked_by` is who checked the captions of
    an embedded one; `no_speech` is True if nothing important is said or heard in it. Even a
    captioned or silent video still asks whether what is only visible is also spoken.
    """
    if not (captions or no_speech or squeeze(checked_by)):
        return [Fault("video-captions")]
    return []


def check_video_description(confirmed: bool) -> list[Fault]:
    """Returns the question whether a video says aloud what it shows; none once it is confirmed."""
    return [] if confirmed else [Fault("video-description")]


def check_audio(transcript: str, transcript_url: str = "") -> list[Fault]:
    """Returns the fault of a recording without a transcript, as text or as an address."""
    return [] if squeeze(transcript) or squeeze(transcript_url) else [Fault("audio-transcript")]


def check_media_address(url: str) -> list[Fault]:
    """Returns the fault of an embed's address that turns autoplay on."""
    return [Fault("autoplay-stoppable", clip(url))] if asks_to_start(url) else []


def check(document: Document, names: Names) -> Iterator[Fault]:
    """Yields the faults of sound and movement in a document.

    HTML does not show whether a file has sound, or captions inside. In that case the teacher is
    asked.
    """
    players = document.tagged("audio", "video")
    has_buttons = any("autoplay" in player.attrib for player in players) and _has_own_buttons(
        document, names
    )
    asked = 0
    for element in players:
        is_sounding = "muted" not in element.attrib and _SOUNDLESS.isdisjoint(
            bare_words(_file(element))
        )
        if "autoplay" in element.attrib and _has_file(element):
            # Sound is heard even if its player is hidden.
            yield from _starts_by_itself(element, document, is_sounding, has_buttons)
        if asked < _MOST_ASKED and is_sounding and _has_file(element):
            for fault in _asks_for_words(element, document, names):
                asked += 1
                yield fault
    for frame in document.tagged("iframe"):
        source = frame.get("src", "")
        if document.is_shown(frame) and asks_to_start(source):
            yield Fault("autoplay-stoppable", clip(source), document.selector(frame))
    for element in document.tagged("marquee", "blink"):
        times = element.get("loop", "").strip()
        text = names.content(element)
        if document.is_shown(element) and text and not (times.isdecimal() and int(times[:4]) > 0):
            yield Fault("moving-text", clip(text), document.selector(element))


def _starts_by_itself(
    element: Element, document: Document, is_sounding: bool, has_buttons: bool
) -> Iterator[Fault]:
    selector, excerpt = document.selector(element), clip(_file(element)) or markup(element)
    lasts = None if "loop" in element.attrib else duration(_file(element))
    has_controls = "controls" in element.attrib and document.is_shown(element)
    if is_sounding and (lasts is None or lasts > _SHORT_SOUND):
        # It starts in the middle and may be over in a moment.
        is_unsure = lasts is None and "#t=" in _file(element) and "loop" not in element.attrib
        can_stop = is_unsure or has_controls or has_buttons
        yield Fault("autoplay-stoppable" if can_stop else "autoplay", excerpt, selector)
    elif (
        not is_sounding
        and element.tag == "video"
        and document.is_shown(element)
        and not has_controls
        and (lasts is None or lasts > _SHORT_MOVEMENT)
    ):
        yield Fault("autoplay-silent", excerpt, selector)


def _asks_for_words(element: Element, document: Document, names: Names) -> Iterator[Fault]:
    if not document.is_perceivable(element):
        return
    selector, excerpt = document.selector(element), clip(_file(element)) or markup(element)
    if element.tag == "video":
        tracks = element.iterdescendants("track")
        if any(_kind(track) in _CAPTIONS and track.get("src", "").strip() for track in tracks):
            return
        if not _has_words_beside(element, document, names):
            yield Fault("video-captions-unsure", excerpt, selector)
    elif "controls" in element.attrib and not _has_words_beside(element, document, names):
        yield Fault("audio-transcript-unsure", excerpt, selector)


def _kind(track: Element) -> str:
    return str(track.get("kind", "subtitles")).strip().lower()


def _has_words_beside(element: Element, document: Document, names: Names) -> bool:
    """True if a text near a recording may be its transcript, or a link to it."""
    place = element
    parent = place.getparent()
    while parent is not None and parent.tag in ("figure", "p", "div") and len(parent) < 3:
        place, parent = parent, parent.getparent()
    around = [element.get("aria-label", ""), element.get("title", ""), names.description(element)]
    for sibling in (*_first(place, preceding=True), *_first(place, preceding=False)):
        if document.is_perceivable(sibling):
            around.append(names.content(sibling))
        around.append(sibling.tail or "")
    if parent is not None:
        around.append(parent.text or "")
    around.append(place.tail or "")
    inside = [names.content(place)] if place is not element else []
    for text in (*around, *inside):
        words = bare_words(text)
        if len(words) >= _SPOKEN_WORDS or not _TRANSCRIPT.isdisjoint(words):
            return True
    return False


def _first(place: Element, *, preceding: bool) -> list[Element]:
    found: list[Element] = []
    for sibling in place.itersiblings("*", preceding=preceding):
        found.append(sibling)
        if len(found) == _MOST_BLOCKS:
            break
    return found


def _has_own_buttons(document: Document, names: Names) -> bool:
    """True if the page has a button of its own that stops or mutes something."""
    return any(
        not _STOPPING.isdisjoint(bare_words(names.name(button)))
        for button in document.tagged("button", "input")
        if document.is_perceivable(button)
    )


def _has_file(element: Element) -> bool:
    return bool(_file(element))


def _file(element: Element) -> str:
    source = element.get("src", "").strip()
    if source:
        return str(source)
    sources = (inner.get("src", "").strip() for inner in element.iterchildren("source"))
    return str(next(filter(None, sources), ""))


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "autoplay",
        "1.4.2",
        "error",
        _("A recording starts on its own, and nothing on the page stops it (%(excerpt)s)."),
        _NOBODY_HEARS,
        _("Turn autoplay off, and show the player's buttons."),
        needs="markup",
    ),
    Rule(
        "autoplay-stoppable",
        "1.4.2 advice",
        "warning",
        _("A recording starts on its own (%(excerpt)s)."),
        _NOBODY_HEARS,
        _("Turn autoplay off: anyone who wants to hear it can press Play."),
        needs="markup",
        fix_without=_(
            "Remove “autoplay” from its web address: anyone who wants to hear it can press Play."
        ),
    ),
    Rule(
        "autoplay-silent",
        "2.2.2",
        "warning",
        _("A video starts on its own and shows no buttons (%(excerpt)s)."),
        _MOVES,
        _("Turn autoplay off, or confirm that it lasts less than five seconds."),
        needs="markup",
    ),
    Rule(
        "moving-text",
        "2.2.2",
        "error",
        _("Some text moves on its own: “%(excerpt)s”."),
        _MOVES,
        _("Make it stay still."),
        needs="markup",
    ),
    Rule(
        "video-captions",
        "1.2.2",
        "error",
        _("“%(excerpt)s” has no captions that someone has checked."),
        _NOT_HEARD,
        _("Add a caption file. Machine-made captions need a person to correct them."),
    ),
    Rule(
        "video-captions-unsure",
        "1.2.2",
        "warning",
        _("Nothing says that anyone has checked the captions of this video (%(excerpt)s)."),
        _NOT_HEARD,
        _("Add a caption file, or confirm that the video has captions or nothing is said."),
        needs="markup",
    ),
    Rule(
        "video-description",
        "1.2.5",
        "warning",
        _("“%(excerpt)s” may show things that no one in the video talks about."),
        _("People who cannot see it would miss what is only shown."),
        _("Confirm that everything important is spoken, or add a version that describes it."),
    ),
    Rule(
        "audio-transcript",
        "1.2.1",
        "error",
        _("“%(excerpt)s” has no transcript."),
        _NOT_HEARD,
        _("Write down what is said, or link to the text."),
    ),
    Rule(
        "audio-transcript-unsure",
        "1.2.1",
        "warning",
        _("There seems to be no transcript of this recording (%(excerpt)s)."),
        _NOT_HEARD,
        _("Put a transcript, or a link to it, next to the recording."),
        needs="markup",
    ),
    Rule(
        "video-captions-statement",
        "1.2.2",
        "error",
        _("The block does not say who checked the captions of “%(excerpt)s”, and when."),
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
        _("Players cannot show all captions in “%(excerpt)s”: see line %(line)s."),
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
        _("“%(excerpt)s” is silent, and no text says what it shows."),
        _("Families who cannot see it would miss all of it."),
        _("Write under “Transcript” what can be seen, in the order in which it happens."),
    ),
    Rule(
        "video-only-text-elsewhere",
        "1.2.1",
        "warning",
        _("“%(excerpt)s” is silent, so only the text on this page can say what it shows."),
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
"""A person has written or corrected the captions of an embedded video."""
SILENT: Final = "silent"
"""Nothing is said or heard in an embedded video."""

LinedFault = tuple[Fault, str]
"""A fault, and the child of the block that it concerns."""


def check_uploaded_video(
    name: str, *, has_captions: bool, silent: bool, transcript: str
) -> list[LinedFault]:
    """Returns the faults of a video uploaded to this site."""
    name = clip(name)
    if silent:
        # 1.2.1: a silent video needs a text alternative; captions would be empty.
        missing = not squeeze(transcript)
        return [(Fault("video-only-text", name), "transcript")] if missing else []
    faults = check_video(captions=has_captions) or check_video_description(False)
    return [(Fault(fault.rule, name), _CHILD_OF_VIDEO[fault.rule]) for fault in faults]


_CHILD_OF_VIDEO: Final = {"video-captions": "captions", "video-description": "file"}


def check_embedded_video(
    name: str, captions: str, checked_by: str, checked_on: dt.date | None
) -> list[LinedFault]:
    """Returns the faults of the statements about a video on another site.

    A complete statement says that people have checked the captions, who, and when.
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
    """Returns the faults of a caption file, by its `examination`."""
    if examination is None:
        return [Fault("doc-not-examined", clip(name))]
    if examination.state != State.READ or examination.kind != "captions":
        return [Fault("captions-broken", clip(name), params=(("line", "1"),))]
    if examination.problems:
        line = str(examination.problems[0].line)
        return [Fault("captions-broken", clip(name), params=(("line", line),))]
    return []


def check_movement(moves: bool, name: str) -> list[Fault]:
    """Returns the advice about an animated picture, of which readers see the first frame.

    Movement that lasts over five seconds would need a stop button (2.2.2), so none is shown.
    """
    return [Fault("animated-gif", clip(name))] if moves else []
