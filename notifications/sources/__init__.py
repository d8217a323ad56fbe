"""What notifications know of classes: the one place that reads `classroom`."""

from classroom.addresses import class_name
from classroom.ledger import district_zone

from .classes import ClassFacts, Directory, directory
from .news import down, newest, news, posting_days, told, updates
from .places import (
    Place,
    branch_of,
    classes_offering,
    classes_to_switch,
    classroom,
    in_high_school,
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
    "ClassFacts",
    "Directory",
    "Place",
    "branch_of",
    "class_name",
    "classes_offering",
    "classes_to_switch",
    "classroom",
    "directory",
    "district_zone",
    "down",
    "in_high_school",
    "is_class",
    "may_switch",
    "newest",
    "news",
    "offers_mail",
    "offers_texts",
    "place",
    "place_of",
    "places",
    "posting_days",
    "read_with_class_pages",
    "told",
    "updates",
]
