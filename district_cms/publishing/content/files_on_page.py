"""The files of a page: findings in linked files, and what the page says about each file.

A picture's description, people, releases and source are in the page's block, which names the
picture but not its file. The file's hash is stored with the page: when the picture gets another
file, the gate asks whether the statements are still true.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from district_cms.checks.accessibility.documents import LinkedFile, check_document
from district_cms.checks.accessibility.recordings import check_captions
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.privacy import PrivacyRules, check_file_words
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.media.addresses import document_at
from district_cms.media.models import DistrictDocument
from district_cms.media.models.files import examination_of

from ..available_files import files_in
from ..models import StatedFile, subject_of
from .fragments import Fragment, assumed, fragments, words_of_document

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
# The child with the file; the block's other children are statements about it.
_FILES: Final = {"picture": "image", "video": "file", "audio": "file"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A block with statements about a library file, and its place."""

    piece: Fragment
    item: Any

    @property
    def file(self) -> str:
        """Returns the name of the file's owner: "media.districtimage:12"."""
        return file_name(self.item)


def file_name(item: Any) -> str:
    return f"{item._meta.label_lower}:{item.pk}"


def stated(pieces: Iterable[Fragment]) -> Iterator[Stated]:
    """Yields the fragments of a page that make statements about a stored file."""
    for piece in pieces:
        item = piece.value.get(_FILES[piece.kind]) if piece.kind in _FILES else None
        if item is not None and item.pk is not None and item.file_hash:
            yield Stated(piece, item)


def statement_findings(subject: Any, pieces: Iterable[Fragment]) -> Iterator[Finding]:
    """Yields a question for each block that was written about another file. At most one query."""
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


def keep_statements(*, subject: Any, hashes: dict[str, str] | None = None) -> None:
    """Stores the file of everything that the page describes for the first time.

    `hashes` overrides today's hashes, by file name.
    """
    now = {block.file: block.item.file_hash for block in stated(fragments(subject))}
    _add(subject, now | {file: h for file, h in (hashes or {}).items() if file in now})


def renew_statements(
    *, subject: Any, findings: Sequence[Finding], confirmed: frozenset[str]
) -> None:
    """Stores the files of a page that passed the gate; today's files where someone confirmed
    them."""
    asked = {f.fingerprint for f in findings if f.rule == FILE_REPLACED}
    if asked and asked <= confirmed:
        StatedFile.objects.filter(subject=subject_of(subject)).delete()
    keep_statements(subject=subject)


def _add(subject: Any, hashes: dict[str, str]) -> None:
    if hashes:
        name = subject_of(subject)
        StatedFile.objects.bulk_create(
            [StatedFile(subject=name, file=file, file_hash=h) for file, h in hashes.items()],
            ignore_conflicts=True,
        )


@dataclass(frozen=True, slots=True)
class _Use:
    """A fragment that uses a document, and the document's key."""

    piece: Fragment
    key: int


def document_findings(
    pieces: Iterable[Fragment], rules: PrivacyRules | None = None
) -> Iterator[Finding]:
    """Yields the findings of all files that the fragments of one page link. At most one query.

    Without `rules`, file names are not checked for private facts.
    """
    uses = [use for piece in pieces for use in _uses(piece)]
    if not uses:
        return
    documents = DistrictDocument.objects.select_related("examination").in_bulk(
        {use.key for use in uses}
    )
    instead = assumed()
    if instead is not None and isinstance(instead.item, DistrictDocument):
        documents[instead.item.pk] = instead.item
    for use in uses:
        document = documents.get(use.key)
        # A new file is a new question: a tick for the old file does not answer it.
        mark = f"{use.piece.mark}:{document.file_hash if document else ''}"
        for fault in (*_faults(use, document), *_private(use, document, rules)):
            yield describe(
                fault,
                field=use.piece.field,
                path=use.piece.path,
                mark=mark,
                controls=use.piece.controls,
            )


def _uses(piece: Fragment) -> Iterator[_Use]:
    if piece.kind in {"file", "captions"}:
        if piece.value.pk is not None:
            yield _Use(piece, piece.value.pk)
    elif piece.kind == "html":
        keys = {key for model, key in files_in(piece.value) if model is DistrictDocument}
        yield from (_Use(piece, key) for key in sorted(keys))
    elif piece.kind == "link" and (address := document_at(piece.value.get("url") or "")):
        yield _Use(piece, address)


def _private(
    use: _Use, document: DistrictDocument | None, rules: PrivacyRules | None
) -> list[Fault]:
    """Returns the privacy faults in the name of a linked file; other fragments have a file-words
    fragment."""
    if document is None or rules is None or use.piece.kind not in {"html", "link"}:
        return []
    return check_file_words(words_of_document(document), rules=rules)


def _faults(use: _Use, document: DistrictDocument | None) -> list[Fault]:
    if document is None:
        return [Fault("doc-gone")]
    examination = examination_of(document)
    if use.piece.kind == "captions":
        return check_captions(document.title, examination)
    return check_document(LinkedFile(document.title, examination))
