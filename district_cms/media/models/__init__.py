"""Pictures and documents, and what the examination of a document found."""

from .files import DistrictDocument, DistrictImage, DistrictRendition, DocumentExamination

__all__ = ["DistrictDocument", "DistrictImage", "DistrictRendition", "DocumentExamination"]
