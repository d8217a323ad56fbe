"""What must be said of a picture before it is published: who is on it, and whose it is.

The procedure: employees shall follow the district's guidelines for posting photographs and what
students own or made.
"""

from typing import Final

from ..findings import Fault

PEOPLE: Final = ("none", "adults", "students")
SOURCES: Final = ("stock", "district", "staff", "student", "family")


def check_picture(people: str, release: bool, source: str) -> list[Fault]:
    """Return what is missing about one picture.

    `people` says who can be recognised, one of `PEOPLE`; `source` where the picture comes from,
    one of `SOURCES`. Anything else counts as no answer. `release` states that the school holds a
    signed photograph release for every student who can be recognised.
    """
    found = []
    if people not in PEOPLE:
        found.append(Fault("picture-people-missing"))
    elif people == "students" and not release:
        found.append(Fault("photo-release-missing"))
    if source not in SOURCES:
        found.append(Fault("picture-source-missing"))
    return found
