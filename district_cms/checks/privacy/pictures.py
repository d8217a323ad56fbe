"""Required statements about a picture before it is published: who is in it, and whose it is.

The procedure: employees shall follow the district's guidelines for posting photographs and what
students own or made.
"""

from typing import Final

from ..findings import Fault
from ..rules import Rule
from ..translation import mark as _

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "photo-release-missing",
        "",
        "error",
        _("Students can be recognized in this picture, and no release is on file here."),
        _("Their families decide whether a picture of them is published."),
        _("Select “Releases are on file” if the school has them all, or choose another picture."),
        clause="photographs-and-logos",
    ),
    Rule(
        "picture-source-missing",
        "",
        "warning",
        _("No one has said where this picture comes from."),
        _("The person who made it, even a student, has a say in where it is shown."),
        _("Choose where it comes from."),
        clause="photographs-and-logos",
    ),
    Rule(
        "picture-people-missing",
        "",
        "error",
        _("No one has said if people can be recognized in this picture."),
        _("Pictures of students need a release from their families."),
        _("Choose who can be recognized."),
        clause="photographs-and-logos",
    ),
)


PEOPLE: Final = ("none", "adults", "students")
SOURCES: Final = ("stock", "district", "staff", "student", "family")


def check_picture(people: str, release: bool, source: str) -> list[Fault]:
    """Return the statements that are missing for one picture.

    `people` tells who can be recognized, one of `PEOPLE`; `source` tells where the picture comes
    from, one of `SOURCES`. Other values count as no answer. `release` states that the school holds
    a signed photograph release for every student who can be recognized.
    """
    faults = []
    if people not in PEOPLE:
        faults.append(Fault("picture-people-missing"))
    elif people == "students" and not release:
        faults.append(Fault("photo-release-missing"))
    if source not in SOURCES:
        faults.append(Fault("picture-source-missing"))
    return faults
