"""What the gate says of the files that a page links, and of the captions of its videos."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from district_cms.checks.accessibility.documents import LinkedFile, check_document
from district_cms.checks.accessibility.recordings import check_captions
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.privacy import PrivacyRules, check_file_words
from district_cms.media.addresses import document_at
from district_cms.media.models import DistrictDocument
from district_cms.media.models.examination import examination_of

from .assumed import assumed
from .files import files_in
from .fragments import Fragment, words_of_document


@dataclass(frozen=True, slots=True)
class _Use:
    """A fragment that uses a document, by its key."""

    piece: Fragment
    key: int


def document_findings(
    pieces: Iterable[Fragment], rules: PrivacyRules | None = None
) -> Iterator[Finding]:
    """The findings of all files that the fragments of one page link. One query, or none.

    `rules` says what is private in the name of a file that a text links; without, no name is
    read.

    A document that is not stored yet has no examination and is on no page that goes live.
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
        # Another file is another question: a tick for the old one does not answer it.
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
    """What the name of a file says that a link names; other fragments have one of their own."""
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
