"""What notifications know of classes and activities: the one place that reads `classroom` and
`activities`."""

from classroom.addresses import class_name
from classroom.assignments.next_year.signals import went_on
from classroom.ledger.keeping import days_without_school, district_zone, posting_days, year_ends
from classroom.presentation.agenda import Entry, FamilyClass, Gone
from classroom.presentation.feeds import also_in_feed
from classroom.presentation.running import last_day_of, runs_on
from classroom.presentation.telling import down, readable, titles
from classroom.presentation.week import Line, last_day, soonest
from district_cms.activities.presentation.agenda import (
    covered,
    entries,
    gone_entries,
    updates,
)

from .classes import Directory, directory
from .facts import ClassFacts
from .finding import (
    MOST_FOUND,
    Choice,
    activities_of,
    below_school,
    by_words,
    of_teacher,
    schools,
)
from .following import following_class, following_schools, may_write_to
from .news import news
from .places import (
    Place,
    branch_of,
    class_news,
    classes_offering,
    classroom,
    in_high_school,
    in_high_schools,
    is_class,
    offers_mail,
    offers_texts,
    place,
    place_of,
    places,
    school_above,
)
from .posts import coming, newest, told
from .switching import (
    is_switched,
    may_switch,
    name_of,
    read_with_pages,
    switched_page,
    to_switch,
)

__all__ = [
    "MOST_FOUND",
    "Choice",
    "ClassFacts",
    "Directory",
    "Entry",
    "FamilyClass",
    "Gone",
    "Line",
    "Place",
    "activities_of",
    "also_in_feed",
    "below_school",
    "branch_of",
    "by_words",
    "class_name",
    "class_news",
    "classes_offering",
    "classroom",
    "coming",
    "covered",
    "days_without_school",
    "directory",
    "district_zone",
    "down",
    "entries",
    "following_class",
    "following_schools",
    "gone_entries",
    "in_high_school",
    "in_high_schools",
    "is_class",
    "is_switched",
    "last_day",
    "last_day_of",
    "may_switch",
    "may_write_to",
    "name_of",
    "newest",
    "news",
    "of_teacher",
    "offers_mail",
    "offers_texts",
    "place",
    "place_of",
    "places",
    "posting_days",
    "read_with_pages",
    "readable",
    "runs_on",
    "school_above",
    "schools",
    "soonest",
    "switched_page",
    "titles",
    "to_switch",
    "told",
    "updates",
    "went_on",
    "year_ends",
]
