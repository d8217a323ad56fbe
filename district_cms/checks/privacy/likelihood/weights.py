"""The numbers by which words are weighed, as `scripts/privacy_weights.py` learned them."""

from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "weights.txt"
"""A line for each: its number, a tab and what is weighed, the first for a text of no words."""


def _read() -> dict[str, float]:
    lines = FILE.read_text("utf-8").splitlines()
    numbers = (line.split("\t", 1) for line in lines if not line.startswith("#"))
    return {what: float(number) for number, what in numbers}


WEIGHTS: Final = _read()
BASE: Final = WEIGHTS.pop("")
