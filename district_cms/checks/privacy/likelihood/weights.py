"""The numbers by which words are weighed, as `scripts/privacy_weights.py` learned them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = Path(__file__).parent / "weights.txt"
"""A line for each: its number, a tab and what is weighed, the first for a text of no words."""


class Weights(NamedTuple):
    base: float
    of: Mapping[str, float]


@cache
def learned() -> Weights:
    """Read when somebody asks: they take ten megabytes, and many programs check no text."""
    lines = FILE.read_text("utf-8").splitlines()
    numbers = (line.split("\t", 1) for line in lines if not line.startswith("#"))
    once = cache(float)  # a few hundred different numbers, each kept once
    of = {what: once(number) for number, what in numbers}
    return Weights(of.pop(""), of)
