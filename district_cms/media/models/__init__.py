"""Pictures, documents, and the examinations of documents."""

from .files import DistrictDocument, DistrictImage, DistrictRendition, DocumentExamination

__all__ = ["DistrictDocument", "DistrictImage", "DistrictRendition", "DocumentExamination"]
