"""The words of the rules about sound, video and movement."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

_NOBODY_HEARS: Final = _("Sound that starts by itself drowns out the voice of a screen reader.")
_MOVES: Final = _("What moves beside a text keeps some people from reading it.")
_NOT_HEARD: Final = _("People who cannot hear it would miss what is said.")

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "autoplay",
            _("A recording starts by itself, and nothing on the page stops it (%(excerpt)s)."),
            _NOBODY_HEARS,
            _("Turn autoplay off, and show the player's buttons."),
        ),
        words(
            "autoplay-stoppable",
            _("A recording starts by itself (%(excerpt)s)."),
            _NOBODY_HEARS,
            _("Turn autoplay off: whoever wants to hear it presses Play."),
        ),
        words(
            "autoplay-silent",
            _("A video starts by itself and shows no buttons (%(excerpt)s)."),
            _MOVES,
            _("Turn autoplay off, or confirm that it lasts less than five seconds."),
        ),
        words(
            "moving-text",
            _("A text moves by itself: “%(excerpt)s”."),
            _MOVES,
            _("Let it stand still."),
        ),
        words(
            "video-captions",
            _("“%(excerpt)s” has no captions that somebody has checked."),
            _NOT_HEARD,
            _("Add a caption file. Captions made by a machine need somebody who corrects them."),
        ),
        words(
            "video-captions-unsure",
            _("Nothing says that somebody has checked captions of this video (%(excerpt)s)."),
            _NOT_HEARD,
            _("Add a caption file, or confirm that the video has captions or nothing is said."),
        ),
        words(
            "video-description",
            _("“%(excerpt)s” may show things that nobody in the video speaks of."),
            _("People who cannot see it would miss what is only shown."),
            _("Confirm that all that matters is spoken, or add a version that describes it."),
        ),
        words(
            "audio-transcript",
            _("“%(excerpt)s” has no transcript."),
            _NOT_HEARD,
            _("Write down what is said, or link to the text."),
        ),
        words(
            "audio-transcript-unsure",
            _("There seems to be no transcript of this recording (%(excerpt)s)."),
            _NOT_HEARD,
            _("Put what is said, or a link to it, beside the recording."),
        ),
    )
)
