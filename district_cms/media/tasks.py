"""The tasks of the queue."""

from district_cms.checks.documents.isolated import PATIENT

from .examinations import examine_document, queue_waiting, waiting
from .models import DistrictImage
from .pictures.renditions import make_copies


def examine(document_id: int) -> str:
    """Examines one document, unless it is deleted or examined already."""
    document = waiting().filter(pk=document_id).first()
    if document is None:
        return f"document {document_id}: nothing to do"
    row = examine_document(document=document, seconds=PATIENT)
    return f"document {document_id}: {row.found.state}"


def sweep() -> str:
    """Examines files that did not come through a form, are older than examinations, or were read by
    an older engine."""
    return f"{queue_waiting()} documents"


def make_copies_of(image_id: int) -> str:
    """Creates the renditions of one picture, unless it is deleted."""
    image = DistrictImage.objects.filter(pk=image_id).first()
    if image is None:
        return f"picture {image_id}: gone"
    return f"picture {image_id}: {make_copies(image)} copies"
