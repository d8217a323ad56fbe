"""How classes with the same name are distinguished, with hand-written expectations."""

from uuid import UUID

import pytest

from notifications.digests.grouping import disambiguate
from notifications.sources import FamilyClass

JUNIPER, ASPEN = "Juniper Creek", "Aspen Ridge"
RIVERA, FOX = "Ms. Rivera", "Mr. Fox"


def class_of(number: int, name: str, school: str, teachers: str) -> FamilyClass:
    return FamilyClass(UUID(int=number), number, name, school, teachers)


@pytest.mark.parametrize(
    "places, said",
    [
        ([(JUNIPER, RIVERA)], ["Math 3"]),
        ([(JUNIPER, RIVERA), (ASPEN, FOX)], ["Math 3 – Juniper Creek", "Math 3 – Aspen Ridge"]),
        ([(JUNIPER, RIVERA), (JUNIPER, FOX)], ["Math 3 – Ms. Rivera", "Math 3 – Mr. Fox"]),
        # Two teachers with one name, two of these classes at one school.
        (
            [(JUNIPER, RIVERA), (JUNIPER, FOX), (ASPEN, FOX)],
            [
                "Math 3 – Ms. Rivera, Juniper Creek",
                "Math 3 – Mr. Fox, Juniper Creek",
                "Math 3 – Mr. Fox, Aspen Ridge",
            ],
        ),
        # The club of one school, and a page without a school.
        ([(JUNIPER, ""), ("", "")], ["Math 3 – Juniper Creek", "Math 3"]),
    ],
)
def test_a_class_gets_the_words_that_distinguish_it(
    places: list[tuple[str, str]], said: list[str]
) -> None:
    classes = [class_of(number, "Math 3", *place) for number, place in enumerate(places)]
    longer = disambiguate([*classes, class_of(9, "Art 3", JUNIPER, RIVERA)])
    assert [longer.get(one.page, one.name) for one in classes] == said
    assert UUID(int=9) not in longer


def test_a_class_that_is_followed_twice_needs_no_longer_name() -> None:
    one = class_of(1, "Math 3", JUNIPER, RIVERA)
    assert not disambiguate([one, one])
