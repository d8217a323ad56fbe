"""What notifications know of classes: the one place that reads `classroom`."""

from classroom.addresses import class_name
from classroom.ledger.keeping import district_zone, posting_days
from classroom.presentation.agenda import (
    Entry,
    FamilyClass,
    Gone,
    classes_covered,
    entries,
    gone_entries,
)
from classroom.presentation.dated import coming, last_change
from classroom.presentation.running import runs_on
from classroom.presentation.telling import down, newest, readable, titles, told, updates
from classroom.presentation.week import Line, last_day, soonest

from .classes import ClassFacts, Directory, directory
from .finding import MOST_FOUND, Choice, below_school, by_words, of_teacher, schools
from .following import following_class, following_schools, may_write_to
from .news import news
from .places import (
    Place,
    branch_of,
    class_news,
    classes_offering,
    classes_to_switch,
    classroom,
    in_high_school,
    in_high_schools,
    is_class,
    may_switch,
    offers_mail,
    offers_texts,
    place,
    place_of,
    places,
    read_with_class_pages,
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
    "below_school",
    "branch_of",
    "by_words",
    "class_name",
    "class_news",
    "classes_covered",
    "classes_offering",
    "classes_to_switch",
    "classroom",
    "coming",
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
    "last_change",
    "last_day",
    "may_switch",
    "may_write_to",
    "newest",
    "news",
    "of_teacher",
    "offers_mail",
    "offers_texts",
    "place",
    "place_of",
    "places",
    "posting_days",
    "read_with_class_pages",
    "readable",
    "runs_on",
    "schools",
    "soonest",
    "titles",
    "told",
    "updates",
]
