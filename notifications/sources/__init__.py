"""What notifications know of classes: the one place that reads `classroom`."""

from classroom.addresses import class_name
from classroom.ledger import district_zone

from .classes import ClassFacts, Directory, directory
from .following import following_class, following_schools, may_write_to
from .news import down, news, posting_days, told, updates
from .places import (
    Place,
    classes_offering,
    classes_to_switch,
    classroom,
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
    "class_name",
    "classes_offering",
    "classes_to_switch",
    "classroom",
    "directory",
    "district_zone",
    "down",
    "following_class",
    "following_schools",
    "is_class",
    "may_switch",
    "may_write_to",
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
