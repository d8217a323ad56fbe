"""Teachers, classrooms, updates, and the posting ledger."""

from .caseload import CaseloadChoice
from .classroom import ClassroomPage
from .feedback import FeedbackNote, FeedbackSchool
from .ledger import ClassroomStanding, CountedDay, Posting, PostingSlot
from .reminders import ReminderChoice
from .roster import Enrollment, RosterDelivery, RosterPage, RosterSection
from .teacher import TeacherPage
from .teaching import ClassroomTeacher, Leave
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
    "Enrollment",
    "FeedbackNote",
    "FeedbackSchool",
    "Leave",
    "Posting",
    "PostingSlot",
    "ReminderChoice",
    "RosterDelivery",
    "RosterPage",
    "RosterSection",
    "TeacherPage",
    "UpdatePage",
]
