"""The words of the rules about what goes with videos, sound and moving pictures."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from ..rule import RuleWording
from .entry import words

WORDS: Final[dict[str, RuleWording]] = dict(
    (
        words(
            "video-captions-statement",
            _("Nobody has stated who checked the captions of “%(excerpt)s”, and when."),
            _("People who cannot hear it, or must not turn the sound on, would miss what is said."),
            _(
                "Watch it with captions on and say so at the block, with name and day. Captions "
                "that only a machine has written are not enough: choose another video then."
            ),
        ),
        words(
            "captions-broken",
            _("The captions in “%(excerpt)s” do not play as they are: look at line %(line)s."),
            _("A player leaves out what it cannot read, and nobody is told."),
            _(
                "Mend the line, or save the captions anew as WebVTT (.vtt) in the program that "
                "made them. The page of the file, under “Documents”, lists every place."
            ),
        ),
        words(
            "video-only-text",
            _("“%(excerpt)s” is silent, and nothing tells in words what it shows."),
            _("Families who cannot see it would miss all of it."),
            _("Write under “Transcript” what can be seen, in the order in which it happens."),
        ),
        words(
            "video-only-text-elsewhere",
            _("“%(excerpt)s” is silent, and only this page can tell in words what it shows."),
            _("Families who cannot see it would miss all of it."),
            _("Write what can be seen beside it, or confirm that the page says so already."),
        ),
        words(
            "animated-gif",
            _("“%(excerpt)s” moves in its file; the page shows its first moment, without moving."),
            _("What moves by itself distracts, and could not be stopped."),
            _("Confirm that this moment says enough, or use the block “Video”."),
        ),
    )
)
