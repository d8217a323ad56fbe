"""How large the district is to be. Pure."""

import datetime as dt
from dataclasses import dataclass

MOST_UPDATES_A_CLASS = 30
MOST_VARIANTS = 5  # of one text


@dataclass(frozen=True, slots=True)
class Sizes:
    """The same sizes, seed and anchor make the same district. Raises `ValueError` for numbers
    that do not go together."""

    anchor: dt.date
    schools: int = 40
    teachers: int = 2_000
    classes: int = 8_000
    updates: int = 144_000
    subscribers: int = 20_000
    # How many texts are made of one period of the demo: fewer are read and judged sooner.
    variants: int = MOST_VARIANTS
    seed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.schools <= self.teachers <= self.classes <= self.updates:
            raise ValueError(
                "There must be at least as many teachers as schools, classes as teachers and "
                "updates as classes."
            )
        if self.updates > MOST_UPDATES_A_CLASS * self.classes:
            raise ValueError(
                f"A class has at most {MOST_UPDATES_A_CLASS} updates in its school year."
            )
        if not 1 <= self.variants <= MOST_VARIANTS:
            raise ValueError(f"A period has between one text and {MOST_VARIANTS}.")
        if self.subscribers < 0:
            raise ValueError("The number of subscribers cannot be negative.")

    @property
    def updates_a_class(self) -> int:
        """The most that any class has."""
        return -(-self.updates // self.classes)


def shares(total: int, parts: int) -> list[int]:
    """`total` divided into `parts` whole numbers that differ by one at most."""
    each, more = divmod(total, parts)
    return [each + (number < more) for number in range(parts)]
