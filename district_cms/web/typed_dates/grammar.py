"""Reads the characters of a typed day or time; which day it is, is decided in `meaning`."""

from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput

from ..letters import folded

LONGEST: Final = 60
"""Characters. No day and time that people type has more."""

Kind = Literal["day", "time", "moment", "moment_named"]
"""`moment_named` is a day of the week and a time: a rule of its own, because in `moment` the number
behind a weekday begins a date."""


class NotRead(ValueError):
    """The text does not fit the grammar; `rest` is what stands where reading stopped, folded."""

    def __init__(self, rest: str) -> None:
        super().__init__(rest)
        self.rest = rest


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, full-width forms and doubled spaces."""
    return " ".join(folded(text).split())


def parse(text: str, kind: Kind) -> Tree:
    """Return the syntax tree of a typed day, time, or day with a time. Raises `NotRead`."""
    folded = fold(text)
    if len(folded) > LONGEST:
        raise NotRead(folded[LONGEST:])
    try:
        return _parser().parse(folded, start=kind)
    except UnexpectedInput as error:
        place: int | None = error.pos_in_stream  # none where the text ended too early
        raise NotRead("" if place is None else folded[place:]) from error


def can_parse(text: str, kind: Kind) -> bool:
    try:
        parse(text, kind)
    except NotRead:
        return False
    return True


@cache
def _parser() -> Lark:
    text = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start=[*get_args(Kind)], maybe_placeholders=False)
