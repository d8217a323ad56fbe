"""The sentences that measure the privacy rules, and what is counted of them.

Written by people who had not seen the rules: `never` is what a district would never publish,
`ordinary` what it publishes every day. Of each corpus the rules were written by one half alone; the
other was counted first, and read only afterwards. README.md beside the data tells what was counted.
"""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

DATA = Path(__file__).parents[3] / "data" / "privacy"
UNREAD = ("heldout7",)
"""What nobody who works on the rules has read or learned from, and holds both goals."""
LEARNED = tuple(f"development{number}" for number in range(11, 30))
"""The sets of the seventh to the eleventh corpus, so large that each third text is counted: they
were learned from, so that their figures only guard against going back. What is held out is counted
whole."""
SETS = (
    "development",
    "heldout",
    "development2",
    "heldout2",
    "development3",
    "development4",
    "development5",
    "development6",
    "development7",
    "development8",
    "development9",
    "development10",
    *(half for half in LEARNED if half != "development20"),
)
_EACH: Final = 3
_LAST: Final = 2


STRANGERS = {
    "elementary": (0.88, 0.048),
    "high_school": (0.8, 0.056),
    "communications": (0.92, 0.041),
}
"""Texts of three strangers that are only counted: the share that is found or asked, and that is
asked of what is ordinary, which may not become worse. The goals are those of the other sets."""
BELOW = {
    "heldout3": (0.84, 0.038),
    "heldout4": (0.86, 0.026),
    "heldout5": (0.85, 0.03),
    "heldout6": (0.82, 0.016),
    "heldout8": (0.84, 0.025),
    "development20": (0.82, 0.026),
}
"""The same for sets that do not hold the goals: five are only counted (nobody has read the last of
them, a third of which are lists and tables), and the author of the sixth hints at children and
hardly ever names one."""


class Example(NamedTuple):
    """One piece of HTML; `kind` says what it is about, `set` which half of which corpus
    it belongs to."""

    id: str
    lang: str
    kind: str
    set: str
    html: str


class Measure(NamedTuple):
    """How many of some examples there are, how many are found or asked about, and the others."""

    found: int
    total: int
    missed: list[Example]
    kinds: Counter[str]

    @property
    def share(self) -> float:
        return self.found / self.total


@cache
def examples(name: str) -> tuple[Example, ...]:
    """Return the examples of "never" or "ordinary": of `LEARNED` sets each third."""
    lines = (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()
    read = [Example(**json.loads(line)) for line in lines]
    return tuple(
        example
        for number, example in enumerate(read)
        if example.set not in LEARNED or number % _EACH == _LAST
    )


def of_strangers(half: str, *, never: bool) -> list[Example]:
    """Their texts of one set, what is never published or what is."""
    lines = (DATA / "strangers.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [
        Example(**{name: each[name] for name in Example._fields})
        for each in read
        if each["set"] == half and each["never"] is never
    ]


def lines_written_with_the_rules_known(name: str) -> list[str]:
    """Return the HTML of the sentences by which the rules were widened; they measure nothing."""
    lines = (DATA / f"{name}_with_rules_known.txt").read_text("utf-8").splitlines()
    return [line if line.startswith("<") else f"<p>{line}</p>" for line in lines]


def measure(name: str, half: str, is_found: Callable[[Example], bool]) -> Measure:
    """Count what is found in one half of a corpus."""
    read = [example for example in examples(name) if example.set == half]
    missed = [example for example in read if not is_found(example)]
    kinds = Counter(example.kind for example in missed)
    return Measure(len(read) - len(missed), len(read), missed, kinds)
