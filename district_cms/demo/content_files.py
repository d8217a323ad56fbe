"""Reading the demo district's content: TOML files beside this module."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@cache
def district() -> dict[str, Any]:
    """The whole of `district.toml`; the shape is described at its top."""
    return tomllib.loads((FOLDER / "district.toml").read_text(encoding="utf-8"))


@cache
def pictures() -> dict[str, dict[str, str]]:
    """Title and description of each picture, by the name of its file."""
    return tomllib.loads((FOLDER / "pictures.toml").read_text(encoding="utf-8"))


@cache
def periods(stem: str) -> list[dict[str, Any]]:
    """The eight periods of one content file, in teaching order. Raises `FileNotFoundError`."""
    found = sorted((FOLDER / "classes").glob(f"*/{stem}.toml"))
    if not found:
        raise FileNotFoundError(f"There is no content file {stem}.toml for the demo district.")
    loaded: list[dict[str, Any]] = tomllib.loads(found[0].read_text(encoding="utf-8"))["periods"]
    return loaded


def periods_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The eight periods as one class has them: with its own rooms and people, where its row of
    `[[classes]]` says `instead`."""
    instead: dict[str, str] = row.get("instead", {})
    found = periods(row["content"])
    if not instead:
        return found
    # All at once: what is put in is not looked through again.
    words = re.compile(r"\b(?:" + "|".join(map(re.escape, instead)) + r")\b")
    return [_replaced(period, words, instead) for period in found]


def _replaced(value: Any, words: re.Pattern[str], instead: dict[str, str]) -> Any:
    if isinstance(value, str):
        return words.sub(lambda match: instead[match[0]], value)
    if isinstance(value, list):
        return [_replaced(each, words, instead) for each in value]
    if isinstance(value, dict):
        return {key: _replaced(each, words, instead) for key, each in value.items()}
    return value


def rich(markup: str | list[str]) -> str:
    """Markup of the files as rich text; plain words become one paragraph."""
    if isinstance(markup, list):
        return "".join(markup)
    return markup if markup.lstrip().startswith("<") or not markup else f"<p>{markup}</p>"
