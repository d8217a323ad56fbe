"""What a page says of a file holds for that file only: its hash is kept beside the page.

A picture's description, who can be recognized in it, its releases and its origin stand in the
page's block, which names the picture but not the file. When the picture gets another file, the
gate asks whether they still hold.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _

from ..models import StatedFile, subject_of
from .assumed import assumed
from .fragments import Fragment

FILE_REPLACED: Final = "file-replaced"
RULES: Final[tuple[Rule, ...]] = (
    Rule(
        FILE_REPLACED,
        "",
        "warning",
        _("“%(excerpt)s” is another file now than when this was written about it."),
        _(
            "The description, the answers about people and releases, and the transcript were about "
            "the old file."
        ),
        _("Look at the new one, correct what no longer fits, and confirm."),
        clause="photographs-and-logos",
    ),
)
# The child of a block whose other children are statements about it.
_FILES: Final = {"picture": "image", "video": "file", "audio": "file"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A block that says something of a file of the library, and where it stands."""

    piece: Fragment
    item: Any

    @property
    def file(self) -> str:
        """How the file's owner is named: "media.districtimage:12"."""
        return file_name(self.item)


def file_name(item: Any) -> str:
    return f"{item._meta.label_lower}:{item.pk}"


def stated(pieces: Iterable[Fragment]) -> Iterator[Stated]:
    """Of the fragments of a page those that say something of a stored file."""
    for piece in pieces:
        item = piece.value.get(_FILES[piece.kind]) if piece.kind in _FILES else None
        if item is not None and item.pk is not None and item.file_hash:
            yield Stated(piece, item)


def statement_findings(subject: Any, pieces: Iterable[Fragment]) -> Iterator[Finding]:
    """A question for each block that was written about another file. One query, none without such
    blocks or before the page exists."""
    blocks = list(stated(pieces))
    if not blocks or subject._state.adding:
        return
    known = dict(
        StatedFile.objects.filter(subject=subject_of(subject)).values_list("file", "file_hash")
    )
    if (instead := assumed()) is not None:
        known.setdefault(file_name(instead.item), instead.stored_hash)
    for block in blocks:
        if known.get(block.file, block.item.file_hash) != block.item.file_hash:
            yield describe(
                Fault(FILE_REPLACED, excerpt=block.item.title),
                field=block.piece.field,
                path=(*block.piece.path, _FILES[block.piece.kind]),
                mark=block.piece.mark,
            )
