"""What the queue calls."""

from district_cms.checks.documents.isolated import PATIENT

from .examinations import examine_document, queue_waiting, waiting
from .models import DistrictImage
from .pictures.renditions import make_copies


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


def make_copies_of(image_id: int) -> str:
    """Those of one picture, unless it is gone."""
    image = DistrictImage.objects.filter(pk=image_id).first()
    if image is None:
        return f"picture {image_id}: gone"
    return f"picture {image_id}: {make_copies(image)} copies"
