"""Teachers, classrooms, updates, and the posting ledger."""

from .classroom import ClassroomPage
from .ledger import ClassroomStanding, Posting, PostingSlot
from .reminder import SchoolReminder
from .teacher import TeacherPage
from .teaching import ClassroomTeacher
from .update import UpdatePage

__all__ = [
    "ClassroomPage",
    "ClassroomStanding",
    "ClassroomTeacher",
    "Posting",
    "PostingSlot",
    "SchoolReminder",
    "TeacherPage",
    "UpdatePage",
]
