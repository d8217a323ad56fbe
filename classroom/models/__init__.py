"""Teachers, classrooms, updates, and the posting ledger."""

from .caseload import CaseloadChoice
from .classroom import ClassroomPage
from .feedback import FeedbackNote, FeedbackSchool
from .leave import Leave
from .ledger import ClassroomStanding, CountedDay, Posting, PostingSlot
from .reminding import ReminderChoice
from .school_reminder import SchoolReminder
from .teacher import TeacherPage
from .teaching import ClassroomTeacher
from .template import ClassTemplate, ClassTemplateVersion
from .update import UpdatePage

__all__ = [
    "CaseloadChoice",
    "ClassTemplate",
    "ClassTemplateVersion",
    "ClassroomPage",
    "ClassroomStanding",
    "ClassroomTeacher",
    "CountedDay",
    "FeedbackNote",
    "FeedbackSchool",
    "Leave",
    "Posting",
    "PostingSlot",
    "ReminderChoice",
    "SchoolReminder",
    "TeacherPage",
    "UpdatePage",
]
