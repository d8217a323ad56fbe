"""What the queue calls."""

from district_cms.checks.documents.isolated import PATIENT

from .services import examine_document, queue_waiting, waiting


def examine(document_id: int) -> str:
    """One document, unless it is gone or someone was faster."""
    document = waiting().filter(pk=document_id).first()
    if document is None:
        return f"document {document_id}: nothing to do"
    row = examine_document(document=document, seconds=PATIENT)
    return f"document {document_id}: {row.found.state}"


def sweep() -> str:
    """What came past the form, before there were examinations, or was read by an older engine."""
    return f"{queue_waiting()} documents"
