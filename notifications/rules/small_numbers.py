"""Numbers of families that are too small to be shown. Pure."""

from typing import Final

FEWEST: Final = 3
"""Families are counted in what others read from so many on."""


def is_few(number: int) -> bool:
    """Of one or two families a school could say who they are."""
    return 0 < number < FEWEST
