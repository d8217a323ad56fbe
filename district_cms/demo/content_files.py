"""Reads the demo district's content: TOML files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@cache
def district() -> dict[str, Any]:
    """Returns the content of `district.toml`, whose format is described at its top."""
    return tomllib.loads((FOLDER / "district.toml").read_text(encoding="utf-8"))


@cache
def pictures() -> dict[str, dict[str, str]]:
    """Returns title and description of each picture, by file name."""
    return tomllib.loads((FOLDER / "pictures.toml").read_text(encoding="utf-8"))


@cache
def periods(stem: str) -> list[dict[str, Any]]:
    """Returns the eight periods of one content file, in teaching order."""
    return _read_periods(stem)


def periods_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the eight periods of one class, with its own rooms and people from `instead` in its
    row of `[[classes]]`."""
    instead: dict[str, str] = row.get("instead", {})
    return _read_periods(row["content"], instead) if instead else periods(row["content"])


def _read_periods(stem: str, instead: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    (file,) = (FOLDER / "classes").glob(f"*/{stem}.toml")
    text = file.read_text(encoding="utf-8")
    if instead:  # in one pass, so that replacements are not replaced again
        names = "|".join(map(re.escape, instead))
        text = re.sub(rf"\b(?:{names})\b", lambda match: instead[match[0]], text)
    content: list[dict[str, Any]] = tomllib.loads(text)["periods"]
    return content


def rich(markup: str | list[str]) -> str:
    """Returns markup of the files as rich text; plain words become one paragraph."""
    if isinstance(markup, list):
        return "".join(markup)
    return markup if markup.lstrip().startswith("<") or not markup else f"<p>{markup}</p>"
