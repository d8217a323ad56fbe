"""Models of the district itself."""

from .base import DistrictPage, live_schools
from .calendar import NoSchoolDay, SchoolYear, Term
from .curriculum import CurriculumIndexPage, CurriculumPage
from .home import HomePage, StandardPage
from .logo import Logo
from .media import DistrictDocument, DistrictImage, DistrictRendition
from .school import SchoolPage

__all__ = [
    "CurriculumIndexPage",
    "CurriculumPage",
    "DistrictDocument",
    "DistrictImage",
    "DistrictPage",
    "DistrictRendition",
    "HomePage",
    "Logo",
    "NoSchoolDay",
    "SchoolPage",
    "SchoolYear",
    "StandardPage",
    "Term",
    "live_schools",
]
