"""Pictures and documents, and what the examination of a document found."""

from .examination import DocumentExamination
from .files import DistrictDocument, DistrictImage, DistrictRendition

__all__ = ["DistrictDocument", "DistrictImage", "DistrictRendition", "DocumentExamination"]
