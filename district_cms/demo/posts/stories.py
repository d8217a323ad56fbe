"""What one class of the demo posts, and who has to do with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from classroom.models import ClassroomPage
from district_cms.people.models import User
from district_cms.procedure.cadence import YearCalendar

from ..bulk.plan import End, Plan
from ..school_year import school_day


@dataclass(frozen=True, slots=True)
class ToPost:
    """One update to be; `text` is a period of the content files."""

    plan: Plan
    text: dict[str, Any]

    @property
    def is_decided(self) -> bool:
        """Whether its way is over, and it waits for its hour at most."""
        return self.plan.end in {End.LIVE, End.SCHEDULED}


@dataclass(frozen=True, slots=True)
class ClassStory:
    """A class with its updates, oldest first; `school` is the title of its school."""

    school: str
    page: ClassroomPage
    teacher: User
    principal: User
    calendar: YearCalendar
    posts: list[ToPost]

    def day_after(self, first: dt.date, days: int) -> dt.date:
        """The school day `days` after `first`."""
        return school_day(first, days, calendar=self.calendar)
