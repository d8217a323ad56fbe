"""The models of this room, imported in one place."""

from .high_school import GRADES, HighSchoolStudent
from .settings import StudentListSettings
from .student import HiddenOnPage, Release, Student, StudentName

__all__ = [
    "GRADES",
    "HiddenOnPage",
    "HighSchoolStudent",
    "Release",
    "Student",
    "StudentListSettings",
    "StudentName",
]
