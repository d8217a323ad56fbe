"""The models of this package, imported in one place."""

from ..banners.models import Banner
from ..search.models import Findable, SameWords, SearchedWord
from .base import DistrictPage
from .calendar import NoSchoolDay, SchoolYear, Term
from .curriculum import CurriculumIndexPage, CurriculumPage
from .home import HomePage, StandardPage
from .school import SchoolPage
from .settings import NOTICE_KINDS, DistrictSettings
from .year_marks import YearMark

__all__ = [
    "NOTICE_KINDS",
    "Banner",
    "CurriculumIndexPage",
    "CurriculumPage",
    "DistrictPage",
    "DistrictSettings",
    "Findable",
    "HomePage",
    "NoSchoolDay",
    "SameWords",
    "SchoolPage",
    "SchoolYear",
    "SearchedWord",
    "StandardPage",
    "Term",
    "YearMark",
]
