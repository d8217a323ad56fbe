"""Reading the demo district's content: TOML files beside this module."""

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
def periods(stem: str) -> list[dict[str, Any]]:
    """The eight periods of one content file, in teaching order. Raises `FileNotFoundError`."""
    found = sorted((FOLDER / "classes").glob(f"*/{stem}.toml"))
    if not found:
        raise FileNotFoundError(f"There is no content file {stem}.toml for the demo district.")
    loaded: list[dict[str, Any]] = tomllib.loads(found[0].read_text(encoding="utf-8"))["periods"]
    return loaded


def rich(markup: str | list[str]) -> str:
    """Markup of the files as rich text; plain words become one paragraph."""
    if isinstance(markup, list):
        return "".join(markup)
    return markup if markup.lstrip().startswith("<") or not markup else f"<p>{markup}</p>"
