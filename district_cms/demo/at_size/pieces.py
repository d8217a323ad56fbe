"""What the updates of the district at size say: the demo's periods, each with one of a few closing
notes, through the gate."""

from collections.abc import Iterator
from typing import Any, Final

from classroom.models import UpdatePage

from ..bulk.pages import check_content
from ..bulk.pieces import START, Piece, on_after_start, pattern_of, piece_of
from ..content_files import periods, rich
from ..pages import Built
from ..posts.content import content_of

NOTES: Final = (
    "",
    "Please bring a library book on Thursday. We read for twenty minutes after lunch.",
    "We still need egg cartons, paper rolls and jar lids for our projects. Thank you!",
    "If your phone number has changed, please tell the school office, so that we can reach you.",
    "The classroom can be cold in the morning. A sweater in the backpack helps.",
)


def make_pieces(
    stems: list[str], variants: int, built: Built
) -> Iterator[tuple[str, Piece, UpdatePage]]:
    """(content file, piece, pattern) of every text of these files, in order, each period in at
    most so many variants. Raises `ContentRefused` for a text that the gate would not let pass."""
    number = 0
    for stem in stems:
        for period in periods(stem):
            for note in NOTES[:variants]:
                pattern = _pattern(period, note, built)
                number += 1
                yield stem, piece_of(pattern, check_content(pattern), number=number), pattern


def _pattern(period: dict[str, Any], note: str, built: Built) -> UpdatePage:
    content = content_of(period, start=START, built=built, on=on_after_start)
    if note:
        content["lesson"].append(("prose", rich(note)))
    return pattern_of(period["theme"], content)
