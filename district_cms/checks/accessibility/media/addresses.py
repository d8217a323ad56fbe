"""What the address of a recording tells its player: how long to play, and when to begin."""

import re
from typing import Final
from urllib.parse import parse_qs, urlsplit

from ..words import squeeze

_FRAGMENT: Final = re.compile(r"(?:npt:)?(?P<start>[\d:.]*)(?:,(?P<end>[\d:.]+))?", re.ASCII)
_YES: Final = ("1", "true", "yes")


def duration(address: str) -> float | None:
    """Return the seconds that the address lets play ("film.mp4#t=8,10"), None if it lets all."""
    _address, _hash, fragment = address.partition("#")
    for part in fragment.split("&"):
        if part.startswith("t="):
            times = _FRAGMENT.fullmatch(part[2:])
            if times is not None and times["end"]:
                start, end = _seconds(times["start"] or "0"), _seconds(times["end"])
                if start is not None and end is not None and end >= start:
                    return end - start
    return None


def _seconds(clock: str) -> float | None:
    total = 0.0
    try:
        for part in clock.split(":")[:3]:
            total = total * 60 + float(part)
    except ValueError:
        return None
    return total


def asks_to_start(url: str) -> bool:
    """True if an embed's address asks the player to start by itself."""
    if "auto" not in url.lower():
        return False
    try:
        query = parse_qs(urlsplit(squeeze(url)).query.lower(), max_num_fields=50)
    except ValueError:
        return False
    told = (*query.get("autoplay", ()), *query.get("auto_play", ()), *query.get("autostart", ()))
    return any(value in _YES for value in told)
